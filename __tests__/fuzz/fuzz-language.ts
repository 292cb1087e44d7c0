import { parse } from "smol-toml";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { parserFor } from "../../src/formats/elastic/query-language.ts";
import { readMacros } from "../../src/formats/splunk/macros.ts";
import type { ParsedQuery } from "../../src/languages/language.ts";
import { readExpression, ValueBudget } from "../../src/languages/sigma/index.ts";
import { parseSpl } from "../../src/languages/spl/index.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { visitLeaves } from "../../src/model/visit-leaves.ts";
import { type Excerpt, excerpt } from "../../src/syntax/excerpt.ts";
import { isMapping, readYaml } from "../../src/syntax/yaml.ts";
import { corpusFiles } from "../support/corpus.ts";
import { leafFaults } from "../support/reading-faults.ts";
import { Chance } from "./chance.ts";
import { mutate } from "./mutate.ts";
import { type Fuzzer, tryOut } from "./subject.ts";

/** The query languages, each with a way to queries of the public rules and to its reader. */
export const languages: Readonly<Record<string, () => Fuzzer>> = {
  eql: () => elasticFuzzer("eql"),
  kuery: () => elasticFuzzer("kuery"),
  // The public rules have next to none, and the language is close enough for its queries to be begun with.
  lucene: () => elasticFuzzer("lucene", "kuery"),
  esql: () => elasticFuzzer("esql"),
  spl: splFuzzer,
  "sigma conditions": () => createQueryFuzzer(sigmaConditions(), parseSigmaCondition),
};

/** An input is a query of a public rule that was changed, and read by itself: without a file around it. */
function createQueryFuzzer(queries: readonly string[], read: (query: Excerpt) => ParsedQuery): Fuzzer {
  if (queries.length === 0) throw new Error("The corpora have no query of this language.");
  return (input) => {
    const chance = new Chance(input);
    const text = mutate(chance.of(queries, ""), { chance, other: chance.of(queries, "") });
    return tryOut(input, { path: "query", text }, () => {
      const reading = read(excerpt(text, 1));
      widthOf(reading.condition, createReachIndex([]));
      return [...queryFaults(text, reading), ...otherwise(reading, () => read(excerpt(text, 1)), input)];
    });
  };
}

function queryFaults(text: string, { condition, diagnostics }: ParsedQuery): readonly string[] {
  // All line ends that any part of a reader counts by, whose numbers are never more than this.
  const last = text.split(/\r\n|\r|\n/).length;
  const isInside = (line: number) => Number.isInteger(line) && line >= 1 && line <= last;
  const faults = diagnostics
    .filter(({ location: { line, column } }) => !isInside(line) || column < 1 || column > text.length + 1)
    .map(({ location: { line, column } }) => `a diagnostic is on line ${line} of ${last}, column ${column}`);
  visitLeaves(condition, (leaf) => void faults.push(...leafFaults(leaf, isInside)));
  return faults;
}

/** That a reading depends on nothing but its input, looked at for one input of fifty. */
function otherwise(reading: ParsedQuery, again: () => ParsedQuery, input: number): readonly string[] {
  if (input % 50 !== 0) return [];
  return JSON.stringify(reading) === JSON.stringify(again()) ? [] : ["the same query was read otherwise"];
}

function elasticFuzzer(language: "eql" | "kuery" | "lucene" | "esql", written: string = language): Fuzzer {
  const rules = corpusFiles("elastic", (path) => path.endsWith(".toml")).map(({ text }) => parse(text).rule);
  const queries = rules.flatMap((rule) =>
    isMapping(rule) && rule.language === written && typeof rule.query === "string" ? [rule.query] : [],
  );
  return createQueryFuzzer(queries, parserFor(language));
}

/** Macros are changed too, so that expansion meets what their authors did not mean. */
function splFuzzer(): Fuzzer {
  const files = corpusFiles("splunk", (path) => path.endsWith(".yml"));
  const macroFiles = files.filter(({ path }) => path.startsWith("macros/"));
  const whole = readMacros(macroFiles).forFile("detections/a.yml").lookup(new Set());
  const searches = files
    .filter(({ path }) => path.startsWith("detections/"))
    .flatMap((file) => textsAt(file, "search"));
  const read = createQueryFuzzer(searches, (query) => parseSpl(query, { macros: whole }));
  return (input) => (input % 10 === 0 ? macroFind(input, macroFiles) : read(input));
}

function macroFind(input: number, macroFiles: readonly SourceFile[]): ReturnType<Fuzzer> {
  const chance = new Chance(input);
  const any = () => chance.of(macroFiles, { path: "macros/a.yml", text: "" });
  const { path } = any();
  const file = { path, text: mutate(any().text, { chance, other: any().text }) };
  return tryOut(input, file, () => {
    const { diagnostics, forFile } = readMacros([file]);
    const name = /^name: *(\w+)/m.exec(file.text)?.[1] ?? "m";
    const query = `index=a \`${name}\` \`${name}(a, b)\` | where x=1`;
    const reading = parseSpl(excerpt(query, 1), { macros: forFile("detections/a.yml").lookup(new Set()) });
    const lines = file.text.split(/\r\n|\r|\n/).length;
    const outside = diagnostics.filter(({ location: { line } }) => line < 1 || line > lines);
    return [...queryFaults(query, reading), ...outside.map(({ message }) => `it is outside of its file: ${message}`)];
  });
}

function textsAt({ text }: SourceFile, key: string): readonly string[] {
  return readYaml(text).documents.flatMap(({ value }) => {
    const found = isMapping(value) ? value[key] : undefined;
    return typeof found === "string" ? [found] : [];
  });
}

function sigmaConditions(): readonly string[] {
  return corpusFiles("sigma", (path) => path.endsWith(".yml")).flatMap(({ text }) =>
    readYaml(text).documents.flatMap(({ value }) => {
      const detection = isMapping(value) ? value.detection : undefined;
      const condition = isMapping(detection) ? detection.condition : undefined;
      return typeof condition === "string" ? [condition] : [];
    }),
  );
}

/** With a selection for every name that most rules use, each of which could be named thousands of times. */
function parseSigmaCondition({ text }: Excerpt): ParsedQuery {
  const leaf = { kind: "constraint", text: "a", line: 1 } as const;
  const names = ["selection", "selection_img", "selection_cli", "filter", "filter_main_a", "keywords", "_hidden"];
  const selections = new Map(names.map((name) => [name, { condition: leaf, size: 10 }]));
  const budget = new ValueBudget();
  const { condition } = readExpression(text, { selections, named: new Set(), line: 1, budget });
  return { condition, diagnostics: [] };
}
