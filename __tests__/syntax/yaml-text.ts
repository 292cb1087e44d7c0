import fc from "fast-check";

/**
 * Any YAML document of mappings, sequences and scalars, in the many ways people write them: block and flow, quoted and
 * not, values below their keys, explicit keys, comments and blank lines anywhere, nothing where a value could be.
 */
export function anyYamlText(): fc.Arbitrary<string> {
  const lineBreak = fc.constantFrom("\n", "\r\n");
  return fc
    .tuple(mappingOf(nodeUpTo(3)), lineBreak)
    .map(([root, text]) => `${entriesText(root, 0).join("\n")}\n`.replaceAll("\n", text));
}

function nodeUpTo(depth: number): fc.Arbitrary<Node> {
  if (depth === 0) return fc.oneof(scalar, flow);
  const node = nodeUpTo(depth - 1);
  return fc.oneof(scalar, flow, mappingOf(node), sequenceOf(node));
}

type Node = Scalar | Flow | Mapping | Sequence;

interface Style {
  /** A comment or a blank line before each entry. */
  readonly before: string;
  /** By how much the entries of a sequence are indented within a mapping. */
  readonly indent: number;
  /** Whether the first entry stands right after the dash. */
  readonly isCompact: boolean;
  readonly isExplicit: boolean;
}

interface Scalar {
  readonly kind: "scalar";
  readonly text: string;
  /** Whether it stands on the line below its key or dash. */
  readonly isBelow: boolean;
}

interface Flow {
  readonly kind: "flow";
  /** The tokens of a flow collection; `¶` may be a line break. */
  readonly text: string;
}

interface Mapping {
  readonly kind: "mapping";
  readonly style: Style;
  readonly entries: readonly (readonly [key: string, value: Node])[];
}

interface Sequence {
  readonly kind: "sequence";
  readonly style: Style;
  readonly items: readonly Node[];
}

const style: fc.Arbitrary<Style> = fc.record({
  before: fc.constantFrom("", "", "", "# selection: none", " "),
  indent: fc.constantFrom(0, 2, 4),
  isCompact: fc.boolean(),
  isExplicit: fc.constantFrom(false, false, false, true),
});

const scalar: fc.Arbitrary<Scalar> = fc.record({
  kind: fc.constant("scalar" as const),
  text: fc.constantFrom(
    "cmd.exe",
    "'it''s'",
    '"a\\tb"',
    "4688",
    "0x10",
    "true",
    "~",
    "",
    "two words",
    "- x".slice(2),
    "|¶\\cmd.exe¶- no item¶",
    ">-¶folded:¶text",
    '"over¶two"',
    "C:\\x # note",
  ),
  isBelow: fc.boolean(),
});

const flow: fc.Arbitrary<Flow> = fc.record({
  kind: fc.constant("flow" as const),
  text: fc.constantFrom(
    "[a,¶ b]",
    "[ ¶a, [b,¶c], ¶{d: e} ]",
    "{a: b,¶ c: [d, ¶e], f: {g: h}}",
    "{a, ¶b: c, d}",
    "{a: , ¶b: ~}",
    "[User: root, ¶Image: cmd.exe]",
    "[User: [root, ¶SYSTEM], x]",
    "{? a : b, ¶? c}",
    '{"a":1,¶"b": [2,¶3]}',
    "[]",
    "{}",
    "[~, ¶null, ]",
    "[ # comment¶ a,¶ # another¶ b]",
  ),
});

function mappingOf(node: fc.Arbitrary<Node>): fc.Arbitrary<Mapping> {
  const key = fc.constantFrom("Image", "'User'", '"a b"', "4688", "Parent Image", "x|contains", "-dash", "null", "1.5");
  const entries = fc.uniqueArray(fc.tuple(key, node), { selector: ([name]) => name, minLength: 1, maxLength: 4 });
  return fc.record({ kind: fc.constant("mapping" as const), style, entries });
}

function sequenceOf(node: fc.Arbitrary<Node>): fc.Arbitrary<Sequence> {
  const items = fc.array(node, { minLength: 1, maxLength: 4 });
  return fc.record({ kind: fc.constant("sequence" as const), style, items });
}

/** Lines of a mapping's or a sequence's entries. */
function entriesText(node: Mapping | Sequence, indent: number): readonly string[] {
  const pad = " ".repeat(indent);
  const before = node.style.before === "" ? [] : [pad + node.style.before];
  if (node.kind === "sequence") {
    return node.items.flatMap((item) => [...before, ...after(`${pad}-`, item, { indent, isItem: true })]);
  }
  return node.entries.flatMap(([key, value]) => {
    if (!node.style.isExplicit) return [...before, ...after(`${pad}${key}:`, value, { indent, isItem: false })];
    return [...before, `${pad}? ${key}`, ...after(`${pad}:`, value, { indent, isItem: true })];
  });
}

/** Lines that begin with a key or a dash, and have the value after it or below. */
function after(head: string, value: Node, place: { indent: number; isItem: boolean }): readonly string[] {
  if (value.kind === "scalar" || value.kind === "flow") return leafAfter(head, value, place);
  const least = place.isItem || value.kind === "mapping" ? 2 : 0;
  const lines = entriesText(value, place.indent + Math.max(least, value.style.indent));
  const [first = "", ...rest] = lines;
  const isAfterDash = place.isItem && head.endsWith("-");
  const canFollow = isAfterDash && value.style.isCompact && value.style.before === "";
  return canFollow ? [head + first.slice(head.length), ...rest] : [head, ...lines];
}

function leafAfter(head: string, leaf: Scalar | Flow, place: { indent: number; isItem: boolean }): readonly string[] {
  // The parser mistakes what follows a bare dash at the end of a sequence; the tests of sequences have others.
  const text = leaf.text === "" && place.isItem ? "~" : leaf.text;
  const pad = " ".repeat(place.indent + 2);
  const [first = "", ...rest] = text.split("¶");
  const isBelow = leaf.kind === "scalar" && leaf.isBelow && text !== "" && !/^[|>]/.test(text);
  if (isBelow) return [head, ...[first, ...rest].map((line) => pad + line)];
  return [`${head} ${first}`, ...rest.map((line) => pad + line)];
}
