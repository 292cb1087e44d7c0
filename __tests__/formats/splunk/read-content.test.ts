import { describe, expect, test } from "vitest";
import { splunk } from "../../../src/formats/splunk/index.ts";
import { opaquePartsOf, predicatesOf, shortly } from "../../support/conditions.ts";
import { briefly, readFile, readRule } from "./read-file.ts";

const search = "search: '`sysmon` EventCode=10 TargetImage=*lsass.exe'";

function detection(...lines: readonly string[]): string {
  return ["name: LSASS Opened", "id: 5f0c", "type: TTP", search, ...lines, ""].join("\n");
}

describe("a detection", () => {
  test("has its author's id for a key, and its path where it has none", () => {
    expect(readRule(detection())).toMatchObject({ key: "5f0c", title: "LSASS Opened", language: "spl", line: 1 });
    expect(readRule(detection().replace("id: 5f0c\n", "")).key).toBe("detections/endpoint/lsass.yml");
  });

  test("claims the techniques that stand in its tags", () => {
    const rule = readRule(
      detection("tags:", "  analytic_story: []", "  mitre_attack_id:", "  - T1003.001", "  - t1003"),
    );

    expect(rule.techniques).toEqual([
      { id: "T1003.001", declared: "T1003.001", line: 8 },
      { id: "T1003", declared: "t1003", line: 9 },
    ]);
  });

  test("claims the techniques that stand beside its name, as since ESCU 6", () => {
    const rule = readRule(detection("mitre_attack_id:", "    - T1003.001", "category: endpoint"));

    expect(rule.techniques).toEqual([{ id: "T1003.001", declared: "T1003.001", line: 6 }]);
  });

  test("claims once what stands in both places, and tells tactics from techniques", () => {
    const both = detection("mitre_attack_id: [T1003.001, TA0006]", "tags: {mitre_attack_id: T1003.001}");

    expect(readRule(both).techniques).toEqual([{ id: "T1003.001", declared: "T1003.001", line: 5 }]);
    expect(readRule(both).tactics).toEqual([{ id: "TA0006", declared: "TA0006", line: 5 }]);
  });

  test.each([
    ["status: production", "stable"],
    ["status: experimental", "experimental"],
    ["status: validation", "test"],
    ["status: deprecated", "deprecated"],
    ["status: removed", "disabled"],
    ["author: SOC", "stable"],
    ["deprecated: true", "deprecated"],
  ])("with %s is %s", (line, lifecycle) => {
    expect(readRule(detection(line)).lifecycle).toBe(lifecycle);
  });

  test.each([
    ["detections/deprecated/lsass.yml", "deprecated"],
    ["removed/detections/lsass.yml", "disabled"],
    ["detections/experimental/endpoint/lsass.yml", "experimental"],
  ])("without a status at %s is %s", (path, lifecycle) => {
    expect(readRule(detection(), path).lifecycle).toBe(lifecycle);
  });

  test("below a folder of deprecated ones is deprecated, whatever its status", () => {
    expect(readRule(detection("status: production"), "detections/deprecated/lsass.yml").lifecycle).toBe("deprecated");
  });

  test("for hunting is at most a test, since it alerts nobody", () => {
    const hunt = detection("status: production").replace("TTP", "Hunting");

    expect(readRule(hunt).lifecycle).toBe("test");
    expect(readRule(hunt.replace("production", "experimental")).lifecycle).toBe("experimental");
  });

  test.each([
    ["tags: {risk_score: 72, confidence: 1, impact: 1}", "high"],
    ["tags: {confidence: 50, impact: 30}", "informational"],
    ["rba: {risk_objects: [{field: dest, score: 20}, {field: user, score: 45}]}", "medium"],
    ["finding: {entity: {field: dest, score: 90}}", "critical"],
    ["intermediate_findings: {entities: [{field: dest, score: 40}]}", "low"],
    ["tags: {risk_score: none}", undefined],
    ["author: SOC", undefined],
  ])("with %s has the severity %s", (line, severity) => {
    expect(readRule(detection(line)).severity).toBe(severity);
  });

  test("names its data sources and what its search reads as tables", () => {
    const rule = readRule(detection("data_source:", "- Sysmon EventID 10", "- Sysmon EventID 10"));

    expect(rule.logSource).toEqual({
      vocabulary: "cim",
      product: undefined,
      category: undefined,
      service: undefined,
      tables: ["Sysmon EventID 10", "`sysmon`"],
    });
  });

  test("looks for what its search says, and not for what its drilldowns and tests say", () => {
    const rule = readRule(
      detection(
        "drilldown_searches:",
        "- search: index=x dest=drilldown",
        "tests:",
        "- attack_data: [{source: test.log}]",
        "rba: {message: $user$ did it}",
      ).replace("`sysmon`", "index=sysmon"),
    );

    expect(shortly(rule.condition)).toBe(
      '(index equals~ "sysmon" and EventCode equals~ "10" and TargetImage ends_with~ "lsass.exe")',
    );
  });
});

describe("the places of a search", () => {
  const lsass = "TargetImage=*lsass.exe";
  const dll = "CallTrace=*dbghelp.dll*";

  test.each([
    ["a literal", `search: |\n  index=sysmon\n\n  ${lsass}\n  ${dll}\n`, [2, 4, 5]],
    ["a folded", `search: >-\n  index=sysmon\n    ${lsass}\n  ${dll}\n`, [2, 3, 4]],
    ["a single-quoted", `search: 'index=sysmon ${lsass}\n\n  ${dll}'\n`, [1, 1, 3]],
    ["a double-quoted", `search: "index=sysmon \\\n  ${lsass}\\\n  \\ ${dll}"\n`, [1, 2, 3]],
    ["a plain", `search: index=sysmon\n  ${lsass}\n  ${dll}\n`, [1, 2, 3]],
  ])("are those of the file in %s text", (_, text, lines) => {
    const { condition } = readRule(`${text}name: LSASS\ntype: TTP\n`);

    expect(predicatesOf(condition).map(({ line }) => line)).toEqual(lines);
  });
});

describe("a file of detections that is broken", () => {
  test("has a diagnostic where its YAML ends", () => {
    const { rules, diagnostics } = readFile("name: LSASS\ntype: TTP\nsearch: 'index=sysmon\n");

    expect(rules).toEqual([]);
    expect(briefly(diagnostics)).toEqual(["4 syntax-error"]);
  });

  test("is read all the same without a search, with an opaque part", () => {
    const { rules, diagnostics } = readFile("name: LSASS\ntype: TTP\nmitre_attack_id: [T1003.001]\nsearch: ' '\n");

    expect(briefly(diagnostics)).toEqual(["4 missing-part"]);
    expect(rules.map(({ techniques }) => techniques.length)).toEqual([1]);
    expect(rules.flatMap(({ condition }) => opaquePartsOf(condition))).toEqual([
      { kind: "opaque", reason: "syntax-error", text: "", line: 4 },
    ]);
  });

  test("says which status there is none of, and which there are", () => {
    const { rules, diagnostics } = readFile(detection("status: finished"));

    expect(briefly(diagnostics)).toEqual(["5 invalid-value"]);
    expect(diagnostics[0]?.message).toContain("production, validation, experimental, deprecated, removed");
    expect(rules.map(({ lifecycle }) => lifecycle)).toEqual(["experimental"]);
  });

  test("asks for a name", () => {
    expect(briefly(readFile(`${search}\ntype: TTP\n`).diagnostics)).toEqual(["1 missing-part"]);
  });

  test("keeps its other documents", () => {
    const { rules, diagnostics } = readFile(`${detection()}---\n- LSASS\n---\n${detection().replace("5f0c", "5f0d")}`);

    expect(rules.map(({ key, line }) => [key, line])).toEqual([
      ["5f0c", 1],
      ["5f0d", 8],
    ]);
    expect(briefly(diagnostics)).toEqual(["6 missing-part"]);
  });
});

describe("a file", () => {
  const isTaken = (text: string, path = "content/file.yml") => splunk.claims(path) && splunk.recognises({ path, text });

  test.each(["TTP", "Anomaly", "Hunting", "Correlation", "'TTP'"])("of type %s with a search is taken", (type) => {
    expect(isTaken(`name: LSASS\ntype: ${type}\nsearch: index=sysmon\n`)).toBe(true);
  });

  test("of an older type is taken for its keys", () => {
    const text = "name: LSASS\ntype: batch\nsearch: x\nhow_to_implement: x\nknown_false_positives: x\n";

    expect(isTaken(text)).toBe(true);
  });

  test.each([
    ["a baseline", "name: Users seen\ntype: Baseline\nsearch: x\nhow_to_implement: x\nknown_false_positives: x\n"],
    [
      "an investigation",
      "name: Get user\ntype: Investigation\nsearch: x\nhow_to_implement: x\nknown_false_positives: x\n",
    ],
    ["a story", "name: Ransomware\nnarrative: x\ntags: {category: [Malware]}\n"],
    ["a macro", "name: sysmon\ndefinition: sourcetype=x\ndescription: x\n"],
    ["a lookup", "name: hosts\nfilename: hosts.csv\ndescription: x\nlookup_type: csv\n"],
    ["a data source", "name: Sysmon EventID 1\nsource: x\nsourcetype: x\nfields: [Image]\n"],
    ["a deployment", "name: ESCU Default\ntype: TTP\nscheduling: {cron_schedule: 0 * * * *}\nalert_action: {}\n"],
    ["a dashboard", "name: Overview\nsearch: x\npanels: []\n"],
    ["a Sigma rule", "title: LSASS\ntype: TTP\nlogsource: {}\ndetection: {condition: a}\nsearch: x\n"],
    ["a Sentinel rule", "id: x\nname: x\nquery: x\nrelevantTechniques: [T1003]\n"],
  ])("that is %s is not", (_, text) => {
    expect(isTaken(text)).toBe(false);
  });

  test("that is a baseline holds no rule where a source of the configuration takes it all the same", () => {
    const baseline = "name: Users seen\ntype: Baseline\nsearch: index=x | outputlookup users.csv\n";

    expect(readFile(baseline)).toEqual({ rules: [], filters: [], diagnostics: [] });
  });

  test("of saved searches is taken for its name and its settings", () => {
    const text = "[LSASS]\nsearch = index=sysmon\n";

    expect(isTaken(text, "app/default/savedsearches.conf")).toBe(true);
    expect(isTaken(text, "app/default/transforms.conf")).toBe(false);
    expect(isTaken("[shellsrv]\n", "app/default/savedsearches.conf")).toBe(false);
  });
});
