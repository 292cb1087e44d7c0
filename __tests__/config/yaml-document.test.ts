import fc from "fast-check";
import { dump, load } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { DocumentPath } from "../../src/config/problem.ts";
import {
  entryAt,
  maximumLength,
  maximumValues,
  readYamlDocument,
  repeatedKeys,
  type YamlNode,
} from "../../src/config/yaml-document.ts";

function rootOf(text: string): YamlNode {
  const document = readYamlDocument(text);
  if (document.kind === "fault") throw new Error(document.reason);
  if (document.root === undefined) throw new Error("The document is empty.");
  return document.root;
}

/** The text from the place of a key or value to the end of its line. */
function textAt(text: string, path: DocumentPath, at: "key" | "value"): string {
  return text.slice(entryAt(rootOf(text), path)[at].start).split("\n", 1)[0] ?? "";
}

function reasonFor(text: string): string {
  const document = readYamlDocument(text);
  return document.kind === "fault" ? document.reason : "none";
}

describe("the place of a value", () => {
  test.each([
    ["after its key", "a: one", ["a"], "one"],
    ["on the next line", "a:\n  # why\n  one", ["a"], "one"],
    ["in a list in a mapping", "a:\n- one\n- two", ["a", 1], "two"],
    ["in a list in a list", "a:\n  - - one\n    - two", ["a", 0, 1], "two"],
    ["in a mapping in a list", "a:\n  - b: one\n    c: two", ["a", 0, "c"], "two"],
    ["in flow style", "a: [{ b: one, c: [x, two] }]", ["a", 0, "c", 1], "two] }]"],
    ["behind an anchor", "a: &x\n  b: one", ["a", "b"], "one"],
    ["with an anchor before its first key", "a:\n  &x b: one\n  c: two", ["a", "c"], "two"],
    ["in quotes", "a: 'it''s'\nb: two", ["b"], "two"],
    ["after a block of text", "a: |\n  one\n\n  # no comment\nb: two", ["b"], "two"],
    ["of an explicit key", "? a\n: one\n? b\n: two", ["b"], "two"],
    ["after a key without a value", "{ a, b: two }", ["b"], "two }"],
    ["after an explicit key without a value", "? a\n? b\n: two", ["b"], "two"],
    ["after an empty item", "a:\n  -\n  # none\n  -\n  - two", ["a", 2], "two"],
    ["before the end of the document", "a: one\nb: two\n...\n", ["b"], "two"],
    ["of the key that comes last", "a: one\na: two", ["a"], "two"],
  ])("%s", (_, text, path, expected) => {
    expect(textAt(text, path, "value")).toBe(expected);
  });

  test.each([
    ["of a key in a mapping", "a:\n  b: one", ["a", "b"], "b: one"],
    ["of a key without a value", "a:\nb: one", ["a"], "a:"],
    ["of a key in flow style", "a: { b, c: one }", ["a", "b"], "b, c: one }"],
    ["of an empty item is its dash", "a:\n  - one\n  -\n  -\n  - two", ["a", 2], "-"],
    ["of what an alias stands for is the alias", "a: &x { c: one }\nb: *x", ["b", "c"], "b: *x"],
  ])("%s", (_, text, path, expected) => {
    expect(textAt(text, path, "key")).toBe(expected);
  });

  test("is found for everything in any document, in every style", () => {
    const keys = fc.string({ minLength: 1, maxLength: 5 });
    const scalars = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null));
    const { values } = fc.letrec((tie) => ({
      values: fc.oneof(
        { maxDepth: 4 },
        scalars,
        fc.array(tie("values"), { maxLength: 4 }),
        fc.dictionary(keys, tie("values"), { maxKeys: 4 }),
      ),
    }));
    const styles = [(value: unknown) => dump(value), (value: unknown) => dump(value, { flowLevel: 2 }), JSON.stringify];

    fc.assert(
      fc.property(values, fc.constantFrom(...styles), (value, style) => {
        const text = style(value);
        // js-yaml leaves some keys of flow mappings unquoted, such as "(:]", and cannot read them itself.
        fc.pre(canBeLoaded(text));
        const document = readYamlDocument(text);
        if (document.kind === "fault") throw new Error(document.reason);

        for (const { path, value: part } of partsOf(document.value)) {
          const entry = entryAt(rootOf(text), path);
          expect(entry.value.value).toEqual(part);
          if (style === JSON.stringify) {
            expect(text.startsWith(JSON.stringify(part), entry.value.start)).toBe(true);
          }
        }
      }),
    );
  });

  function canBeLoaded(text: string): boolean {
    try {
      load(text);
      return true;
    } catch {
      return false;
    }
  }

  function* partsOf(value: unknown, path: DocumentPath = []): Generator<{ path: DocumentPath; value: unknown }> {
    yield { path, value };
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) yield* partsOf(item, [...path, index]);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) yield* partsOf(item, [...path, key]);
    }
  }
});

describe("repeated keys", () => {
  test("are found at every depth, each time they come again", () => {
    const text = "a: 1\nb:\n  - { c: 1, c: 2 }\na: 2\na: 3";

    const repeated = [...repeatedKeys(rootOf(text))];

    expect(repeated.map(({ name, first, again }) => [name, first.start, again.start])).toEqual([
      ["c", 14, 20],
      ["a", 0, 27],
      ["a", 0, 32],
    ]);
  });

  test("are none in two mappings of one document", () => {
    expect([...repeatedKeys(rootOf("- { a: 1 }\n- { a: 1 }"))]).toEqual([]);
  });

  test("are none where an alias repeats a mapping", () => {
    expect([...repeatedKeys(rootOf("- &x { a: 1 }\n- *x"))]).toEqual([]);
  });
});

describe("a hostile document", () => {
  test("that is too large is not read", () => {
    expect(reasonFor(`#${" ".repeat(maximumLength - 1)}`)).toBe("none");
    expect(reasonFor(`#${" ".repeat(maximumLength)}`)).toContain("larger than 256 KiB");
  });

  test("that is nested too deeply is a fault", () => {
    expect(reasonFor("[".repeat(maximumLength))).toContain("nesting exceeded");
    expect(reasonFor("- ".repeat(maximumLength / 2))).toContain("nesting exceeded");
  });

  test("whose anchors multiply is a fault", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 20; level++) {
      lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`);
    }

    expect(reasonFor(lines.join("\n"))).toContain(`more than ${maximumValues} values`);
  });

  test("that contains itself is a fault", () => {
    expect(reasonFor("a: &a [*a]")).toContain(`more than ${maximumValues} values`);
    expect(reasonFor("&a { b: *a }")).toContain(`more than ${maximumValues} values`);
  });

  test("with many small values is a fault, with as many as allowed is not", () => {
    expect(reasonFor(`[${"1,".repeat(maximumValues)}]`)).toContain("more than");
    expect(reasonFor(`[${"1,".repeat(maximumValues - 1)}]`)).toBe("none");
  });

  test("with a key whose text would be asked of the key itself is a document", () => {
    expect(reasonFor("? { toString: 1, valueOf: 2 }\n: one")).toBe("none");
    expect(reasonFor("? [{ toString: 1 }]\n: one")).toBe("none");
  });

  test.each([
    ["a: [", "flow collection"],
    ["\u0000", "null byte"],
    ["a: !unknown b", "unknown tag"],
    ["a: *b", "unidentified alias"],
  ])("such as %j is a fault with the parser's reason", (text, reason) => {
    expect(reasonFor(text)).toContain(reason);
  });
});
