import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { elasticRule, threat } from "../support/elastic-rule.ts";
import { createRepository, type Files } from "../support/git-repository.ts";
import { startGithubServer } from "../support/github-server.ts";
import { ruleId } from "../support/sigma-rule.ts";
import { messagesOf } from "./action-repositories.ts";
import { pullRequestEvent, runStep } from "./action-runner.ts";
import {
  audit,
  auditPath,
  changed,
  commentOn,
  diffOf,
  lsass,
  lsassPath,
  rules,
  run,
  wmi,
  wmiPath,
} from "./elastic-repositories.ts";

describe("a pull request on Elastic rules", () => {
  test("loses a technique with the last rule that is deprecated and moved away, as is the custom", async () => {
    const repository = createRepository();
    repository.commit(rules);
    repository.rename(wmiPath, "rules/_deprecated/persistence_wmi_consumer.toml");
    repository.commit({
      "rules/_deprecated/persistence_wmi_consumer.toml": elasticRule({ ...wmi, maturity: "deprecated" }),
    });

    const { exitCode, rules: changes, findings } = await diffOf(repository);
    const comment = await commentOn(repository);

    expect(exitCode).toBe(1);
    expect(changes).toMatchObject({ added: [], removed: [], edited: [{ key: ruleId("03") }] });
    expect(findings).toMatchObject([{ check: "technique-lost", level: "error" }]);
    expect(comment).toMatch(/T1546\.003 .*has no rule left.*sets to deprecated/);
    expect(comment).toContain("stable → deprecated; moved from");
    expect(comment).toContain("not counted: 1 deprecated");
  });

  test("leaves a technique to one rule", async () => {
    const second = "rules/windows/credential_access_comsvcs.toml";
    const query = ['process where process.name : "rundll32.exe" and process.args : "*comsvcs*"'];
    const { exitCode, findings } = await diffOf(
      changed({ [second]: undefined }, { [second]: elasticRule({ ...lsass, id: "04", query }) }),
    );

    expect(exitCode).toBe(0);
    expect(findings).toMatchObject([{ check: "technique-thinned", subject: "T1003.001" }]);
  });

  test("widens a rule by a value, and says so in the field that its author wrote", async () => {
    const query = lsass.query.map((line) => line.replace('"procdump64.exe"', '"procdump64.exe", "sqldumper.exe"'));
    const repository = changed({ [lsassPath]: elasticRule({ ...lsass, query }) });

    const { rules: changes, techniques } = await diffOf(repository);
    const comment = await commentOn(repository);

    expect(changes.edited).toMatchObject([{ aspects: ["logic"], logic: { effect: "wider", removed: [] } }]);
    expect(techniques).toEqual([]);
    expect(comment).toMatch(/wider \| also `\S+ \S+ sqldumper\.exe`/);
    expect(comment).toMatch(/process\.name/);
  });

  test.each([
    ["an exclusion in EQL", lsassPath, lsass, { from: '"helpdesk.exe"', to: '("helpdesk.exe", "sccm.exe")' }],
    ["a test in KQL", auditPath, audit, { from: "host.os.type:linux and", to: "host.os.type:linux and user.id:0 and" }],
    ["a test in ES|QL", wmiPath, wmi, { from: '"wscript.exe")', to: '"wscript.exe") and user.id != "S-1-5-18"' }],
    ["a smaller threshold in ES|QL", wmiPath, wmi, { from: "< 3", to: "< 2" }],
  ] as const)("edits %s", async (_, path, rule, { from, to }) => {
    const query = rule.query.map((line) => line.replace(from, to));
    const { exitCode, rules: changes, findings } = await diffOf(changed({ [path]: elasticRule({ ...rule, query }) }));

    expect(exitCode).toBe(0);
    expect(changes.edited).toHaveLength(1);
    const isNarrower = from !== "< 3";
    expect(changes.edited[0].logic.effect).toBe(isNarrower ? "narrower" : "other");
    expect(findings.map(({ check }: { readonly check: string }) => check)).toEqual(isNarrower ? ["rule-narrowed"] : []);
  });

  test("changes nothing by other blanks, comments and the order of values", async () => {
    const query = [
      'process where event.type == "start" and host.os.type == "windows" and // no change',
      '  process.name : ("procdump64.exe", "PROCDUMP.EXE") and',
      '  process.command_line : "*lsass*" and not process.parent.name : "helpdesk.exe"',
    ];
    const { rules: changes } = await diffOf(changed({ [lsassPath]: elasticRule({ ...lsass, query }) }));

    expect(changes).toEqual({ added: [], removed: [], moved: [], edited: [] });
  });

  test("only moves a file", async () => {
    const repository = createRepository();
    repository.commit(rules);
    repository.rename(lsassPath, "rules/cross-platform/credential_access_lsass_dump.toml");
    repository.commit();

    const { rules: changes, techniques, findings } = await diffOf(repository);

    expect(changes).toMatchObject({ added: [], removed: [], edited: [], moved: [{ key: ruleId("01") }] });
    expect([techniques, findings]).toEqual([[], []]);
  });

  test("brings a revoked technique up to date, which is no gain and no loss", async () => {
    const repository = changed(
      { [auditPath]: elasticRule(audit) },
      { [auditPath]: elasticRule({ ...audit, technique: "T1562.001" }) },
    );

    const { techniques, findings } = await diffOf(repository);

    expect(techniques).toMatchObject([{ id: "T1685", change: "moved", before: 1, after: 1 }]);
    expect(findings).toEqual([]);
  });

  test("names the newer ids beside the older, which then count alone", async () => {
    const newer = [
      "[[rule.threat_mappings]]",
      'framework = "MITRE ATT&CK"',
      'version = "v19"',
      ...threat("T1685", "rule.threat_mappings.threat"),
    ];
    const older = { ...audit, technique: "T1562.001" };
    const { techniques, findings } = await diffOf(
      changed({ [auditPath]: elasticRule({ ...older, tables: newer }) }, { [auditPath]: elasticRule(older) }),
    );

    expect(techniques).toMatchObject([{ id: "T1685", change: "moved" }]);
    expect(findings).toEqual([]);
  });

  test("is shown the lines of what is wrong with its techniques", async () => {
    const text = elasticRule({ ...lsass, technique: "T1562.001", tables: threat("T1003.999") });
    const { exitCode, findings } = await diffOf(changed({ [lsassPath]: text }));

    const lineOf = (id: string) => text.split("\n").indexOf(`id = "${id}"`) + 1;
    expect(exitCode).toBe(1);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ check: "technique-revoked", path: lsassPath, line: lineOf("T1562.001") }),
        expect.objectContaining({ check: "technique-unknown", path: lsassPath, line: lineOf("T1003.999") }),
      ]),
    );
  });

  test.each([
    ["TOML", 'name = "Unclosed\n', 1, "a text has no closing quote on its line"],
    ["EQL", elasticRule({ ...lsass, query: ["process where", '  process.name =! "cmd.exe"'] }), 17, '"="'],
    ["KQL", elasticRule({ ...audit, query: ["process.name:cmd.exe and", "  process.args:(/c or )"] }), 17, '")"'],
    ["ES|QL", elasticRule({ ...wmi, query: ["from logs-*", "| where a ==", "| limit 1"] }), 18, '"|"'],
  ])("fails on broken %s, with its line", async (_, text, line, words) => {
    const path = "rules/windows/broken.toml";
    const source = "sources:\n  - name: rules\n    format: elastic\n    include: [rules/]\n";
    const { exitCode, findings } = await diffOf(changed({ [path]: text }, { ".github/detcov.yml": source }));

    expect(exitCode).toBe(1);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ check: "rule-unreadable", path, line, message: expect.stringContaining(words) }),
      ]),
    );
  });

  test("is told what of a rule could not be read", async () => {
    const query = ["from logs-*", '| where process.name == "sh"', "| enrich watchlist on user.name", "| limit 9"];
    const { exitCode, findings } = await diffOf(changed({ [wmiPath]: elasticRule({ ...wmi, query }) }));

    expect(exitCode).toBe(0);
    expect(findings).toMatchObject([{ check: "rule-partly-read", level: "note", path: wmiPath, line: 18 }]);
    expect(findings[0].message).toContain("enrich watchlist on user.name");
  });

  test("adds a rule that would be noisy, at the line of the weak branch", async () => {
    const query = ["process where", '  process.name : "procdump.exe" or', '  process.name : "mimikatz.exe"'];
    const base = Object.fromEntries(
      ["11", "12", "13"].map((id) => [`rules/windows/${id}.toml`, elasticRule({ ...lsass, id })]),
    );
    const repository = changed(
      { "rules/windows/broad.toml": elasticRule({ ...lsass, id: "14", query }) },
      { ...base, ".github/detcov.yml": "noise:\n  reach: 4\n" },
    );

    const { findings } = await diffOf(repository);

    expect(findings).toMatchObject([{ check: "rule-noisy", path: "rules/windows/broad.toml", line: 17 }]);
    expect(findings[0].message).toContain("procdump.exe");
  });
});

describe("Elastic rules of every type", () => {
  const types: Files = {
    ...rules,
    "rules/a_threshold.toml": elasticRule({
      ...audit,
      id: "21",
      technique: "T1110",
      type: "threshold",
      query: ["event.category:authentication and event.outcome:failure"],
      tables: ["[rule.threshold]", 'field = ["source.ip"]', "value = 20"],
    }),
    "rules/b_new_terms.toml": elasticRule({
      ...audit,
      id: "22",
      technique: "T1078",
      type: "new_terms",
      query: ["event.category:authentication and event.outcome:success"],
      tables: ["[rule.new_terms]", 'field = "new_terms_fields"', 'value = ["user.id", "source.ip"]'],
    }),
    "rules/c_threat_match.toml": elasticRule({
      ...audit,
      id: "23",
      technique: "T1071.004",
      type: "threat_match",
      query: ["dns.question.name:*"],
      keys: ['threat_index = ["logs-ti_*"]', 'threat_query = "threat.indicator.type:domain-name"'],
      tables: [
        "[[rule.threat_mapping]]",
        "[[rule.threat_mapping.entries]]",
        'field = "dns.question.name"',
        'type = "mapping"',
        'value = "threat.indicator.url.domain"',
      ],
    }),
    "rules/d_machine_learning.toml": elasticRule({ ...audit, id: "24", technique: "T1071.001", query: [] })
      .replace("query = '''\n'''\n", 'machine_learning_job_id = ["rare_domain"]\nanomaly_threshold = 50\n')
      .replace('type = "query"', 'type = "machine_learning"'),
    "rules/e_lucene.toml": elasticRule({
      ...audit,
      id: "25",
      technique: "T1190",
      language: "lucene",
      query: ['url.original:("*/etc/passwd*" OR *union*select*) AND http.response.status_code:200'],
    }),
    "rules_building_block/f_whoami.toml": elasticRule({
      ...audit,
      id: "26",
      technique: "T1033",
      query: ["event.category:process and process.name:whoami"],
      keys: ['building_block_type = "default"'],
    }),
  };

  test("count, and are read as far as they say what they look for", async () => {
    const repository = createRepository();
    repository.commit(types);

    const { stdout } = await run(repository, "report", "--format", "json");

    expect(JSON.parse(stdout).corpus).toMatchObject({
      rules: 9,
      counted: 9,
      byFormat: { elastic: 9 },
      byReading: { full: 8, partial: 0, metadata: 1 },
      diagnostics: [],
    });
  });

  test("gain what they name when they are added", async () => {
    const { exitCode, techniques, findings } = await diffOf(changed(types));

    const gained = techniques.filter(({ change }: { readonly change: string }) => change === "gained");
    expect(exitCode).toBe(0);
    expect(gained.map(({ id }: { readonly id: string }) => id)).toEqual([
      "T1033",
      "T1071",
      "T1071.001",
      "T1071.004",
      "T1078",
      "T1110",
      "T1190",
    ]);
    expect(findings.filter(({ level }: { readonly level: string }) => level === "error")).toEqual([]);
  });

  test("have what narrows them as constraints", async () => {
    const repository = createRepository();
    repository.commit(types);

    const { stdout } = await run(repository, "rule", "rules", "--format", "json");

    const read: readonly { readonly key: string; readonly constraints: readonly { readonly text: string }[] }[] =
      JSON.parse(stdout).rules;
    const constraintsOf = (id: string) =>
      read.find(({ key }) => key === ruleId(id))?.constraints.map(({ text }) => text);
    expect(constraintsOf("03")).toEqual([
      "Esql.hosts < 3",
      "Esql.hosts = count_distinct(host.id) by process.executable",
    ]);
    expect(constraintsOf("21")).toEqual(["threshold >= 20 by source.ip"]);
    expect(constraintsOf("22")).toEqual(["new_terms user.id, source.ip"]);
    expect(constraintsOf("23")).toEqual([
      "threat_mapping dns.question.name = threat.indicator.url.domain",
      "threat_index logs-ti_*",
      "threat_query threat.indicator.type:domain-name",
    ]);
  });

  test("say where in the query their tests stand", async () => {
    const repository = createRepository();
    repository.commit(rules);
    const schema = JSON.parse(readFileSync(new URL("../../schema/rule.schema.json", import.meta.url), "utf8"));
    const validate = new Ajv2020({ strict: false }).compile(schema);

    const { stdout } = await run(repository, "rule", ...Object.keys(rules), "--format", "json");

    const document = JSON.parse(stdout);
    validate(document);
    expect(validate.errors).toBeNull();
    const linesOf = (index: number) =>
      document.rules[index].predicates.map(
        ({ nativeField, line }: { readonly nativeField: string; readonly line: number }) => [nativeField, line],
      );
    expect(document.rules.map(({ language }: { readonly language: string }) => language)).toEqual([
      "kuery",
      "eql",
      "esql",
    ]);
    expect(linesOf(1)).toEqual([
      ["event.category", 16],
      ["host.os.type", 16],
      ["event.type", 16],
      ["process.name", 17],
      ["process.command_line", 18],
      ["process.parent.name", 19],
    ]);
    expect(linesOf(0).at(-1)).toEqual(["process.args", 17]);
    expect(linesOf(2)).toEqual([
      ["process.parent.name", 17],
      ["process.name", 17],
    ]);
  });

  test("share their indicators", async () => {
    const repository = createRepository();
    repository.commit({ ...rules, "rules/again.toml": elasticRule({ ...lsass, id: "05" }) });

    const { stdout } = await run(repository, "indicators", "--value", "procdump.exe", "--format", "json");

    expect(JSON.parse(stdout).indicators).toMatchObject([{ value: "procdump.exe", reach: 2 }]);
  });
});

describe("the action on Elastic rules", () => {
  test("comments on the loss, and annotates the file", async () => {
    const server = createRepository();
    const base = server.commit(rules);
    server.branch("change");
    const query = ["process where", '  process.name : "procdump.exe" and', "  process.command_line : ("];
    const head = server.commit({ [wmiPath]: undefined, [lsassPath]: elasticRule({ ...lsass, query }) });
    server.checkout("main");
    server.branch("merge");
    const merge = server.merge("change");
    server.checkout("main");
    const github = await startGithubServer();

    const result = await runStep({
      checkout: server.cloneCommit(merge, 2),
      event: pullRequestEvent({ head, base }),
      github,
    });

    expect(result.exitCode).toBe(1);
    expect(github.comments[0]?.body).toMatch(/T1546\.003.*has no rule left/);
    expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: "fail", "techniques-lost": "2" });
    const errors = result.commands.filter(({ name }) => name === "error");
    expect(errors).toContainEqual(
      expect.objectContaining({ properties: expect.objectContaining({ file: lsassPath, line: "18" }) }),
    );
    expect(messagesOf(result, "error").join("\n")).toContain("T1546.003");
  });

  test("lets nothing of a rule steer terminal, log or comment", async () => {
    const title = "\\u001b[2J\\u202e ::error::x <img src=x> @octocat";
    const value = "::set-output name=x::y\\u0007 </details> | @octocat";
    const query = [`process where process.name == "${value}"`];
    const repository = changed({ [lsassPath]: elasticRule({ ...lsass, title, query }) });

    const comment = await commentOn(repository);
    const { stdout } = await run(repository, "diff");

    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(comment + stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(comment.replaceAll(/`[^`]*`|<code>.*?<\/code>/g, "")).not.toMatch(/<img|@octocat/);
  });
});
