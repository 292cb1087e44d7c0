import { describe, expect, test } from "vitest";
import { elastic } from "../../src/formats/elastic/index.ts";
import type { Format } from "../../src/formats/format.ts";
import { sigma } from "../../src/formats/sigma/index.ts";
import { splunk } from "../../src/formats/splunk/index.ts";
import { nodesOf } from "../support/conditions.ts";

interface Limit {
  readonly what: string;
  readonly format: Format;
  readonly path: string;
  /** The largest that is read as a whole. */
  readonly most: number;
  /** A file that has so many of what is limited. */
  readonly fileOf: (count: number) => string;
  /** How one more is told: code and line of the diagnostic, or of the opaque part. */
  readonly told: string;
  /** In the message, if there is one. */
  readonly says: string;
}

const sigmaHead = "title: A\nlogsource: {product: windows}\n";
const sigmaRule = (detection: string) => `${sigmaHead}detection:\n${detection}`;
const search = (query: string) => `name: A\ntype: TTP\nsearch: ${JSON.stringify(query)}\n`;
const query = (text: string) =>
  `[rule]\nname = "A"\nrule_id = "1"\ntype = "query"\nlanguage = "kuery"\nquery = '''\n${text}\n'''\n`;

const limits: readonly Limit[] = [
  {
    ...{ what: "documents of Sigma", format: sigma, path: "a.yml", most: 2_000 },
    fileOf: (count) => Array(count).fill(sigmaRule("  a: x\n  condition: a\n")).join("---\n"),
    ...{ told: "limit-exceeded on 12001", says: "more than 2000 documents" },
  },
  {
    ...{ what: "values of Sigma", format: sigma, path: "a.yml", most: 99_998 },
    fileOf: (count) => sigmaRule(`  a:\n    f: [${"x, ".repeat(count)}]\n  condition: a\n`),
    ...{ told: "limit-exceeded on 5", says: "more than 100000 values" },
  },
  {
    ...{ what: "lists of lists in a selection", format: sigma, path: "a.yml", most: 20 },
    fileOf: (count) => sigmaRule(`  a: ${"[".repeat(count)}{f: x}${"]".repeat(count)}\n  condition: a\n`),
    ...{ told: "limit-exceeded on 4", says: "nests deeper than 20 levels" },
  },
  {
    ...{ what: "names in a condition", format: sigma, path: "a.yml", most: 1_000 },
    fileOf: (count) => sigmaRule(`  a: x\n  condition: ${Array(count).fill("a").join(" or ")}\n`),
    ...{ told: "invalid-value on 5", says: "more than 2000 words and brackets" },
  },
  {
    ...{ what: "negations in a condition", format: sigma, path: "a.yml", most: 100 },
    fileOf: (count) => sigmaRule(`  a: x\n  condition: ${"not ".repeat(count)}a\n`),
    ...{ told: "invalid-value on 5", says: "nests deeper than 100 levels" },
  },
  {
    ...{ what: "characters of a value that is changed", format: sigma, path: "a.yml", most: 2_000 },
    fileOf: (count) => sigmaRule(`  a:\n    f|base64: ${"x".repeat(count)}\n  condition: a\n`),
    ...{ told: "opaque on 5", says: "" },
  },
  {
    ...{ what: "levels of YAML", format: sigma, path: "a.yml", most: 96 },
    fileOf: (count) =>
      `${sigmaRule("  a: x\n  condition: a\n")}x: {y: {z: ${"[".repeat(count)}${"]".repeat(count)}}}\n`,
    ...{ told: "syntax-error on 6", says: "nesting exceeded" },
  },
  {
    ...{ what: "documents of Splunk", format: splunk, path: "a.yml", most: 2_000 },
    fileOf: (count) => Array(count).fill(search("a=1")).join("---\n"),
    ...{ told: "limit-exceeded on 8001", says: "more than 2000 documents" },
  },
  {
    ...{ what: "saved searches", format: splunk, path: "savedsearches.conf", most: 10_000 },
    fileOf: (count) => Array.from({ length: count }, (_, n) => `[s${n}]\naction.notable = 1\nsearch = a=1\n`).join(""),
    ...{ told: "limit-exceeded on 30001", says: "more than 10000 detections" },
  },
  {
    ...{ what: "brackets of SPL", format: splunk, path: "a.yml", most: 149 },
    fileOf: (count) => search(`${"(".repeat(count)}a=1${")".repeat(count)}`),
    ...{ told: "limit-exceeded on 3", says: "brackets within brackets" },
  },
  {
    ...{ what: "characters of a query", format: elastic, path: "a.toml", most: 249_990 },
    fileOf: (count) => query(`a:"${"x".repeat(count)}"`),
    ...{ told: "limit-exceeded on 7", says: "more than 250000 characters" },
  },
  {
    ...{ what: "words of a query", format: elastic, path: "a.toml", most: 12_500 },
    fileOf: (count) => query(Array(count).fill("a:b").join(" or ")),
    ...{ told: "limit-exceeded on 7", says: "more than 50000 words and symbols" },
  },
  {
    ...{ what: "brackets of a query", format: elastic, path: "a.toml", most: 149 },
    fileOf: (count) => query(`${"(".repeat(count)}a:b${")".repeat(count)}`),
    ...{ told: "limit-exceeded on 7", says: "more than 150 brackets within brackets" },
  },
];

/** What is told of a file: diagnostics, or else opaque parts, each with its place. */
function toldOf({ format, path }: Limit, text: string) {
  const { rules, diagnostics } = format.reader([]).read({ path, text });
  if (diagnostics.length > 0) {
    return diagnostics.map(({ code, message, location }) => ({ told: `${code} on ${location.line}`, message }));
  }
  const opaque = rules.flatMap(({ condition }) => nodesOf(condition)).filter(({ kind }) => kind === "opaque");
  return opaque.map((node) => ({ told: `opaque on ${"line" in node ? node.line : 0}`, message: "" }));
}

describe("a file that is beyond a limit", () => {
  test.each(limits.map((limit) => [limit.what, limit] as const))(
    "of %s is told once with its line, and one below it is read in full",
    (_, limit) => {
      const { most, fileOf, told, says } = limit;
      const beyond = toldOf(limit, fileOf(most + 50));

      expect(toldOf(limit, fileOf(most))).toEqual([]);
      expect(beyond.map((each) => each.told)).toEqual([told]);
      expect(beyond[0]?.message).toContain(says);
    },
  );
});
