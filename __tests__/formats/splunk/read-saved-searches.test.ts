import { describe, expect, test } from "vitest";
import { predicatesOf, shortly } from "../../support/conditions.ts";
import { briefly, readFile, readRule } from "./read-file.ts";

const path = "apps/DA-ESS-soc/default/savedsearches.conf";

/** A correlation search with these settings, from line 4 on. */
function stanza(...lines: readonly string[]): string {
  return [
    "[SOC - LSASS Opened]",
    "action.correlationsearch.enabled = 1",
    "search = index=sysmon EventCode=10",
    ...lines,
    "",
  ].join("\n");
}

describe("a stanza of savedsearches.conf", () => {
  test("is a rule whose key and title are its name", () => {
    expect(readRule(`\n${stanza()}`, path)).toMatchObject({
      key: "SOC - LSASS Opened",
      title: "SOC - LSASS Opened",
      format: "splunk",
      language: "spl",
      line: 2,
    });
  });

  test("is called by its label where it has one", () => {
    expect(readRule(stanza("action.correlationsearch.label = LSASS Opened"), path).title).toBe("LSASS Opened");
  });

  test("claims the techniques of its annotations, each on its line", () => {
    const rule = readRule(
      stanza(
        'action.correlationsearch.annotations = {"cis20": ["CIS 10"], \\',
        '  "mitre_attack": ["T1003.001", \\',
        '  "T1003"], "nist": ["DE.CM"]}',
      ),
      path,
    );

    expect(rule.techniques).toEqual([
      { id: "T1003.001", declared: "T1003.001", line: 5 },
      { id: "T1003", declared: "T1003", line: 6 },
    ]);
  });

  test.each([
    ['{"mitre_attack": "T1003.001"}', ["T1003.001"]],
    ['{"nist": ["DE.CM"]}', []],
    ['{"mitre_attack": [1, null, "T1003"]}', ["T1003"]],
  ])("with the annotations %s claims %j", (annotations, ids) => {
    const rule = readRule(stanza(`action.correlationsearch.annotations = ${annotations}`), path);

    expect(rule.techniques.map(({ id }) => id)).toEqual(ids);
  });

  test.each(["{mitre_attack: T1003}", '["T1003"]', "T1003"])(
    "says that the annotations %s are no JSON object",
    (text) => {
      const { rules, diagnostics } = readFile(stanza(`action.correlationsearch.annotations = ${text}`), path);

      expect(rules).toHaveLength(1);
      expect(briefly(diagnostics)).toEqual(["4 invalid-value"]);
    },
  );

  test.each([
    ["disabled = 1", "disabled"],
    ["disabled = true", "disabled"],
    ["disabled = 0", "stable"],
    ["action.correlationsearch.label = ESCU - Deprecated - LSASS Opened - Rule", "deprecated"],
  ])("with %s is %s", (line, lifecycle) => {
    expect(readRule(stanza(line), path).lifecycle).toBe(lifecycle);
  });

  test("is disabled where the default stanza says so and it says nothing", () => {
    expect(readRule(`[default]\ndisabled = 1\n${stanza()}`, path).lifecycle).toBe("disabled");
    expect(readRule(`disabled = 1\n${stanza("disabled = 0")}`, path).lifecycle).toBe("stable");
  });

  test.each([
    [["action.notable.param.severity = critical", "alert.severity = 2"], "critical"],
    [["alert.severity = 5"], "high"],
    [["alert.severity = 6"], "critical"],
    [[], undefined],
  ])("with %j has the severity %s", (lines, severity) => {
    expect(readRule(stanza(...lines), path).severity).toBe(severity);
  });

  test("names what its search reads as tables", () => {
    expect(readRule(stanza(), path).logSource).toMatchObject({ vocabulary: "cim", tables: ["sysmon"] });
  });

  test("has each part of a search on the line that it stands on", () => {
    const text =
      "[LSASS]\ncounttype = number of events\nsearch = index=sysmon \\\nEventCode=10 \\\n| search TargetImage=*lsass.exe\n";

    const { condition } = readRule(text, path);

    expect(shortly(condition)).toBe(
      '(index equals~ "sysmon" and EventCode equals~ "10" and TargetImage ends_with~ "lsass.exe")',
    );
    expect(predicatesOf(condition).map(({ line }) => line)).toEqual([3, 4, 5]);
  });

  test("in a folder of local changes has a key of its own", () => {
    expect(readRule(stanza(), "apps/soc/local/savedsearches.conf").key).toBe("local/SOC - LSASS Opened");
  });
});

describe("which stanzas are rules", () => {
  const rulesOf = (...settings: readonly string[]) =>
    readFile(["[LSASS]", "search = index=sysmon", ...settings, ""].join("\n"), path).rules.length;

  test.each([
    "action.correlationsearch.enabled = 1",
    "action.correlationsearch.label = LSASS",
    'action.correlationsearch.annotations = {"mitre_attack": []}',
    "action.notable = 1",
    "action.risk = true",
    "counttype = number of events",
    "alert_type = custom",
  ])("one with %s is", (setting) => {
    expect(rulesOf(setting)).toBe(1);
  });

  test.each([
    "description = A report",
    "enableSched = 1",
    "counttype = always",
    "alert_type = always",
    "action.notable = 0",
    "action.escu.search_type = support",
  ])("one with no more than %s is not", (setting) => {
    expect(rulesOf(setting)).toBe(0);
  });

  test("one of a correlation search that is switched off as such is not", () => {
    expect(rulesOf("action.correlationsearch.enabled = 0", "action.correlationsearch.label = LSASS")).toBe(0);
  });

  test("one without a search changes another, unless it is a correlation search: that is to be mended", () => {
    expect(readFile("[LSASS]\ndisabled = 1\n", path)).toEqual({ rules: [], filters: [], diagnostics: [] });

    const { rules, diagnostics } = readFile("[LSASS]\naction.correlationsearch.enabled = 1\n", path);
    expect(rules).toHaveLength(1);
    expect(briefly(diagnostics)).toEqual(["1 missing-part"]);
  });

  test("the line that is none is said, and the others are read", () => {
    const { rules, diagnostics } = readFile(stanza("this is no setting"), path);

    expect(rules).toHaveLength(1);
    expect(briefly(diagnostics)).toEqual(["4 syntax-error"]);
  });
});
