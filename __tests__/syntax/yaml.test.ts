import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readYaml } from "../../src/syntax/yaml.ts";

function valuesOf(text: string): readonly unknown[] {
  const { documents, faults } = readYaml(text);
  expect(faults).toEqual([]);
  return documents.map(({ value }) => value);
}

describe("readYaml on scalars", () => {
  test.each<[string, unknown]>([
    ["4688", 4688],
    ["-1", -1],
    ["+7", 7],
    ["0", 0],
    ["0x1410", 5136],
    ["-0x10", -16],
    ["0xFFFFFFFFFFFFFFFF", "18446744073709551615"],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", "9007199254740993"],
    ["-9007199254740993", "-9007199254740993"],
    ["123456789012345678901234567890123", "123456789012345678901234567890123"],
    ["1.50", 1.5],
    ["1.0", 1],
    ["6.", 6],
    ["2.5e+3", 2500],
    ["1e3", "1e3"],
    [".5", ".5"],
    ["1.2.3", "1.2.3"],
    ["00000429", "00000429"],
    ["0777", "0777"],
    ["0o17", "0o17"],
    ["0b11", "0b11"],
    ["1_000", "1_000"],
    ["12:30:45", "12:30:45"],
    ["2024-08-08", "2024-08-08"],
    ["true", true],
    ["False", false],
    ["yes", "yes"],
    ["no", "no"],
    ["on", "on"],
    ["off", "off"],
    ["null", null],
    ["~", null],
    ["'4688'", "4688"],
    ["'true'", "true"],
    ['"\\x41\\n"', "A\n"],
    ["!!str 4688", "4688"],
    ["C:\\Windows\\System32", "C:\\Windows\\System32"],
  ])("%s is %j", (text, value) => {
    expect(valuesOf(`key: ${text}\n`)).toEqual([{ key: value }]);
  });

  test("keys are text, whatever they look like", () => {
    expect(valuesOf("4688: a\n0x10: b\ntrue: c\nnull: d\n1.0: e\n")).toEqual([
      { "4688": "a", "16": "b", true: "c", null: "d", "1": "e" },
    ]);
  });

  test("a key that objects inherit is a key like any other", () => {
    const [value] = valuesOf("__proto__:\n  polluted: yes\nconstructor: x\n");

    expect(Object.keys(value ?? {})).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe("readYaml on streams", () => {
  test("each document has its value and the line of its first node", () => {
    const { documents } = readYaml("# rules\n\ntitle: a\n---\n\n# second\ntitle: b\n...\n---\ntitle: c\n");

    expect(documents.map(({ value, line }) => ({ value, line }))).toEqual([
      { value: { title: "a" }, line: 3 },
      { value: { title: "b" }, line: 7 },
      { value: { title: "c" }, line: 10 },
    ]);
  });

  test.each([
    ["nothing", ""],
    ["blanks", " \n\t\n"],
    ["a comment", "# nothing here\n"],
    ["a separator", "---\n"],
    ["separators", "---\n---\n# and a comment\n---"],
    ["null", "~\n"],
  ])("%s holds no document", (_, text) => {
    expect(readYaml(text)).toEqual({ documents: [], faults: [] });
  });

  test("line breaks of every kind count as one", () => {
    for (const lineBreak of ["\n", "\r\n", "\r"]) {
      const text = ["title: a", "tags:", "  - x", "  - y", "---", "title: b", ""].join(lineBreak);
      const [first, second] = readYaml(text).documents;

      expect(first?.lines.of(Object(Object(first.value).tags), 1, 0)).toBe(4);
      expect(second?.line).toBe(6);
    }
  });

  test("`<<` merges mappings, and what the mapping says itself stands", () => {
    const text = "base: &base\n  Image: cmd.exe\n  User: root\nrule:\n  <<: *base\n  User: SYSTEM\n";

    expect(valuesOf(text)).toEqual([
      { base: { Image: "cmd.exe", User: "root" }, rule: { Image: "cmd.exe", User: "SYSTEM" } },
    ]);
  });
});

describe("readYaml on broken text", () => {
  test.each([
    ["an open quote", 'title: "a\n', 2],
    ["a key twice", "title: a\nstatus: test\ntitle: b\n", 3],
    ["a tab as indentation", "detection:\n\tselection: a\n", 2],
    ["an unknown tag", "title: !include other.yml\n", 1],
    ["an unknown alias", "title: *other\n", 1],
    ["text after a value", "title: [a] b\n", 1],
    ["a NUL", "title: a\nstatus: \0\n", 2],
  ])("%s is a fault with its place, and no document", (_, text, line) => {
    const { documents, faults } = readYaml(text);

    expect(documents).toEqual([]);
    expect(faults).toMatchObject([{ reason: expect.any(String), line, column: expect.any(Number) }]);
  });

  test("a fault leaves the documents before and after it, with their lines", () => {
    const text = "title: a\n---\ntitle: [b\n---\n# third\ntitle: c\nstatus: test\n---\n- {\n";
    const { documents, faults } = readYaml(text);

    expect(documents.map(({ value, line }) => ({ value, line }))).toEqual([
      { value: { title: "a" }, line: 1 },
      { value: { title: "c", status: "test" }, line: 6 },
    ]);
    expect(documents[1]?.lines.of(Object(documents[1].value), "status", 0)).toBe(7);
    expect(faults.map(({ line }) => line)).toEqual([4, 10]);
  });

  test("a fault that quotes its author is told on one line, whatever stands for the end of one there", () => {
    const [fault] = readYaml("title: *LSASS\u2028Dump\n").faults;

    expect(fault).toMatchObject({ reason: 'unidentified alias "LSASS Dump"', line: 1 });
  });

  test("a separator within a block text is none, as it is indented", () => {
    const text = "description: |\n  first\n  ---\n  second\ntitle: a\n---\ntitle: [b\n";
    const { documents, faults } = readYaml(text);

    expect(documents.map(({ value }) => value)).toEqual([{ description: "first\n---\nsecond\n", title: "a" }]);
    expect(faults).toHaveLength(1);
  });

  test("directives and comments before the first separator belong to the document after it", () => {
    const { documents, faults } = readYaml("# licence\n%YAML 1.2\n---\ntitle: a\n---\ntitle: [b\n");

    expect(documents.map(({ value, line }) => ({ value, line }))).toEqual([{ value: { title: "a" }, line: 4 }]);
    expect(faults).toHaveLength(1);
  });

  test("never throws, and every line and column is in the text", () => {
    const pieces = fc.constantFrom(
      ..."title: a|\n|  |- |---\n|...\n|[|]|{|}|: |, |&a |*a|<<: *a|? |'|\"|\\| # x\n|key:|!!str |%YAML 1.2\n|\t|\r\n|>-\n|é".split(
        "|",
      ),
      "|\n",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        const lines = text.split(/\r\n|\r|\n/);
        const { documents, faults } = readYaml(text);

        for (const { line } of [...documents, ...faults]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
        }
        for (const { line, column } of faults) {
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("readYaml on hostile text", () => {
  test.each([
    ["brackets", "[".repeat(100_000)],
    ["nested keys", Array.from({ length: 3_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["nested dashes", "- ".repeat(100_000)],
    ["question marks", "? ".repeat(100_000)],
    ["merges without end", `a: &a {x: 1}\nb: [${"{<<: *a}, ".repeat(20_000)}]`],
  ])("a hundred thousand %s are a fault", (_, text) => {
    expect(readYaml(text).faults).toHaveLength(1);
  });

  test("a line of ten million characters is read", () => {
    const [value] = valuesOf(`title: ${"x".repeat(10_000_000)}\n`);

    expect(String(Object(value).title).length).toBe(10_000_000);
  });

  test("a hundred thousand documents are read", () => {
    expect(readYaml("---\na: 1\n".repeat(100_000)).documents).toHaveLength(100_000);
  });

  test("mappings that merge each other in a circle have lines, and a lookup that finds nothing ends", () => {
    const text = "a: &a\n  b: &b\n    <<: *a\n    x: 1\n  <<: *b\n  y: 2\n";
    const [document] = readYaml(text).documents;
    const outer = Object(Object(document?.value).a);

    expect(document?.lines.of(outer, "x", 0)).toBe(4);
    expect(document?.lines.of(outer, "z", 0)).toBe(0);
  });
});
