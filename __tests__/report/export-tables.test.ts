import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { indicatorKey } from "../../src/analysis/indicators.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { printParquet } from "../../src/report/export-parquet.ts";
import { exportTables, printNdjson, type Table } from "../../src/report/export-tables.ts";
import { all, aSnapshot, keyword, not, onLine, type RuleDraft, where } from "../support/rule-builder.ts";

const lsass: RuleDraft = {
  key: "lsass-dump",
  title: "LSASS döner\nwith “quotes” and \u0000",
  path: "rules/lsass.yml",
  severity: "high",
  techniques: ["T1003.001", "T1059.001"],
  events: ["Sysmon 1"],
  condition: all(
    onLine(where("Image", "basename", "ProcDump.exe", "rundll32.exe"), 20, 21),
    not(onLine(where("User", "equals", "SYSTEM"), 25)),
    keyword("sekurlsa"),
  ),
};
const task: RuleDraft = {
  key: "task",
  path: "rules/task.yml",
  lifecycle: "deprecated",
  severity: undefined,
  condition: where("Image", "basename", "procdump.exe"),
};

function tablesOf(...drafts: readonly RuleDraft[]): Readonly<Record<string, Table>> {
  const { rules } = aSnapshot(drafts);
  const reach = createReachIndex(rules);
  const tables = exportTables({
    rules,
    repositoryOf: () => "soc",
    reachOf: (key) => reach.rulesWith(key).length,
    keyOf: indicatorKey,
    nameOf: (id) => (id === "T1003.001" ? "LSASS Memory" : undefined),
  });
  return Object.fromEntries(tables.map((table) => [table.name, table]));
}

/** Rows by the names of their columns. */
function rowsOf(table: Table | undefined): readonly Readonly<Record<string, unknown>>[] {
  if (table === undefined) throw new Error("There is no such table.");
  return printNdjson(table)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

describe("exportTables", () => {
  const tables = tablesOf(lsass, task);

  test("has a row for each rule", () => {
    expect(rowsOf(tables.rules)).toMatchObject([
      { repository: "soc", rule: "lsass-dump", severity: "high", counted: true, helper: false, reading: "full" },
      { repository: "soc", rule: "task", severity: null, lifecycle: "deprecated", counted: false },
    ]);
  });

  test("has a row for each value of a predicate, with its line and reach", () => {
    const rows = rowsOf(tables.predicates).map(({ rule, field, operator, value, negated, line, reach }) => {
      return [rule, field, operator, value, negated, line, reach];
    });

    expect(rows).toEqual([
      ["lsass-dump", "Image", "basename", "ProcDump.exe", false, 20, 2],
      ["lsass-dump", "Image", "basename", "rundll32.exe", false, 21, 1],
      ["lsass-dump", "User", "equals", "SYSTEM", true, 25, 0],
      ["lsass-dump", null, "keyword", "sekurlsa", false, 1, 1],
      ["task", "Image", "basename", "procdump.exe", false, 1, 2],
    ]);
  });

  test("has a row for each technique and each event of a rule", () => {
    expect(rowsOf(tables.techniques)).toEqual([
      { repository: "soc", rule: "lsass-dump", technique: "T1003.001", name: "LSASS Memory", counted: true },
      { repository: "soc", rule: "lsass-dump", technique: "T1059.001", name: null, counted: true },
    ]);
    expect(rowsOf(tables.events)).toEqual([
      { repository: "soc", rule: "lsass-dump", provider: "Sysmon", event: "1", title: null, counted: true },
    ]);
  });

  test.each(["rules", "predicates", "techniques", "events"])("%s is the same in Parquet", async (name) => {
    const table = tables[name];
    if (table === undefined) throw new Error("There is no such table.");

    const bytes = printParquet(table);

    const file = new Uint8Array(bytes).buffer;
    expect(await parquetReadObjects({ file })).toEqual(rowsOf(table));
    expect(printParquet(table)).toEqual(bytes);
  });

  test("a table without rows has its columns", async () => {
    const { rules } = tablesOf();
    if (rules === undefined) throw new Error("There is no such table.");

    const file = new Uint8Array(printParquet(rules)).buffer;

    expect(await parquetReadObjects({ file })).toEqual([]);
  });
});
