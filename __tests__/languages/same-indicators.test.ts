import { describe, expect, test } from "vitest";
import { canonicalise } from "../../src/canon/canonicalise.ts";
import { sigma } from "../../src/formats/sigma/index.ts";
import { parseEql } from "../../src/languages/eql/index.ts";
import { parseEsql } from "../../src/languages/esql/index.ts";
import { parseKuery } from "../../src/languages/kuery/index.ts";
import type { ParsedQuery } from "../../src/languages/language.ts";
import { parseLucene } from "../../src/languages/lucene/index.ts";
import type { Condition } from "../../src/model/condition.ts";
import { excerpt } from "../../src/syntax/excerpt.ts";
import { shippedFields } from "../support/fields.ts";
import { accounts } from "./same-indicators/accounts.ts";
import { cloud } from "./same-indicators/cloud.ts";
import { files } from "./same-indicators/files.ts";
import { modules } from "./same-indicators/modules.ts";
import { network } from "./same-indicators/network.ts";
import { processes } from "./same-indicators/processes.ts";
import { registry } from "./same-indicators/registry.ts";
import { scripts } from "./same-indicators/scripts.ts";
import type { Row, Table } from "./same-indicators/table.ts";

const tables: readonly Table[] = [processes, files, modules, registry, accounts, scripts, network, ...cloud];
const { dictionary } = shippedFields();

const elasticReaders = {
  eql: (query: string) => parseEql(excerpt(`any where ${query}`, 1)),
  kuery: (query: string) => parseKuery(excerpt(query, 1)),
  lucene: (query: string) => parseLucene(excerpt(query, 1)),
  esql: (query: string) => parseEsql(excerpt(`from a | where ${query}`, 1), { kql: parseKuery, lucene: parseLucene }),
} satisfies Record<string, (query: string) => ParsedQuery>;

describe.each(tables)("the same thing has the same indicators in every language: $about", (table) => {
  test.each(table.rows)("$says", (row) => {
    const readings = [...readSigma(row, table), ...readElastic(row, table)];

    expect(readings.length).toBeGreaterThan(1);
    expect(readings).toEqual(readings.map(([language]) => [language, ...row.indicators]));
  });
});

test("the table has a row for every way to test a field", () => {
  const rows = tables.flatMap((table) => table.rows);
  const inFour = rows.filter((row) => row.sigma && row.eql && row.kuery && row.esql);

  expect(rows.length).toBeGreaterThanOrEqual(90);
  expect(inFour.length).toBeGreaterThanOrEqual(40);
});

function readSigma({ sigma: text }: Row, { sigma: logSource }: Table): readonly (readonly string[])[] {
  if (text === undefined) return [];
  const detection = /^condition:/m.test(text) ? text : `selection:\n${indented(text)}\ncondition: selection`;
  const rule = `title: A rule\nid: 6f4d0cfc-9a80-4d1b-9c02-1f3b0d6f7c11\nlogsource: ${logSource}\ndetection:\n${indented(detection)}\n`;
  const { rules, diagnostics } = sigma.reader([])({ path: "rule.yml", text: rule });

  expect(diagnostics).toEqual([]);
  return rules.map((read) => ["sigma", ...indicatorsOf(canonicalise(read.condition, read.logSource, dictionary))]);
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}

function readElastic(row: Row, { ecs }: Table): readonly (readonly string[])[] {
  return (["eql", "kuery", "lucene", "esql"] as const).flatMap((language) => {
    const query = row[language];
    if (query === undefined) return [];
    const { condition, diagnostics } = elasticReaders[language](query);

    expect(diagnostics).toEqual([]);
    return [[language, ...indicatorsOf(canonicalise(condition, ecs, dictionary))]];
  });
}

/** As `field operator value`, sorted, each once. */
function indicatorsOf(condition: Condition): readonly string[] {
  return [...new Set(signedIndicators(condition, ""))].sort();
}

function signedIndicators(condition: Condition, sign: "" | "-"): readonly string[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.flatMap((part) => signedIndicators(part, sign));
    case "not":
      return signedIndicators(condition.condition, sign === "" ? "-" : "");
    case "predicate":
      return condition.values.map((value) => `${sign}${condition.field} ${condition.operator} ${value}`);
    default:
      return [condition.kind];
  }
}
