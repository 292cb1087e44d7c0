import { describe, expect, test } from "vitest";
import { indicatorTexts, type QueryLanguage, readQuery, readSigma } from "../support/canonical-readers.ts";
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
/** How a row's test stands in a whole query. */
const frames: Readonly<Record<QueryLanguage, (test: string) => string>> = {
  eql: (test) => `any where ${test}`,
  kuery: (test) => test,
  lucene: (test) => test,
  esql: (test) => `from a | where ${test}`,
};

describe.each(tables)("the same thing has the same indicators in every language: $about", (table) => {
  test.each(table.rows)("$says", (row) => {
    const readings = readingsOf(row, table);

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

/** What each language that a row has comes to. */
function readingsOf(row: Row, table: Table): readonly (readonly string[])[] {
  const inSigma = row.sigma === undefined ? [] : [["sigma", ...indicatorTexts(readSigma(row.sigma, table.sigma))]];
  const inOthers = (["eql", "kuery", "lucene", "esql"] as const).flatMap((language) => {
    const query = row[language];
    if (query === undefined) return [];
    return [[language, ...indicatorTexts(readQuery(language, frames[language](query), table.ecs))]];
  });
  return [...inSigma, ...inOthers];
}
