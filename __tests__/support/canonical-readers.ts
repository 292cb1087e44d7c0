import { canonicalise } from "../../src/canon/canonicalise.ts";
import { sigma } from "../../src/formats/sigma/index.ts";
import { parseEql } from "../../src/languages/eql/index.ts";
import { parseEsql } from "../../src/languages/esql/index.ts";
import { parseKuery } from "../../src/languages/kuery/index.ts";
import type { ParsedQuery } from "../../src/languages/language.ts";
import { parseLucene } from "../../src/languages/lucene/index.ts";
import { parseSpl } from "../../src/languages/spl/index.ts";
import type { Condition } from "../../src/model/condition.ts";
import type { LogSource } from "../../src/model/rule.ts";
import { excerpt } from "../../src/syntax/excerpt.ts";
import { shippedFields } from "./fields.ts";

const { dictionary } = shippedFields();

/** Whole queries. */
const parsers = {
  eql: (query: string) => parseEql(excerpt(query, 1)),
  kuery: (query: string) => parseKuery(excerpt(query, 1)),
  lucene: (query: string) => parseLucene(excerpt(query, 1)),
  esql: (query: string) => parseEsql(excerpt(query, 1), { kql: parseKuery, lucene: parseLucene }),
  spl: (query: string) => parseSpl(excerpt(query, 1), { macros: () => undefined }),
} satisfies Record<string, (query: string) => ParsedQuery>;

export type QueryLanguage = keyof typeof parsers;

/** A query in canonical fields and values; throws where it is not read without a diagnostic. */
export function readQuery(language: QueryLanguage, query: string, logSource: LogSource): Condition {
  const { condition, diagnostics } = parsers[language](query);
  if (diagnostics.length > 0) throw new Error(`${language} ${query}: ${JSON.stringify(diagnostics)}`);
  return canonicalise(condition, logSource, dictionary);
}

/**
 * A Sigma detection in canonical fields and values: what stands below `selection`, or below `detection` where it has a
 * condition of its own. Throws where it is not read without a diagnostic.
 */
export function readSigma(text: string, logSource = "{product: windows, category: process_creation}"): Condition {
  const detection = /^condition:/m.test(text) ? text : `selection:\n${indented(text)}\ncondition: selection`;
  const file = {
    path: "rule.yml",
    text: `title: A rule\nid: 6f4d0cfc-9a80-4d1b-9c02-1f3b0d6f7c11\nlogsource: ${logSource}\ndetection:\n${indented(detection)}\n`,
  };
  const { rules, diagnostics } = sigma.reader([]).read(file);
  const [rule] = rules;
  if (rule === undefined || diagnostics.length > 0) throw new Error(`${text}: ${JSON.stringify(diagnostics)}`);
  return canonicalise(rule.condition, rule.logSource, dictionary);
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}

/** A log source of Elastic's rules. */
export function ecs(product: string | undefined, ...tables: readonly string[]): LogSource {
  return { vocabulary: "ecs", product, category: undefined, service: undefined, tables };
}

/** A log source of Splunk's detections. */
export function cim(...tables: readonly string[]): LogSource {
  return { vocabulary: "cim", product: undefined, category: undefined, service: undefined, tables };
}

/** As `field operator value`, exclusions with a `-`, sorted, each once; other nodes by their kind. */
export function indicatorTexts(condition: Condition): readonly string[] {
  return [...new Set(signedIndicators(condition, ""))].sort();
}

function signedIndicators(condition: Condition, sign: "" | "-"): readonly string[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.flatMap((part) => signedIndicators(part, sign));
    case "sequence":
      return condition.steps.flatMap((step) => signedIndicators(step, sign));
    case "not":
      return signedIndicators(condition.condition, sign === "" ? "-" : "");
    case "predicate":
      return condition.values.map((value) => `${sign}${condition.field} ${condition.operator} ${value}`);
    case "constraint":
    case "opaque":
      return [condition.kind];
  }
}
