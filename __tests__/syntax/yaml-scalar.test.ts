import fc from "fast-check";
import yaml from "js-yaml";
import { describe, expect, test } from "vitest";
import type { Excerpt } from "../../src/syntax/excerpt.ts";
import { isMapping, readYaml } from "../../src/syntax/yaml.ts";

function excerptOf(text: string, key = "search"): Excerpt {
  const [document] = readYaml(text).documents;
  const value = isMapping(document?.value) ? document.value : {};
  const excerpt = document?.lines.excerptOf(value, key);
  if (excerpt === undefined) throw new Error(`No text behind ${key}`);
  return excerpt;
}

/** Lines on which the words begin. */
function linesOf({ text, lineAt }: Excerpt, words: readonly string[]): readonly number[] {
  return words.map((word) => lineAt(text.indexOf(word)));
}

const words = ["tstats", "process_name", "lsass", "dedup"];

describe("the lines of a text in YAML", () => {
  test.each([
    ["plain", "name: Dump\nsearch: tstats count\n  where process_name=lsass.exe\n\n  by dest dedup\n", [2, 3, 3, 5]],
    ["single-quoted", "search: 'tstats \n  where process_name=''x''\n  lsass\n  dedup'\nname: a\n", [1, 2, 3, 4]],
    ["double-quoted", 'search: "tstats \\"\n  process_name \\\\ \n\n  lsass\\\n  \\ dedup"\n', [1, 2, 4, 5]],
    ["literal", "search: |\n  tstats\n\n    process_name\n  lsass\n  dedup\n", [2, 4, 5, 6]],
    ["literal with an indent of its own", "search: |2-\n    tstats\n   process_name\n  lsass dedup\n", [2, 3, 4, 4]],
    ["folded", "search: >-\n  tstats\n  process_name\n\n  lsass\n    dedup\nname: a\n", [2, 3, 5, 6]],
    ["below its key", "search:\n\n  # what to look for\n  'tstats process_name\n  lsass dedup'\n", [4, 4, 5, 5]],
    ["with a tag and an anchor", "search: !!str &query\n  tstats process_name\n  lsass dedup\n", [2, 2, 3, 3]],
    ["within braces", "{name: a, search: 'tstats\n  process_name lsass', x: dedup}", [1, 2, 2]],
    ["with a comment behind", "search: tstats process_name lsass dedup # all\n", [1, 1, 1, 1]],
    ["in the second document", "name: a\n---\nsearch: tstats\n", [3]],
  ])("are known where it is %s", (_, text, expected) => {
    for (const lineEnd of ["\n", "\r\n", "\r"]) {
      const documents = readYaml(text.replaceAll("\n", lineEnd)).documents;
      const last = documents.at(-1);
      const excerpt = isMapping(last?.value) ? last.lines.excerptOf(last.value, "search") : undefined;

      expect(excerpt && linesOf(excerpt, words.slice(0, expected.length))).toEqual(expected);
    }
  });

  test("are those of the alias where the text stands elsewhere", () => {
    const excerpt = excerptOf("base: &base tstats count\nname: Dump\nsearch: *base\n");

    expect(excerpt.text).toBe("tstats count");
    expect(linesOf(excerpt, ["tstats", "count"])).toEqual([3, 3]);
  });

  test("are those of the mapping that is merged in", () => {
    const excerpt = excerptOf("common: &common\n  search: tstats\n    count\ndetection:\nname: Dump\n<<: *common\n");

    expect(linesOf(excerpt, ["tstats", "count"])).toEqual([2, 3]);
  });

  test("are not asked for where no text stands", () => {
    const [document] = readYaml("search: [tstats]\nid: 7\nname:\n").documents;
    const value = isMapping(document?.value) ? document.value : {};

    expect(["search", "id", "name", "type"].map((key) => document?.lines.excerptOf(value, key))).toEqual(
      Array.from({ length: 4 }),
    );
  });

  test("are right for any text in any style: each word stands on its line", () => {
    const word = fc.constantFrom("tstats", "'a'", '"b"', "\\\\", "C:\\Temp", "it's", "|", "#x", "count", "é", "a: b");
    const text = fc
      .array(fc.array(word, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 })
      .map((lines) => lines.map((line) => line.join(" ")).join("\n"));
    const style = fc.record({
      lineWidth: fc.constantFrom(20, 40, -1),
      forceQuotes: fc.boolean(),
      quotingType: fc.constantFrom("'" as const, '"' as const),
    });
    fc.assert(
      fc.property(text, style, (search, options) => {
        const written = yaml.dump({ name: "x", search, type: "TTP" }, options);
        const lines = written.split("\n");

        const excerpt = excerptOf(written);

        expect(excerpt.text).toBe(search);
        for (const { 0: run, index } of search.matchAll(/[a-z]+/gi)) {
          expect(lines[excerpt.lineAt(index) - 1]).toContain(run);
        }
      }),
    );
  });
});
