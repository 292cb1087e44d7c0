import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDetection, ValueBudget } from "../../../src/languages/sigma/index.ts";
import { visitLeaves } from "../../../src/model/visit-leaves.ts";
import { isMapping, readYaml } from "../../../src/syntax/yaml.ts";

/** Reads a section that may hold anything, and counts what came of it. */
function readHostile(text: string): { values: number; reasons: readonly string[]; exceededAt: number | undefined } {
  const [document] = readYaml(text).documents;
  if (document === undefined || !isMapping(document.value)) throw new Error("Not even YAML.");
  const budget = new ValueBudget();
  const context = { lines: document.lines, budget, report: () => {} };
  const condition = readDetection(document.value, { kind: "detection", line: 1 }, context);
  let values = 0;
  const reasons = new Set<string>();
  visitLeaves(condition, (leaf) => {
    values += leaf.kind === "predicate" ? leaf.values.length : 1;
    if (leaf.kind === "opaque") reasons.add(leaf.reason);
  });
  return { values, reasons: [...reasons], exceededAt: budget.exceededAt };
}

function bomb(levels: number, last: string): string {
  const lines = Array.from({ length: levels }, (_, level) => {
    const below = level === 0 ? last : `*a${level - 1}`;
    return `s${level}: &a${level} [${Array.from({ length: 9 }, () => below).join(", ")}]`;
  });
  return `${lines.join("\n")}\ncondition: 1 of them\n`;
}

const limit = 100_000;

describe("a detection that stands for more than it is", () => {
  test.each([
    ["aliases of lists of keywords", bomb(12, "x")],
    ["aliases of lists of maps", bomb(12, "{f: x}")],
    ["aliases of lists of empty lists", bomb(12, "[]")],
    ["a list that holds itself", "s: &s [a, *s, *s, *s]\ncondition: s\n"],
    ["a hundred thousand keywords", `s: [${"a, ".repeat(limit + 1)}]\ncondition: s\n`],
    ["a hundred thousand values", `s: {f: [${"a, ".repeat(limit + 1)}]}\ncondition: s\n`],
    [
      "a selection of ten thousand values named a hundred times",
      `s: {f: [${"a, ".repeat(10_000)}]}\ncondition: ${"s or ".repeat(100)}s\n`,
    ],
    [
      "ten thousand selections named a hundred times",
      `${Array.from({ length: 10_000 }, (_, n) => `s${n}: a`).join("\n")}\ncondition: ${"1 of s* or ".repeat(100)}s1\n`,
    ],
    ["dashes", `s: {f|windash: [${"'-a -b -c -d -e', ".repeat(1_000)}]}\ncondition: s\n`],
    [
      "long values with dashes",
      `s: {f|windash: [${`'-a -b -c -d -e ${"x".repeat(1_900)}', `.repeat(1_000)}]}\ncondition: s\n`,
    ],
    [
      "encodings of encodings",
      `s: {f|${"base64offset|".repeat(12)}contains: whoami}\ncondition: s\n`.replace("contains", "cased"),
    ],
    ["a selection near itself", `s: {f: [${"a, ".repeat(30_000)}]}\ncondition: s | near s and s and s\n`],
  ])("%s: is read as far as the limit, and says so", (_, text) => {
    const { values, reasons } = readHostile(text);

    expect(values).toBeLessThanOrEqual(limit + 1_000);
    expect(reasons.some((reason) => reason === "limit-exceeded" || reason === "unsupported")).toBe(true);
  });

  test("says on which line it was too much", () => {
    expect(readHostile(`a: x\ns:\n    f: [${"a, ".repeat(limit + 1)}]\ncondition: s or a\n`).exceededAt).toBe(3);
    expect(readHostile("a: x\ncondition: a\n").exceededAt).toBe(undefined);
  });

  test.each([
    ["brackets", "(".repeat(100_000)],
    ["closing brackets", ")".repeat(100_000)],
    ["negations", "not ".repeat(100_000)],
    ["names", "a or ".repeat(100_000)],
    ["stars", `1 of ${"*a".repeat(50_000)}`],
    ["blanks", `a${" ".repeat(1_000_000)}b`],
    ["comments", `a${" #".repeat(500_000)}\nb`],
    ["pipes", "a|".repeat(100_000)],
    ["words after a pipe", `a | count() by ${"x ".repeat(100_000)}`],
  ])("a condition of a hundred thousand %s is opaque", (_, condition) => {
    expect(readHostile(`a: x\ncondition: ${JSON.stringify(condition)}\n`).reasons).not.toEqual([]);
  });

  test.each([
    ["stars", "*a".repeat(100_000)],
    ["backslashes", "\\".repeat(100_000)],
    ["percent signs", "%a".repeat(100_000)],
    ["dashes", "-".repeat(100_000)],
  ])("a value of a hundred thousand %s is read", (_, value) => {
    const keys = ["f", "f|contains", "f|expand", "f|windash", "f|base64offset", "f|wide", "f|re", "f|cidr", "f|gt", ""];
    const fields = keys.map((key) => `  '${key}': '${value}'\n`).join("");

    expect(readHostile(`s:\n${fields}condition: s\n`).values).toBe(keys.length);
  });
});

describe("any detection", () => {
  const anyValue = fc.anything({ values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)], maxDepth: 4 });
  const name = fc.constantFrom("a", "b", "_c", "condition", "timeframe", "rules", "__proto__", "1", "x|contains");
  const word = fc.constantFrom(
    "a",
    "b",
    "_c",
    "x",
    "and",
    "or",
    "not",
    "1",
    "all",
    "of",
    "them",
    "*",
    "(",
    ")",
    "|",
    "near",
    "count()",
    "> 5",
    "#",
    "\n",
  );
  const anySection = fc
    .tuple(fc.dictionary(name, anyValue), fc.array(word, { maxLength: 15 }))
    .map(([section, words]) => ({
      condition: words.join(" "),
      ...section,
    }));
  const lines = {
    of: (_: object, __: string | number, line: number) => line,
    ofValue: (_: object, __: string, line: number) => line,
    excerptOf: () => undefined,
  };

  test("is read without throwing, the same each time, with lines and a text on one line", () => {
    fc.assert(
      fc.property(anySection, (section) => {
        const read = () => {
          const problems: unknown[] = [];
          const context = { lines, budget: new ValueBudget(), report: (problem: unknown) => problems.push(problem) };
          return { condition: readDetection(section, { kind: "detection", line: 3 }, context), problems };
        };
        const { condition, problems } = read();

        expect(read()).toEqual({ condition, problems });
        visitLeaves(condition, (leaf) => {
          expect(leaf.line).toBe(3);
          if (leaf.kind !== "predicate") expect(leaf.text).not.toMatch(/[\r\n]/);
          else expect(leaf.values.length).toBeGreaterThan(0);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
