import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const page = readFileSync(join(root, "docs/limits.md"), "utf8");

/** Where each limit of the page stands in the source, by the beginning of its row. */
const sources: readonly (readonly [row: string, file: string, name: string])[] = [
  ["a rule file, a macro file", "io/file-tree.ts", "sizeLimit"],
  ["a bundle of ATT&CK", "app/workspace.ts", "bundleSizeLimit"],
  ["the configuration, in characters", "config/yaml-document.ts", "maximumLength"],
  ["values in the configuration", "config/yaml-document.ts", "maximumValues"],
  ["a report that", "io/github/report-files.ts", "largestReport"],
  ["levels of a condition in a snapshot", "app/snapshot-shape.ts", "maximalConditionDepth"],
  ["documents in a file", "formats/sigma/read.ts", "maximalDocuments"],
  ["values in a file", "languages/sigma/value-budget.ts", "maximalValues"],
  ["levels of lists in a selection", "languages/sigma/selection.ts", "maximalDepth"],
  ["words and brackets in a condition", "languages/sigma/expression.ts", "maximalTokens"],
  ["brackets and negations", "languages/sigma/expression.ts", "maximalDepth"],
  ["characters of a value", "languages/sigma/values.ts", "maximalTransformed"],
  ["levels of rules made of rules", "analysis/link.ts", "maximalDepth"],
  ["values that a rule gets", "analysis/link.ts", "maximalValuesOfRule"],
  ["values that filters and references add", "analysis/link.ts", "maximalValuesOfCorpus"],
  ["characters of a query", "syntax/limits.ts", "queryLength"],
  ["words, symbols and texts", "syntax/limits.ts", "queryTokens"],
  ["brackets within brackets", "syntax/limits.ts", "nesting"],
  ["calls of macros", "syntax/limits.ts", "macroCalls"],
  ["parts that columns bring", "syntax/limits.ts", "conditionParts"],
  ["characters of macros", "formats/splunk/macros.ts", "maximalMacroText"],
  ["documents in a file of detections", "formats/splunk/read-content.ts", "maximalDocuments"],
  ["detections in a", "formats/splunk/read-saved-searches.ts", "maximalRules"],
  ["values that the rules of a revision", "app/value-total.ts", "mostValues"],
  ["samples of a trend", "app/run-trend.ts", "mostSamples"],
];

/** The limit is a library's, and the test of its message is in odd-files.test.ts. */
const ofLibraries = ["levels of brackets and indents in YAML"];

/** The rows of the page that name a number. */
const rows = page.split("\n").flatMap((line) => {
  const [, what = "", most = "", told = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  return /^[\d,]+$/.test(most) ? [{ what, most: Number(most.replaceAll(",", "")), told }] : [];
});

describe("docs/limits.md", () => {
  test.each(sources)("has for %s what %s says", (row, file, name) => {
    const source = readFileSync(join(root, "src", file), "utf8");
    const value = new RegExp(`\\b${name}\\b(?: =|:) ([\\d_ *]+)[;,]`).exec(source)?.[1];

    const found = rows.filter(({ what }) => what === row || what.startsWith(`${row}, `) || what.startsWith(`${row} `));

    expect(value).toBeDefined();
    expect(found.map(({ most }) => most)).toContain(product(value ?? ""));
  });

  test("has no limit that this test does not know", () => {
    const known = [...sources.map(([row]) => row), ...ofLibraries];

    expect(rows.filter(({ what }) => !known.some((row) => what.startsWith(row)))).toEqual([]);
    expect(rows.length).toBe(known.length);
  });

  test("names diagnostics and reasons that there are", () => {
    const codes = [...page.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map((match) => match[1] ?? "");
    const known = ["src/model/source.ts", "src/model/condition.ts", "src/policy/checks/index.ts"].map((file) =>
      readFileSync(join(root, file), "utf8"),
    );
    const isKnown = (code: string) => known.some((text) => text.includes(`"${code}"`) || text.includes(`/${code}.ts"`));

    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !isKnown(code))).toEqual([]);
  });

  function product(text: string): number {
    return text.split("*").reduce((result, factor) => result * Number(factor.trim().replaceAll("_", "")), 1);
  }
});

describe("SECURITY.md", () => {
  const named = [...readFileSync(join(root, "SECURITY.md"), "utf8").matchAll(/`(__tests__\/[^`]+)`/g)];

  test("names tests", () => {
    expect(named.length).toBeGreaterThan(15);
  });

  test.each(named.map((match) => [match[1] ?? ""]))("names %s, which is there", (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});
