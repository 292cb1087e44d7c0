import { describe, expect, test } from "vitest";
import { createRepository, type Files } from "../support/git-repository.ts";
import { ruleId } from "../support/sigma-rule.ts";
import { commentOn, diffOf, rules, run } from "./elastic-repositories.ts";

describe("hunting queries", () => {
  const hunt = `[hunt]
author = "Ada"
uuid = "${ruleId("31")}"
name = "Rare kernel modules"
language = ["ES|QL"]
mitre = ["T1547.006"]
query = ['''
from logs-endpoint.events.file-*
| where file.extension == "ko"
''']
`;
  const files: Files = { ...rules, "hunting/linux/queries/kernel_modules.toml": hunt };

  test("are no rules by themselves", async () => {
    const repository = createRepository();
    repository.commit(files);

    const { stdout } = await run(repository, "report", "--format", "json");

    expect(JSON.parse(stdout).corpus).toMatchObject({ rules: 3, diagnostics: [] });
  });

  test("are read where a source asks for them", async () => {
    const repository = createRepository();
    repository.commit({
      ...files,
      "detcov.yml":
        "sources:\n  - name: rules\n    include: [rules/]\n  - name: hunts\n    format: elastic\n    include: [hunting/**/*.toml]\n",
    });

    const { stdout } = await run(repository, "rule", ruleId("31"), "--format", "json");

    expect(JSON.parse(stdout).rules).toMatchObject([
      { lifecycle: "experimental", techniques: [{ id: "T1547.006", line: 6 }], predicates: [{ line: 9 }] },
    ]);
  });
});

describe("rules that Kibana exported", () => {
  const exported = (id: string, technique: string, query: string) => ({
    id: "5d2a",
    rule_id: ruleId(id),
    name: `Rule ${id}`,
    type: "eql",
    language: "eql",
    query,
    enabled: true,
    risk_score: 47,
    severity: "medium",
    filters: [{ query: { exists: { field: "host.id" } } }],
    threat: [{ framework: "MITRE ATT&CK", technique: [{ id: technique, name: "x", reference: "x" }] }],
  });
  const first = exported("41", "T1003", 'process where\n process.name == "procdump.exe"');
  const second = exported("42", "T1490", 'process where\n process.name == "vssadmin.exe"');
  const ndjson = (...values: readonly object[]) =>
    [...values, { exported_count: values.length }].map((value) => `${JSON.stringify(value)}\n`).join("");

  test.each([
    ["NDJSON", "export.ndjson", ndjson, 2],
    ["JSON", "export.json", (...values: readonly object[]) => JSON.stringify(values, null, 2), 31],
  ])("as %s are compared rule by rule", async (_, path, write, line) => {
    const repository = createRepository();
    repository.commit({ [path]: write(first, second) });
    const edited = exported("42", "T1490", 'process where\n process.name in ("vssadmin.exe", "wbadmin.exe")');
    repository.commit({ [path]: write(first, edited) });

    const { rules: changes } = await diffOf(repository);
    const { stdout } = await run(repository, "rule", ruleId("42"), "--format", "json");

    expect(changes).toMatchObject({
      added: [],
      removed: [],
      edited: [{ key: ruleId("42"), logic: { effect: "wider" } }],
    });
    const [rule] = JSON.parse(stdout).rules;
    const text = write(first, edited).split("\n");
    expect(rule.line).toBe(text.findIndex((each) => each.includes(ruleId("42"))) + (line === 2 ? 1 : -1));
    expect(text[rule.techniques[0].line - 1]).toContain('"T1490"');
    expect(text[rule.predicates[0].line - 1]).toContain("process where");
    expect(rule.predicates[0].line).toBeGreaterThanOrEqual(rule.line);
  });

  test("lose a technique when one is switched off", async () => {
    const repository = createRepository();
    repository.commit({ "export.ndjson": ndjson(first, second) });
    repository.commit({ "export.ndjson": ndjson({ ...first, enabled: false }, second) });

    const { exitCode, findings } = await diffOf(repository);
    const comment = await commentOn(repository);

    expect(exitCode).toBe(1);
    expect(findings).toMatchObject([{ check: "technique-lost", path: "export.ndjson", line: 1 }]);
    expect(comment).toMatch(/T1003 .*has no rule left.*disabled/);
  });

  test("with a broken line name it, and are read but for it", async () => {
    const repository = createRepository();
    repository.commit({ "export.ndjson": ndjson(first) });
    repository.commit({ "export.ndjson": `${ndjson(first)}{"rule_id": "x", "risk_score": 1,\n` });

    const { findings, rules: changes } = await diffOf(repository);

    expect(findings).toMatchObject([{ check: "rule-unreadable", path: "export.ndjson", line: 3 }]);
    expect(changes).toMatchObject({ removed: [], edited: [] });
  });
});
