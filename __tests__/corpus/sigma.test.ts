import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type Scalar } from "yaml";
import { sigma } from "../../src/formats/sigma/index.ts";
import type { Predicate } from "../../src/model/condition.ts";
import type { Reading } from "../../src/model/rule.ts";
import { type Leaf, visitLeaves } from "../../src/model/visit-leaves.ts";
import { printPattern, readPattern } from "../../src/syntax/pattern.ts";
import { corpusFiles, sharedPath } from "../support/corpus.ts";

/** Their conditions are prose or another tool's words; no engine reads them. */
const unreadable = [
  "unsupported/network/net_dns_high_subdomain_rate.yml",
  "unsupported/windows/sysmon_always_install_elevated_parent_child_correlated.yml",
  "unsupported/windows/win_dumping_ntdsdit_via_dcsync.yml",
  "unsupported/windows/win_dumping_ntdsdit_via_netsync.yml",
];

const files = corpusFiles("sigma", (path) => /\.ya?ml$/.test(path));
const { read } = sigma.reader([]);
const readings = new Map<string, Reading>(files.map((file) => [file.path, read(file)]));

describe("the Sigma reader on SigmaHQ's rules", () => {
  test("recognises every file", () => {
    expect(files.length).toBeGreaterThan(4_000);
    expect(files.filter((file) => !sigma.recognises(file)).map(({ path }) => path)).toEqual([]);
  });

  test("complains of the conditions that no engine reads, and of nothing else", () => {
    const complaints = Array.from(readings, ([path, { diagnostics }]) =>
      diagnostics.map(({ message }) => `${path}: ${message}`),
    ).flat();

    expect(complaints.map((complaint) => complaint.slice(0, complaint.indexOf(":")))).toEqual(unreadable);
    for (const complaint of complaints) expect(complaint).toContain(": The condition ");
  });

  test("reads in full all but these and the rules with placeholders", () => {
    const partial = Array.from(readings).filter(([, { rules }]) =>
      rules.some(({ condition }) => leavesOf(condition).some(isOpaque)),
    );
    const withPlaceholders = files.filter(({ text }) => /^[^#]*\|expand\b/m.test(text)).map(({ path }) => path);

    expect(withPlaceholders.length).toBeGreaterThan(20);
    expect(partial.map(([path]) => path)).toEqual([...withPlaceholders, ...unreadable].sort());
  });

  test("counts rules and claims as an independent reading does", () => {
    const expected: { rules: number; techniques: Record<string, number> } = JSON.parse(
      readFileSync(sharedPath("expected/sigma-attack-19.json"), "utf8"),
    );
    const counted = Array.from(readings)
      .filter(([path]) => path.startsWith("rules"))
      .flatMap(([, { rules }]) => rules);
    const claims: Record<string, number> = {};
    for (const { techniques } of counted) {
      for (const id of new Set(techniques.map((claim) => claim.id))) claims[id] = (claims[id] ?? 0) + 1;
    }

    expect(counted).toHaveLength(expected.rules);
    expect(claims).toEqual(expected.techniques);
  });

  test("gives every rule a key of its own", () => {
    const keys = Array.from(readings.values()).flatMap(({ rules }) => rules.map(({ key, path }) => ({ key, path })));
    const repeated = keys.filter(({ key }, index) => keys.findIndex((other) => other.key === key) !== index);

    // Documents of an old collection share the id of its global part.
    expect(
      repeated.every(({ path }) => files.find((file) => file.path === path)?.text.startsWith("action: global")),
    ).toBe(true);
  });

  test("loses no value of a selection that a condition names, and knows its line", () => {
    // What documents of a collection make together is tested where such documents are.
    const wanted = files.filter(({ path, text }) => !unreadable.includes(path) && !/^action:/m.test(text));
    const scalars = wanted.flatMap(({ path, text }) => {
      const rules = readings.get(path)?.rules ?? [];
      const known = rules.map(({ condition }) => new Set(leavesOf(condition).flatMap(factsOf)));
      return scalarsOf(text).flatMap((found, document) =>
        found.map((scalar) => ({
          path,
          scalar,
          isKnown: factsExpected(scalar).every((fact) => known[document]?.has(fact)),
        })),
      );
    });
    const lost = scalars.filter(({ isKnown }) => !isKnown);

    expect(lost.map(({ path, scalar }) => `${path}:${scalar.line} ${scalar.key}: ${scalar.text}`)).toEqual([]);
    expect(scalars.length).toBeGreaterThan(20_000);
  });

  test("writes wildcards in the notation that it reads", () => {
    const wildcards = Array.from(readings.values()).flatMap(({ rules }) =>
      rules.flatMap(({ condition }) => leavesOf(condition).flatMap((leaf) => (isWildcard(leaf) ? leaf.values : []))),
    );

    expect(wildcards.length).toBeGreaterThan(100);
    expect(wildcards.filter((value) => printPattern(readPattern(value)) !== value)).toEqual([]);
  });
});

function leavesOf(condition: Parameters<typeof visitLeaves>[0]): readonly Leaf[] {
  const leaves: Leaf[] = [];
  visitLeaves(condition, (leaf) => leaves.push(leaf));
  return leaves;
}

function isOpaque(leaf: Leaf): boolean {
  return leaf.kind === "opaque";
}

function isWildcard(leaf: Leaf): leaf is Predicate {
  return leaf.kind === "predicate" && leaf.operator === "wildcard";
}

/** What a leaf says, one line for each value: `field|kind text @line`, with wildcards as characters that nobody uses. */
function factsOf(leaf: Leaf): readonly string[] {
  if (leaf.kind !== "predicate") return [`${leaf.kind} ${leaf.text} @${leaf.line}`];
  return leaf.values.map(
    (value, index) => `${leaf.field ?? ""}|${meaningOf(leaf, value)} @${leaf.lines?.[index] ?? leaf.line}`,
  );
}

function meaningOf({ operator }: Predicate, value: string): string {
  switch (operator) {
    case "equals":
      return value;
    case "keyword":
    case "contains":
      return `\uE000${value}\uE000`;
    case "starts_with":
      return `${value}\uE000`;
    case "ends_with":
      return `\uE000${value}`;
    case "wildcard":
      return withWildcards(value);
    default:
      return `${operator} ${value}`;
  }
}

/** Rules specification, "Escaping", character by character: `*` becomes U+E000, `?` U+E001. */
function withWildcards(text: string): string {
  let result = "";
  for (let index = 0; index < text.length; index++) {
    const [character, next = ""] = [text.charAt(index), text.charAt(index + 1)];
    if (character === "\\" && "\\*?".includes(next) && next !== "") {
      result += next;
      index++;
    } else result += character === "*" ? "\uE000" : character === "?" ? "\uE001" : character;
  }
  return result;
}

interface FoundScalar {
  readonly key: string;
  readonly text: string;
  readonly isNull: boolean;
  readonly line: number;
}

/** What has to be known of a scalar, by its modifiers. */
function factsExpected({ key, text, isNull, line }: FoundScalar): readonly string[] {
  const [field = "", ...modifiers] = key.split("|");
  const has = (modifier: string) => modifiers.includes(modifier);
  if (isNull) return [`${field}|exists * @${line}`];
  if (has("expand")) return [`opaque ${key}: ${text} @${line}`];
  if (has("fieldref")) return [`constraint ${field} = field ${text} @${line}`];
  if (has("re")) return [`${field}|regex ${text} @${line}`];
  if (has("cidr")) return [`${field}|cidr ${text} @${line}`];
  const around = (value: string) => {
    const before = field === "" || has("contains") || has("endswith") ? "\uE000" : "";
    const after = field === "" || has("contains") || has("startswith") ? "\uE000" : "";
    const reduced = `${before}${value}${after}`.replace(/\uE000+/g, "\uE000");
    return reduced === "\uE000" ? `${field}|exists * @${line}` : `${field}|${reduced} @${line}`;
  };
  const encoding = has("wide") ? "utf16le" : "utf8";
  if (has("base64")) return [around(Buffer.from(withWildcards(text), encoding).toString("base64"))];
  if (has("base64offset")) return offsets(Buffer.from(withWildcards(text), encoding)).map(around);
  return [around(withWildcards(text))];
}

/** Of the encodings after no, one and two bytes, what the bytes before and after do not touch. */
function offsets(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = [0x00, 0xff].map((other) =>
      Buffer.concat([Buffer.alloc(offset, other), bytes, Buffer.alloc(3, other)]).toString("base64"),
    );
    const [zeros = "", ones = ""] = encoded;
    const same = Array.from(zeros, (character, index) => (character === ones[index] ? character : " ")).join("");
    return same.trim().replace(/ .*$/, "");
  });
}

/** The scalars of each document's named selections, by another YAML parser. */
function scalarsOf(text: string): readonly (readonly FoundScalar[])[] {
  const counter = new LineCounter();
  const documents = parseAllDocuments<Node>(text, { lineCounter: counter, schema: "core" });
  if (!Array.isArray(documents)) throw new Error("There are documents.");
  return documents.map(({ contents }) => {
    const detection = isMap(contents) ? contents.get("detection") : undefined;
    if (!isMap<Node, Node>(detection)) throw new Error("Each document has a detection.");
    const condition = String(detection.get("condition"));
    return detection.items.flatMap(({ key, value }) => {
      const name = String(isScalar(key) ? key.value : key);
      if (name === "condition" || name === "timeframe" || !isNamed(name, condition)) return [];
      return scalarsIn(value, { key: "", line: 0, counter });
    });
  });
}

/** Whether a condition names a selection, by its words alone. */
function isNamed(name: string, condition: string): boolean {
  const words = condition.split(/[\s()|]+/);
  return words.some((word, index) => {
    if (words[index - 1] !== "of") return word === name;
    if (name.startsWith("_")) return false;
    return word === "them" || new RegExp(`^${word.replaceAll("*", ".*")}$`).test(name);
  });
}

interface Place {
  readonly key: string;
  readonly line: number;
  readonly counter: LineCounter;
}

function scalarsIn(node: Node | null, place: Place): readonly FoundScalar[] {
  if (isSeq<Node>(node)) return node.items.flatMap((item) => scalarsIn(item, place));
  if (isMap<Node, Node>(node)) {
    return node.items.flatMap(({ key, value }) => {
      const line = place.counter.linePos(key.range?.[0] ?? 0).line;
      return scalarsIn(value, { ...place, key: String(isScalar(key) ? key.value : key), line });
    });
  }
  if (!isScalar(node)) throw new Error("There are no aliases in these rules.");
  const isEmpty = node.value === null && node.source === "";
  const line = isEmpty ? place.line : place.counter.linePos(node.range?.[0] ?? 0).line;
  return [{ key: place.key, text: textOf(node), isNull: node.value === null, line }];
}

/** Numbers with leading zeros are text to the engines that read YAML 1.1. */
function textOf({ value, source }: Scalar): string {
  return typeof value === "number" && source !== undefined && /^0\d/.test(source) ? source : String(value);
}
