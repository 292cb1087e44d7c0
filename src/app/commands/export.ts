import { join, resolve } from "node:path";
import { indicatorKey } from "../../analysis/indicators.ts";
import { writeLocalFile } from "../../io/local-file.ts";
import { ConfigError } from "../../model/config-error.ts";
import { exportTables, printNdjson } from "../../report/export-tables.ts";
import { type Command, corpusOptions, optionText } from "../command.ts";
import { readOneCorpus } from "../run-report.ts";

export const exportCommand: Command = {
  name: "export",
  summary: "rules, predicates, techniques and events as tables for a warehouse",
  usage: "",
  arguments: "none",
  formats: ["parquet", "ndjson"],
  options: [
    ...corpusOptions,
    { name: "name", value: "NAME", summary: "what the repository is called in the tables (default: nothing)" },
  ],
  async run(call) {
    const out = optionText(call, "out");
    if (out === undefined) throw new ConfigError("`detcov export` writes several files. Name a folder: --out DIR.");
    const { overrides, surroundings, format } = call;
    const inputs = { ...overrides, ref: optionText(call, "ref"), snapshot: optionText(call, "snapshot") };
    const { measured, knowledge, repositoryOf } = await readOneCorpus(inputs, surroundings);
    const name = optionText(call, "name") ?? "";
    const tables = exportTables({
      rules: measured.snapshot.rules,
      repositoryOf: (rule) => repositoryOf(rule) || name,
      reachOf: (key) => measured.reach.reachOf(key),
      keyOf: indicatorKey,
      nameOf: (technique) => knowledge.catalogue.technique(technique)?.name,
    });
    const print = format === "parquet" ? (await import("../../report/export-parquet.ts")).printParquet : printNdjson;
    for (const table of tables) {
      const path = join(resolve(surroundings.directory, out), `${table.name}.${format}`);
      writeLocalFile(path, print(table));
    }
    return { output: undefined, exitCode: 0 };
  },
};
