import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { isMapping, readYaml, type YamlLines } from "../../src/syntax/yaml.ts";
import { anyYamlText } from "./yaml-text.ts";

/** Where another parser sees each entry, as `path line`; values as `path= line`. */
function linesByOracle(text: string): readonly string[] {
  const counter = new LineCounter();
  const document = parseDocument<Node>(text, { lineCounter: counter, schema: "core", keepSourceTokens: true });
  expect(document.errors).toEqual([]);
  return document.contents === null ? [] : placesIn(document.contents, "", counter);
}

function placesIn(node: Node, path: string, counter: LineCounter): readonly string[] {
  const lineOf = (place: Node) => counter.linePos(place.range?.[0] ?? 0).line;
  if (isMap<Node, Node | null>(node)) {
    return node.items.flatMap(({ key, value }) => {
      const name = `${path}.${nameOf(key)}`;
      if (value === null || isEmpty(value)) return [`${name} ${lineOf(key)}`];
      return [`${name} ${lineOf(key)}`, `${name}= ${lineOf(value)}`, ...placesIn(value, name, counter)];
    });
  }
  if (!isSeq<Node>(node)) return [];
  return node.items.flatMap((item, index) => {
    if (isEmpty(item)) return [];
    return [`${path}[${index}] ${lineOf(item)}`, ...placesIn(item, `${path}[${index}]`, counter)];
  });
}

/** Keys are numbers to the reader before they are texts. */
function nameOf(key: Node): string {
  return isScalar(key) ? String(key.value) : key.toString();
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source === "" || node.source === undefined);
}

/** As rule readers ask: an entry whose line is not known has that of what it is in. */
function linesByReader(text: string, wanted: readonly string[]): readonly string[] {
  const [document] = readYaml(text).documents;
  const found = new Set<string>();
  const visit = (value: unknown, path: string, place: { lines: YamlLines; line: number }) => {
    const { lines, line } = place;
    if (isMapping(value)) {
      for (const [key, entry] of Object.entries(value)) {
        const keyLine = lines.of(value, key, line);
        found.add(`${path}.${key} ${keyLine}`);
        found.add(`${path}.${key}= ${lines.ofValue(value, key, line)}`);
        visit(entry, `${path}.${key}`, { lines, line: keyLine });
      }
    }
    if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        const itemLine = lines.of(value, index, line);
        found.add(`${path}[${index}] ${itemLine}`);
        visit(item, `${path}[${index}]`, { lines, line: itemLine });
      });
    }
  };
  if (document !== undefined) visit(document.value, "", { lines: document.lines, line: 0 });
  return wanted.filter((place) => found.has(place));
}

describe("lines of a YAML document", () => {
  test("are where another parser sees keys, values and items, however the text is written", () => {
    fc.assert(
      fc.property(anyYamlText(), (text) => {
        const expected = linesByOracle(text);

        expect(linesByReader(text, expected)).toEqual(expected);
      }),
      { numRuns: 1_500 },
    );
  });

  test.each<[string, string, string]>([
    ["a flow mapping with keys without values", "a: {b,\n  c: d,\n  e}\n", "a 1, a= 1, a.b 1, a.c 2, a.c= 2, a.e 3"],
    ["bare dashes", "a:\n  -\n  - b\n  -\n  - c\n", "a 1, a= 2, a[1] 3, a[3] 5"],
    ["an anchor on a sequence", "a: &x\n  - b\n  - c\nd: *x\n", "a 1, a[0] 2, a[1] 3, d 4, d[0] 2, d[1] 3"],
    ["an anchor on a mapping", "a: &x\n  b: c\nd:\n  - *x\n", "a 1, a.b 2, d 3, d[0] 4, d[0].b 2"],
    ["anchors and tags on values", "a: &x !!str b\nc: !!seq\n  - &y d\n", "a 1, c 2, c[0] 3"],
    ["merged keys", "a: &x\n  b: 1\n  c: 2\nd:\n  <<: *x\n  e: 3\n", "d 4, d.b 2, d.c 3, d.e 6"],
    ["a key that overrides a merged one", "a: &x\n  b: 1\nd:\n  b: 2\n  <<: *x\n", "d.b 4"],
    ["keys of several merged mappings", "a: &x\n  b: 1\nc: &y\n  d: 1\ne:\n  <<: [*x, *y]\n", "e.b 2, e.d 4"],
    ["an explicit key over several lines", "? |\n  a\n: b\n", "a\n 1"],
    ["a value below comments", "a:\n\n  # one\n  # two\n  b\n", "a 1, a= 5"],
    ["a value of several lines", "a: b\n  c\nd: 'e\n\n  f'\ng: h\n", "a 1, a= 1, d 3, d= 3, g 6"],
    ["a block value", "a: |\n  b\n\n  c\nd: e\n", "a 1, a= 1, d 5"],
    ["keys that are numbers", "20: a\n1.0: b\n10: c\n", "20 1, 1 2, 10 3"],
    ["the key __proto__", "__proto__: a\nb: c\n", "__proto__ 1, b 2"],
    ["pairs within brackets", "a: [b: c,\n  d: e, f]\n", "a[0] 1, a[1] 2, a[2] 2"],
    ["a null before items of the same kind", "a:\n  -\n  - ~\n  - b\n", "a[2] 4"],
  ])("with %s", (_, text, expected) => {
    const places = expected.split(", ");

    expect(
      linesByReader(
        text,
        places.map((place) => `.${place}`.replace(".[", "[")),
      ),
    ).toHaveLength(places.length);
  });

  test("of what the document does not have are the line given instead", () => {
    const [document] = readYaml("a: [b]\n").documents;
    const value = Object(document?.value);

    expect(document?.lines.of(value, "b", 7)).toBe(7);
    expect(document?.lines.ofValue(value, "b", 7)).toBe(7);
    expect(document?.lines.of(value.a, 1, 7)).toBe(7);
    expect(document?.lines.of(value.a, "length", 7)).toBe(7);
    expect(document?.lines.of(value, 0, 7)).toBe(7);
    expect(document?.lines.of({}, "a", 7)).toBe(7);
  });

  test("an alias has the place of its own where it stands, not that of its anchor", () => {
    const [document] = readYaml("a: &x b\nc:\n  - *x\n  - *x\n").documents;
    const value = Object(document?.value);

    expect(isAlias(parseDocument("a: &x b\nc: *x\n").get("c", true))).toBe(true);
    expect(document?.lines.of(value.c, 0, 0)).toBe(3);
    expect(document?.lines.of(value.c, 1, 0)).toBe(4);
  });
});
