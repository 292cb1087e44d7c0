import { describe, expect, test } from "vitest";
import { elastic } from "../../../src/formats/elastic/index.ts";
import type { Reading, Rule } from "../../../src/model/rule.ts";
import { predicatesOf, shortly } from "../../support/conditions.ts";

const path = "rules/windows/credential_access_lsass_dump.toml";

function read(text: string): Reading {
  return elastic.reader([]).read({ path, text });
}

function readRule(text: string): Rule {
  const [rule] = read(text).rules;
  if (rule === undefined) throw new Error("There is no rule in the file.");
  return rule;
}

/** A rule with these lines in its `[rule]` table. */
function ruleWith(...lines: readonly string[]): Rule {
  return readRule(["[rule]", 'rule_id = "r1"', 'name = "LSASS dump"', ...lines].join("\n"));
}

describe("a rule file of detection-rules", () => {
  const text = `[metadata]
creation_date = "2026/01/02"
integration = ["endpoint", "windows"]
maturity = "production"

[rule]
index = ["logs-endpoint.events.process-*", "winlogbeat-*"]
language = "eql"
name = "LSASS Memory Dump"
rule_id = "5e9a8b1c-0001-4000-8000-000000000001"
severity = "high"
tags = ["Domain: Endpoint", "OS: Windows"]
type = "eql"

query = '''
process where host.os.type == "windows" and
  process.name : "procdump.exe"
'''

[[rule.threat]]
framework = "MITRE ATT&CK"

[[rule.threat.technique]]
id = "T1003"
name = "OS Credential Dumping"

[[rule.threat.technique.subtechnique]]
id = "T1003.001"
name = "LSASS Memory"

[rule.threat.tactic]
id = "TA0006"
name = "Credential Access"
`;

  test.each(['""', '" "'])("is known by its path where its id and its name are %s", (empty) => {
    const rule = readRule(`[rule]\nrule_id = ${empty}\nname = ${empty}\ntype = "eql"\nquery = "any where true"\n`);

    expect(rule).toMatchObject({ key: path, title: path });
  });

  test("is read with everything that it says", () => {
    expect(read(text).diagnostics).toEqual([]);
    expect(readRule(text)).toMatchObject({
      key: "5e9a8b1c-0001-4000-8000-000000000001",
      name: undefined,
      title: "LSASS Memory Dump",
      format: "elastic",
      language: "eql",
      path,
      line: 6,
      lifecycle: "stable",
      severity: "high",
      logSource: {
        vocabulary: "ecs",
        product: "windows",
        category: undefined,
        service: undefined,
        tables: ["logs-endpoint.events.process-*", "winlogbeat-*"],
      },
      helpers: [],
    });
  });

  test("claims its techniques, the sub-techniques below them, and their tactic, each at its line", () => {
    const { techniques, tactics } = readRule(text);

    expect(techniques).toEqual([
      { id: "T1003", declared: "T1003", line: 24 },
      { id: "T1003.001", declared: "T1003.001", line: 28 },
    ]);
    expect(tactics).toEqual([{ id: "TA0006", declared: "TA0006", line: 32 }]);
  });

  test("has its predicates on their lines in the file", () => {
    expect(predicatesOf(readRule(text).condition).map(({ nativeField, line }) => [nativeField, line])).toEqual([
      ["event.category", 16],
      ["host.os.type", 16],
      ["process.name", 17],
    ]);
  });

  test("is recognised, and what is no rule is not", () => {
    expect(elastic.recognises({ path, text })).toBe(true);
    expect(elastic.recognises({ path: "pyproject.toml", text: '[project]\nname = "rules"\n' })).toBe(false);
    expect(elastic.recognises({ path: "hunting/a.toml", text: '[hunt]\nname = "x"\n' })).toBe(false);
  });

  test("is claimed by its path", () => {
    expect(["a/b.toml", "a.ndjson", "x.JSON"].filter((name) => elastic.claims(name))).toHaveLength(3);
    expect(["a.yml", "toml", "a.toml.bak"].filter((name) => elastic.claims(name))).toEqual([]);
  });
});

describe("the lifecycle of a rule", () => {
  test.each([
    ["production", undefined, "stable"],
    ["development", undefined, "experimental"],
    ["experimental", undefined, "experimental"],
    ["beta", undefined, "test"],
    ["deprecated", undefined, "deprecated"],
    ["production", true, "stable"],
    ["production", false, "disabled"],
    ["deprecated", false, "deprecated"],
    [undefined, undefined, "stable"],
    [undefined, false, "disabled"],
  ])("maturity %s, enabled %s: %s", (maturity, enabled, expected) => {
    const metadata = maturity === undefined ? "" : `[metadata]\nmaturity = "${maturity}"\n`;
    const switched = enabled === undefined ? "" : `enabled = ${enabled}\n`;

    expect(readRule(`${metadata}[rule]\n${switched}type = "query"\nquery = "a:b"\n`).lifecycle).toBe(expected);
  });
});

describe("the severity of a rule", () => {
  test.each([
    ["low", "low"],
    ["Critical", "critical"],
    ["enormous", undefined],
  ])("%s is %s", (word, expected) => {
    expect(ruleWith('type = "query"', 'query = "a:b"', `severity = "${word}"`).severity).toBe(expected);
  });
});

describe("the product of a rule", () => {
  test.each([
    ["the one system of its tags", 'tags = ["OS: macOS"]\nindex = ["logs-aws.cloudtrail-*"]', "macos"],
    ["none of several systems", 'tags = ["OS: macOS", "OS: Linux"]', undefined],
    ["the one package of its indices", 'index = ["filebeat-*", "logs-aws.cloudtrail-*", "logs-aws*"]', "aws"],
    ["none of several packages", 'index = ["logs-aws.cloudtrail-*", "logs-okta*"]', undefined],
    ["no agent", 'index = ["logs-endpoint.events.process-*", "logs-system.auth-*"]', undefined],
    ["a package of another cluster", 'index = ["*:logs-okta.system-*"]', "okta"],
  ])("is %s", (_, lines, expected) => {
    expect(ruleWith('type = "query"', 'query = "a:b"', lines).logSource.product).toBe(expected);
  });

  test("is the one integration where nothing else says it", () => {
    expect(
      readRule('[metadata]\nintegration = "github"\n[rule]\ntype = "query"\nquery = "a:b"\n').logSource.product,
    ).toBe("github");
  });
});

describe("the mapping of a rule to ATT&CK", () => {
  const start = ['type = "query"', 'query = "a:b"'];

  test("leaves out other frameworks", () => {
    const { techniques, tactics } = ruleWith(
      ...start,
      '[[rule.threat]]\nframework = "MITRE ATLAS"',
      '[[rule.threat.technique]]\nid = "AML.T0051"',
      '[rule.threat.tactic]\nid = "AML.TA0004"',
    );

    expect([...techniques, ...tactics]).toEqual([]);
  });

  test("is the newest of several", () => {
    const { techniques } = ruleWith(
      ...start,
      '[[rule.threat]]\nframework = "MITRE ATT&CK"\n[[rule.threat.technique]]\nid = "T1562"',
      '[[rule.threat_mappings]]\nframework = "MITRE ATT&CK"\nversion = "v9"\n[[rule.threat_mappings.threat]]\nframework = "MITRE ATT&CK"',
      '[[rule.threat_mappings.threat.technique]]\nid = "T1089"',
      '[[rule.threat_mappings]]\nframework = "MITRE ATT&CK"\nversion = "19.1"\n[[rule.threat_mappings.threat]]\nframework = "MITRE ATT&CK"',
      '[[rule.threat_mappings.threat.technique]]\nid = "T1685"',
    );

    expect(techniques).toEqual([{ id: "T1685", declared: "T1685", line: 23 }]);
  });

  test("an empty newer one does not count, nor does one of another framework", () => {
    const { techniques } = ruleWith(
      ...start,
      'threat_mappings = [{framework = "MITRE ATT&CK", version = "19", threat = []}, {framework = "MITRE ATLAS", version = "5", threat = [{}]}]',
      '[[rule.threat]]\nframework = "MITRE ATT&CK"\n[[rule.threat.technique]]\nid = "T1562"',
    );

    expect(techniques.map(({ id }) => id)).toEqual(["T1562"]);
  });

  test("a technique that is named twice is claimed at both lines", () => {
    const { techniques } = ruleWith(
      ...start,
      '[[rule.threat]]\nframework = "MITRE ATT&CK"\n[[rule.threat.technique]]\nid = "T1078"',
      '[[rule.threat]]\nframework = "MITRE ATT&CK"\n[[rule.threat.technique]]\nid = "T1078"',
    );

    expect(techniques.map(({ line }) => line)).toEqual([9, 13]);
  });

  test("spells ids as ATT&CK does", () => {
    const { techniques } = ruleWith(...start, "[[rule.threat]]\n[[rule.threat.technique]]\nid = ' t1078.004'");

    expect(techniques).toEqual([{ id: "T1078.004", declared: " t1078.004", line: 8 }]);
  });
});

describe("rules by type", () => {
  test.each([
    ["query", 'language = "kuery"', "a:b", 'a equals "b"', "kuery"],
    ["query", "", "a:b", 'a equals "b"', "kuery"],
    ["query", 'language = "lucene"', "a:b AND c:d", '(a equals "b" and c equals "d")', "lucene"],
    ["eql", 'language = "eql"', "any where a == 1", 'a equals "1"', "eql"],
    ["esql", 'language = "esql"', "from logs-aws* | where a == 1", 'a equals "1"', "esql"],
    ["eql", 'event_category_override = "event.type"', "start where true", 'event.type equals "start"', "eql"],
    [
      "threshold",
      '[rule.threshold]\nfield = ["source.ip", "user.name"]\nvalue = 25\n[[rule.threshold.cardinality]]\nfield = "host.id"\nvalue = 3',
      "a:b",
      '(a equals "b" and {threshold >= 25 by source.ip, user.name} and {threshold.cardinality of host.id >= 3})',
      "kuery",
    ],
    ["threshold", "[rule.threshold]\nfield = []\nvalue = 5", "a:b", '(a equals "b" and {threshold >= 5})', "kuery"],
    [
      "new_terms",
      '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["host.id", "user.id"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-14d"',
      "a:b",
      '(a equals "b" and {new_terms host.id, user.id since now-14d})',
      "kuery",
    ],
    [
      "query",
      'alert_suppression = {group_by = ["host.id"], duration = {value = 6, unit = "h"}}',
      "a:b",
      '(a equals "b" and {alert_suppression by host.id for 6h})',
      "kuery",
    ],
    [
      "query",
      'exceptions_list = [{id = "x", list_id = "endpoint_list"}]',
      "a:b",
      '(a equals "b" and {exceptions_list endpoint_list})',
      "kuery",
    ],
    ["query", 'building_block_type = "default"', "a:b", 'a equals "b"', "kuery"],
  ])("%s %s", (type, lines, query, expected, language) => {
    const rule = ruleWith(`type = "${type}"`, `query = "${query}"`, lines);

    expect(shortly(rule.condition)).toBe(expected);
    expect(rule.language).toBe(language);
  });

  test("threat_match compares with indicators of another index", () => {
    const rule = ruleWith(
      'type = "threat_match"\nquery = "a:b"\nthreat_index = ["filebeat-*"]\nthreat_query = "event.module:threatintel"',
      'threat_filters = [{meta = {negate = true}, query = {match_phrase = {"event.kind" = "enrichment"}}}]',
      'threat_mapping = [{entries = [{field = "source.ip", type = "mapping", value = "threat.ip"}, {field = "user.name", value = "threat.user"}]}, {entries = [{field = "url.full", value = "threat.url"}]}]',
    );

    expect(shortly(rule.condition)).toBe(
      '(a equals "b" and {threat_mapping source.ip = threat.ip and user.name = threat.user or url.full = threat.url} and ' +
        '{threat_index filebeat-*} and {threat_query event.module:threatintel} and {threat_filters not {"match_phrase":{"event.kind":"enrichment"}}})',
    );
  });

  test.each([
    [
      '[rule.threshold]\nfield = ["source.ip"]\nvalue = 25\n[[rule.threshold.cardinality]]\nfield = "host.id"\nvalue = 3',
      [6, 6],
    ],
    [
      '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["host.id"]\n[[rule.new_terms.history_window_start]]\nvalue = "now-14d"',
      [6],
    ],
    ["[rule.alert_suppression.duration]\nvalue = 6", [6]],
    ['threshold = {field = ["source.ip"], value = 25}', [6]],
  ])("stands where its table begins, not at one within it: %s", (lines, expected) => {
    const { condition } = ruleWith('type = "query"', 'query = "a:b"', lines);
    const parts = condition.kind === "all" ? condition.of : [];

    expect(parts.flatMap((part) => (part.kind === "constraint" ? part.line : []))).toEqual(expected);
  });

  test("machine_learning has its logic elsewhere", () => {
    const rule = ruleWith(
      'type = "machine_learning"',
      "anomaly_threshold = 50",
      'machine_learning_job_id = ["job_a", "job_b"]',
    );

    expect(rule).toMatchObject({
      language: "machine-learning",
      condition: {
        kind: "opaque",
        reason: "not-in-rule",
        text: "machine_learning_job_id job_a, job_b, anomaly_threshold 50",
        line: 6,
      },
    });
  });

  test("saved_query has its query in Kibana", () => {
    expect(shortly(ruleWith('type = "saved_query"', 'saved_id = "q1"').condition)).toBe(
      "?external-lookup{saved_id q1}",
    );
  });

  test("what an ES|QL query reads is what the rule reads", () => {
    const rule = ruleWith(
      'type = "esql"',
      "query = '''\nfrom logs-aws.cloudtrail-*, logs-aws* metadata _id\n| where a == 1'''",
    );

    expect(rule.logSource).toMatchObject({ product: "aws", tables: ["logs-aws.cloudtrail-*", "logs-aws*"] });
  });
});

describe("filters beside the query", () => {
  test.each([
    ['{query = {exists = {field = "user.name"}}}', 'user.name exists "*"'],
    ['{meta = {negate = true}, query = {exists = {field = "user.name"}}}', 'not user.name exists "*"'],
    [
      '{"$state" = {store = "appState"}, meta = {negate = true}, exists = {field = "user.name"}}',
      'not user.name exists "*"',
    ],
    ['{meta = {disabled = true}, query = {exists = {field = "user.name"}}}', undefined],
    [
      '{query = {wildcard = {"file.path" = {value = "?:\\\\\\\\Windows\\\\\\\\*", case_insensitive = true}}}}',
      'file.path wildcard~ "?:\\\\Windows\\\\\\\\*"',
    ],
    ['{query = {wildcard = {"process.name" = {wildcard = "*.exe"}}}}', 'process.name ends_with ".exe"'],
    ['{query = {wildcard = {"process.name" = "pow*"}}}', 'process.name starts_with "pow"'],
    ['{query = {term = {"event.code" = 4688}}}', 'event.code equals "4688"'],
    ['{query = {term = {"event.code" = {value = "x", case_insensitive = true}}}}', 'event.code equals~ "x"'],
    ['{query = {terms = {"event.code" = ["1", "2"]}}}', 'event.code equals "1" | "2"'],
    ['{query = {prefix = {"file.path" = {value = "/dev/shm/"}}}}', 'file.path starts_with "/dev/shm/"'],
    ['{query = {regexp = {"file.path" = {value = "/dev/shm/.*"}}}}', 'file.path regex "^/dev/shm/"'],
    ['{query = {match_phrase = {"message" = "kernel taint"}}}', 'message contains~ "kernel taint"'],
    ['{query = {match_phrase = {"event.module" = {query = "aws"}}}}', 'event.module equals "aws"'],
    ['{query = {match = {"message" = {query = "kernel taint"}}}}', 'message contains~ "kernel" | "taint"'],
    [
      '{query = {range = {"destination.port" = {gte = 1, lt = 1024}}}}',
      '(destination.port gte "1" and destination.port lt "1024")',
    ],
    ["{query = {match_all = {}}}", undefined],
    [
      "{query = {bool = {should = [{term = {a = 1}}, {term = {b = 2}}], minimum_should_match = 1, must_not = [{term = {c = 3}}]}}}",
      '((a equals "1" or b equals "2") and not c equals "3")',
    ],
    [
      "{query = {bool = {filter = {term = {a = 1}}, should = [{term = {b = 2}}]}}}",
      '(a equals "1" and (b equals "2" or true))',
    ],
    ['{query = {nested = {path = "user", query = {term = {"user.id" = 1}}}}}', 'user.id equals "1"'],
    ['{query = {script = {source = "return true"}}}', '?unsupported{{"script":{"source":"return true"}}}'],
    ["{query = {bool = {should = [{term = {a = 1}}], minimum_should_match = 2}}}", "?unsupported"],
    ["{query = {geo_shape = {a = {x = [1]}}}}", "?unsupported"],
    ["{query = {term = {a = 1, b = 2}}}", "?unsupported"],
    ["{}", "?unsupported{{}}"],
  ])("%s", (filter, expected) => {
    const rule = ruleWith('type = "query"', 'query = "x:y"', `filters = [${filter}]`);
    const condition = shortly(rule.condition);

    if (expected === undefined) expect(condition).toBe('x equals "y"');
    else
      expect(condition).toContain(`(x equals "y" and ${expected.startsWith("(") ? expected.slice(1, -1) : expected}`);
  });

  test("have the lines of their values", () => {
    const rule = ruleWith(
      'type = "query"\nquery = "x:y"',
      '[[rule.filters]]\n[rule.filters.query.wildcard."file.path"]\nvalue = "C:\\\\\\\\Temp\\\\\\\\*"',
      '[[rule.filters]]\n[rule.filters.query.exists]\nfield = "user.name"',
    );

    expect(predicatesOf(rule.condition).map(({ line }) => line)).toEqual([5, 8, 11]);
  });

  test("a rule may have filters and no query", () => {
    const text = '[rule]\ntype = "query"\nfilters = [{query = {exists = {field = "a"}}}]\n';

    expect(read(text).diagnostics).toEqual([]);
    expect(shortly(readRule(text).condition)).toBe('a exists "*"');
  });

  test("too many of them within each other are opaque", () => {
    const deep = `${"{bool = {must = [".repeat(160)}{term = {a = 1}}${"]}}".repeat(160)}`;

    expect(shortly(ruleWith('type = "query"', 'query = "x:y"', `filters = [{query = ${deep}}]`).condition)).toContain(
      "?limit-exceeded",
    );
  });
});

describe("rule files that can't be read as meant", () => {
  test("broken TOML is a diagnostic with its place", () => {
    const { rules, diagnostics } = read('[rule]\nname = "x\n');

    expect(rules).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        code: "syntax-error",
        message: expect.stringMatching(/^The file is not TOML: .+\. Its rule was not read\.$/),
        location: { path, line: 2 },
      },
    ]);
  });

  test("a file without a rule is a diagnostic", () => {
    expect(read("a = 1").diagnostics).toMatchObject([{ code: "missing-part", location: { path, line: 1, column: 1 } }]);
  });

  test("a rule without a query is a diagnostic, and still a rule", () => {
    const { rules, diagnostics } = read('\n[rule]\ntype = "eql"\nname = "x"\n');

    expect(rules).toMatchObject([{ title: "x", condition: { kind: "opaque", reason: "syntax-error" } }]);
    expect(diagnostics).toMatchObject([{ code: "missing-part", location: { path, line: 2 } }]);
  });

  test("a query that can't be read is a diagnostic at its place, and the rest of it is read", () => {
    const { rules, diagnostics } = read(
      "[rule]\ntype = \"eql\"\nquery = '''\nany where a == 1 and\n  b = 2 and c == 3\n'''\n",
    );

    expect(rules.map(({ condition }) => shortly(condition))).toEqual([
      '(a equals "1" and ?syntax-error{b = 2} and c equals "3")',
    ]);
    expect(diagnostics).toMatchObject([{ code: "syntax-error", location: { path, line: 5, column: 5 } }]);
  });

  test("a rule without an id or a name goes by its path", () => {
    expect(readRule('[rule]\ntype = "query"\nquery = "a:b"\n')).toMatchObject({ key: path, title: path });
  });

  test("values of a wrong type are as good as none", () => {
    const text =
      '[metadata]\nmaturity = 3\n[rule]\nrule_id = 1\nname = [1]\ntype = "query"\nquery = "a:b"\nindex = 5\ntags = {}\nseverity = true\nthreat = "T1003"\nfilters = "x"\nthreshold = 3\nexceptions_list = 1\n';

    expect(readRule(text)).toMatchObject({ key: path, techniques: [], severity: undefined, lifecycle: "stable" });
  });
});

describe("hunting queries", () => {
  const text = `[hunt]
uuid = "h-1"
name = "Rare module loads"
language = ["ES|QL", "SQL"]
mitre = ['T1547.006', "TA0003"]
query = ['''
from logs-endpoint.events.file-*
| where file.extension == "ko"
''','''
SELECT * FROM kernel_modules
''']
`;

  test("are one rule, any of whose queries makes a hit", () => {
    expect(readRule(text)).toMatchObject({
      key: "h-1",
      title: "Rare module loads",
      language: "esql",
      lifecycle: "experimental",
      line: 1,
      techniques: [{ id: "T1547.006", line: 5 }],
      tactics: [{ id: "TA0003", line: 5 }],
      logSource: { tables: ["logs-endpoint.events.file-*"] },
    });
    expect(shortly(readRule(text).condition)).toBe(
      '(file.extension equals "ko" or ?unsupported{SELECT * FROM kernel_modules})',
    );
    expect(predicatesOf(readRule(text).condition)).toMatchObject([{ line: 8 }]);
  });

  test.each([
    ['process where process.name == \\"cmd.exe\\"', "eql"],
    ["sequence [any where a == 1] [any where b == 2]", "eql"],
    ["process.name:cmd.exe", "kuery"],
    ["// note\\nfrom logs-* | where a == 1", "esql"],
  ])("%s is in %s", (query, expected) => {
    expect(readRule(`[hunt]\nname = "x"\nquery = ["${query}"]\n`).language).toBe(expected);
  });

  test("are read without the label of the block that they were published in", () => {
    const rule = readRule(
      "[hunt]\nname = \"x\"\nquery = [\n'''sql\nfrom logs-*\n| where process.name == \"sh\"\n''']\n",
    );

    expect(shortly(rule.condition)).toBe('process.name equals "sh"');
    expect(predicatesOf(rule.condition)).toMatchObject([{ line: 6 }]);
  });
});
