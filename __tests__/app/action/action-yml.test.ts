import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readInputs } from "../../../src/app/action/inputs.ts";
import { outputsOfReport } from "../../../src/app/action/outputs.ts";
import { emptyReport } from "./views.ts";

const project = new URL("../../../", import.meta.url);
const documentation = readFileSync(new URL("docs/action.md", project), "utf8");

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action: ActionFile = parse(readFileSync(new URL("action.yml", project), "utf8"));

describe("action.yml", () => {
  test("names the inputs that are read, and no other", () => {
    const asked: string[] = [];
    const env = new Proxy<Record<string, string>>({}, { get: (_, name) => void asked.push(String(name)) });

    readInputs(env);

    const read = asked.flatMap((name) =>
      name.startsWith("INPUT_") ? [name.slice("INPUT_".length).toLowerCase()] : [],
    );
    expect(Object.keys(action.inputs).sort()).toEqual(read.sort());
  });

  test("names the outputs that are set, and no other", () => {
    const set = Object.keys(outputsOfReport(emptyReport, { json: "report.json" }));

    expect(Object.keys(action.outputs)).toEqual(set);
  });

  test("leaves every default to the configuration but the token's", () => {
    const withDefault = Object.entries(action.inputs).filter(([, input]) => input.default !== undefined);

    expect(withDefault.map(([name, input]) => [name, input.default])).toEqual([["token", "$\u007b{ github.token }}"]]);
  });

  test("describes everything, and so does its documentation", () => {
    const entries = Object.entries({ ...action.inputs, ...action.outputs });

    expect(entries.filter(([, { description }]) => description.length < 10)).toEqual([]);
    expect(entries.filter(([name]) => !documentation.includes(`\`${name}\``))).toEqual([]);
  });

  test("runs a bundle of a source that is there on the Node of the runner", () => {
    expect(action.runs).toEqual({ using: "node24", main: "dist/action.js" });
    expect(existsSync(new URL("src/action.ts", project))).toBe(true);
  });
});
