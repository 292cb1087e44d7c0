import { describe, expect, test } from "vitest";
import { corpusOf, parseSnapshotDocument } from "../../src/app/snapshot-file.ts";
import { maximalConditionDepth } from "../../src/app/snapshot-shape.ts";
import { ConfigError } from "../../src/model/config-error.ts";

const predicate = {
  ...{ kind: "predicate", field: "Image", nativeField: "Image", operator: "basename", values: ["procdump.exe"] },
  ...{ caseSensitive: false, line: 12, lines: [12] },
};

const rule = {
  ...{ repository: "soc", key: "one", title: "LSASS", format: "sigma", language: "sigma", path: "lsass.yml", line: 1 },
  ...{ lifecycle: "test", severity: null, role: "own", helper: false },
  logSource: { vocabulary: "sigma", product: "windows", category: null, service: null, tables: [] },
  techniques: [{ id: "T1003.001", declared: "attack.t1003.001", line: 8 }],
  ...{ tactics: [], related: [], events: [{ provider: "Sysmon", id: "1", title: "Process creation" }] },
  condition: predicate,
};

/** A snapshot with one rule, which is as above but for what is said here. */
function snapshotWith(changes: object): string {
  return JSON.stringify({
    ...{ schemaVersion: 1, kind: "snapshot", tool: { name: "detcov", version: "0.1.0" } },
    repositories: [{ name: "soc", revision: "working tree", files: 1 }],
    diagnostics: [],
    rules: [{ ...rule, ...changes }],
  });
}

/** A test under so many negations. */
function nested(depth: number): string {
  const marker = '"condition":"here"';
  const inner = `${'"condition":{"kind":"not",'.repeat(depth)}"condition":${JSON.stringify(predicate)}${"}".repeat(depth)}`;
  return snapshotWith({ condition: "here" }).replace(marker, () => inner);
}

describe("a snapshot file", () => {
  test("is read again", () => {
    const { corpus } = corpusOf(parseSnapshotDocument(snapshotWith({}), "soc.json"));

    expect(corpus.rules).toMatchObject([
      {
        isHelper: false,
        entry: { rule: { key: "one", severity: undefined, condition: { values: ["procdump.exe"] } } },
      },
    ]);
  });

  test("may have keys that a later version has added", () => {
    expect(parseSnapshotDocument(snapshotWith({ novelty: 1 }), "soc.json").rules).toHaveLength(1);
  });

  test.each([
    ["a title that is a number", { title: 1 }],
    ["a line that is none", { line: 0 }],
    ["a lifecycle that nobody knows", { lifecycle: "retired" }],
    ["a severity that nobody knows", { severity: "grave" }],
    ["a role that nobody knows", { role: "foreign" }],
    ["a technique without an id", { techniques: [{ declared: "attack.t1003", line: 8 }] }],
    ["an event whose provider is a list", { events: [{ provider: ["Sysmon"], id: "1", title: "" }] }],
    ["a related rule that is a text", { related: ["two"] }],
    ["a log source without tables", { logSource: { ...rule.logSource, tables: undefined } }],
    ["a product that is a mapping", { logSource: { ...rule.logSource, product: {} } }],
    ["no condition", { condition: null }],
    ["a condition of another kind", { condition: { ...predicate, kind: "magic" } }],
    ["an operator that nobody knows", { condition: { ...predicate, operator: "resembles" } }],
    ["a test without a value", { condition: { ...predicate, values: [], lines: [] } }],
    ["a field that is a number", { condition: { ...predicate, field: 1 } }],
    ["an alternative without a part", { condition: { kind: "any", of: [] } }],
    ["an opaque part without a reason", { condition: { kind: "opaque", text: "x", line: 1 } }],
  ])("with %s is refused", (_, changes) => {
    const reading = () => parseSnapshotDocument(snapshotWith(changes), "soc.json");

    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow('"soc.json" is no snapshot of this version of detcov.');
  });

  test("takes a shape from its own keys only", () => {
    expect(() => parseSnapshotDocument('{"__proto__": {"schemaVersion": 1}}', "soc.json")).toThrow(ConfigError);
  });

  test("is read where its condition is as deep as any can be, and refused where it is deeper", () => {
    expect(parseSnapshotDocument(nested(maximalConditionDepth), "soc.json").rules).toHaveLength(1);
    expect(() => parseSnapshotDocument(nested(maximalConditionDepth + 1), "soc.json")).toThrow(ConfigError);
    expect(() => parseSnapshotDocument(nested(200_000), "soc.json")).toThrow(ConfigError);
  });
});
