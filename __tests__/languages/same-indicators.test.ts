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
import { unix } from "./same-indicators/unix.ts";
import { windowsLogs } from "./same-indicators/windows-logs.ts";

const tables: readonly Table[] = [
  ...[processes, files, modules, registry, accounts, scripts, network],
  ...[...windowsLogs, ...unix, ...cloud],
];
/** How a row's test stands in a whole query. */
const frames: Readonly<Record<QueryLanguage, (test: string) => string>> = {
  eql: (test) => `any where ${test}`,
  kuery: (test) => test,
  lucene: (test) => test,
  esql: (test) => `from a | where ${test}`,
  spl: (test) => test,
};

describe.each(tables)("the same thing has the same indicators in every language: $about", (table) => {
  test.each(table.rows)("$says", (row) => {
    const readings = readingsOf(row, table);

    expect(readings.length).toBeGreaterThan(1);
    expect(readings).toEqual(readings.map(([language]) => [language, ...row.indicators]));
  });
});

test("the table is long, and most of it is in every language", () => {
  const rows = tables.flatMap((table) => table.rows);
  const inAll = rows.filter(({ sigma, eql, kuery, esql, spl }) => sigma && eql && kuery && esql && spl);

  expect(rows.length).toBeGreaterThanOrEqual(150);
  expect(inAll.length).toBeGreaterThanOrEqual(90);
});

/** What each language that a row has comes to. */
function readingsOf(row: Row, table: Table): readonly (readonly string[])[] {
  const inSigma = row.sigma === undefined ? [] : [["sigma", ...indicatorTexts(readSigma(row.sigma, table.sigma))]];
  const inOthers = (["eql", "kuery", "lucene", "esql", "spl"] as const).flatMap((language) => {
    const query = row[language];
    if (query === undefined) return [];
    return [
      [
        language,
        ...indicatorTexts(readQuery(language, frames[language](query), language === "spl" ? table.cim : table.ecs)),
      ],
    ];
  });
  return [...inSigma, ...inOthers];
}
