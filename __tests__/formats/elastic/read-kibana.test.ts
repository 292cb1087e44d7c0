import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elastic } from "../../../src/formats/elastic/index.ts";
import type { Reading } from "../../../src/model/rule.ts";
import { predicatesOf, shortly } from "../../support/conditions.ts";

function read(path: string, text: string): Reading {
  return elastic.reader([]).read({ path, text });
}

const lsassDump = {
  rule_id: "r-1",
  name: "LSASS dump",
  type: "query",
  language: "kuery",
  query: "process.name:procdump.exe and\nnot user.name:backup",
  risk_score: 73,
  severity: "high",
  enabled: true,
  index: ["logs-*"],
  threat: [
    {
      framework: "MITRE ATT&CK",
      tactic: { id: "TA0006" },
      technique: [{ id: "T1003", subtechnique: [{ id: "T1003.001" }] }],
    },
  ],
};

const firstSeen = {
  ...lsassDump,
  rule_id: "r-2",
  type: "new_terms",
  new_terms_fields: ["user.name"],
  history_window_start: "now-7d",
  enabled: false,
  threat: [],
};

describe("an export of Kibana", () => {
  const lines = [lsassDump, firstSeen, { exported_count: 2, missing_rules: [] }].map((entry) => JSON.stringify(entry));
  const text = `${lines.join("\n")}\n`;

  test("has a rule on each line, and a summary that is passed over", () => {
    const { rules, diagnostics } = read("rules.ndjson", text);

    expect(diagnostics).toEqual([]);
    expect(rules).toMatchObject([
      { key: "r-1", title: "LSASS dump", line: 1, lifecycle: "stable", severity: "high", language: "kuery" },
      { key: "r-2", line: 2, lifecycle: "disabled" },
    ]);
    expect(rules.map(({ condition }) => shortly(condition))).toEqual([
      '(process.name equals "procdump.exe" and not user.name equals "backup")',
      '(process.name equals "procdump.exe" and not user.name equals "backup" and {new_terms user.name since now-7d})',
    ]);
  });

  test("has everything of a rule on its line", () => {
    const { rules } = read("rules.ndjson", `\n${text}`);

    expect(rules[0]?.techniques).toEqual([
      { id: "T1003", declared: "T1003", line: 2 },
      { id: "T1003.001", declared: "T1003.001", line: 2 },
    ]);
    expect(rules.flatMap(({ condition }) => predicatesOf(condition).map(({ line }) => line))).toEqual([2, 2, 3, 3]);
  });

  test("is recognised by what rules have, whatever it is called", () => {
    expect(["rules.ndjson", "rules.json"].map((path) => elastic.recognises({ path, text }))).toEqual([true, true]);
    expect(elastic.recognises({ path: "package.json", text: '{"name": "x"}' })).toBe(false);
  });

  test("may be saved as JSON", () => {
    expect(read("rules.json", text).rules).toHaveLength(2);
  });

  test("with a broken line has the rules of the others", () => {
    const { rules, diagnostics } = read("rules.ndjson", `{"rule_id": \n${text}`);

    expect(rules.map(({ key }) => key)).toEqual(["r-1", "r-2"]);
    expect(diagnostics).toMatchObject([{ code: "syntax-error", location: { path: "rules.ndjson", line: 1 } }]);
  });
});

describe("rules as JSON", () => {
  test.each([
    ["one rule", lsassDump, ["r-1"]],
    ["a list of rules", [lsassDump, firstSeen], ["r-1", "r-2"]],
    ["an answer of the API", { page: 1, total: 2, data: [lsassDump, firstSeen] }, ["r-1", "r-2"]],
    ["a saved object", { id: "x", type: "security-rule", attributes: lsassDump }, ["r-1"]],
    ["nothing of the kind", [{ a: 1 }, 3, null], []],
  ])("may be %s", (_, value, keys) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      expect(read("rules.json", text).rules.map(({ key }) => key)).toEqual(keys);
    }
  });

  test("are found at their places", () => {
    const text = JSON.stringify([lsassDump, { ...firstSeen, threat: lsassDump.threat }], null, 2);
    const lineOf = (part: string, from: number) => text.slice(0, text.indexOf(part, from)).split("\n").length;
    const second = text.indexOf('"r-2"');

    const { rules } = read("rules.json", text);

    expect(rules.map(({ line }) => line)).toEqual([2, lineOf('"r-2"', 0) - 1]);
    expect(rules.map(({ condition }) => predicatesOf(condition)[0]?.line)).toEqual([
      lineOf('"query":', 0),
      lineOf('"query":', second),
    ]);
    expect(rules[1]?.techniques[0]?.line).toBe(lineOf('"T1003"', second));
  });

  test("have a query of their own behind those of their filters", () => {
    const filters = [{ query: { exists: { field: "host.id" } } }, { query: { prefix: { "file.path": "/tmp/" } } }];
    const text = JSON.stringify({ filters, ...lsassDump }, null, 2);

    const { rules } = read("rules.json", text);

    const [first] = rules.flatMap(({ condition }) => predicatesOf(condition));
    expect(first?.line).toBe(text.split("\n").findIndex((line) => line.startsWith('  "query": "')) + 1);
  });

  test("that are broken are a diagnostic", () => {
    expect(read("rules.json", '{"rule_id": "x", ')).toMatchObject({
      rules: [],
      diagnostics: [{ code: "syntax-error", location: { path: "rules.json", line: 1, column: 1 } }],
    });
  });

  test("within a hundred thousand brackets are none", () => {
    expect(read("rules.json", "[".repeat(100_000) + "]".repeat(100_000)).rules).toEqual([]);
  });
});

describe("the reader of Elastic rules", () => {
  test.each(["rules.toml", "rules.json", "rules.ndjson"])(
    "never throws on any %s, and says the same of the same",
    (path) => {
      const word = fc.constantFrom(
        "rule",
        "query",
        "threat",
        "filters",
        "type",
        "eql",
        "bool",
        "must",
        "technique",
        "id",
        "hunt",
      );
      const value = fc.jsonValue({ maxDepth: 3 });
      const rule = fc
        .dictionary(word, fc.oneof(value, word), { maxKeys: 6 })
        .map((entries) => ({ rule_id: "x", type: "query", ...entries }));
      const toml = fc
        .array(fc.tuple(word, fc.oneof(word, fc.string())), { maxLength: 8 })
        .map(
          (pairs) =>
            `[rule]\n${pairs.map(([key, text], index) => `${key}${index} = ${JSON.stringify(text)}`).join("\n")}`,
        );
      const text = fc.oneof(
        rule.map((entry) => JSON.stringify(entry)),
        toml,
        fc.string(),
      );

      fc.assert(
        fc.property(text, (source) => {
          const reading = read(path, source);

          expect(read(path, source)).toEqual(reading);
        }),
      );
    },
  );
});
