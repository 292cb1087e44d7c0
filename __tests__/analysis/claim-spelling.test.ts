import { describe, expect, test } from "vitest";
import { replaceTactic, replaceTechnique, tableHeader } from "../../src/analysis/claim-spelling.ts";
import type { Technique } from "../../src/model/attack.ts";

const impair = aTechnique("T1562");
const impairTools = aTechnique("T1562.001");
const disable = aTechnique("T1685");
const disableLogs = aTechnique("T1685.001");

describe("a technique in a line", () => {
  test.each([
    ["    - attack.t1562.001", "    - attack.t1685"],
    ['id = "T1562.001"', 'id = "T1685"'],
    ["mitre_attack_id: [T1562.001, T1562]", "mitre_attack_id: [T1685, T1562]"],
    ['"https://attack.mitre.org/techniques/T1562/001/"', '"https://attack.mitre.org/techniques/T1685/"'],
  ])("is replaced in the spelling of %s", (line, expected) => {
    expect(replaceTechnique(line, impairTools, disable)).toBe(expected);
  });

  test.each([
    ["- attack.t1562", "- attack.t1685.001"],
    ["https://attack.mitre.org/techniques/T1562/", "https://attack.mitre.org/techniques/T1685/001/"],
    ["[T1562.001, T1562]", "[T1562.001, T1685.001]"],
  ])("may become a sub-technique: %s", (line, expected) => {
    expect(replaceTechnique(line, impair, disableLogs)).toBe(expected);
  });

  test.each([["- attack.t15620"], ["- attack.t1562.001"], ["ST1562"], ["techniques/T1562/001"]])(
    "is not in %s",
    (line) => {
      expect(replaceTechnique(line, impair, disable)).toBeUndefined();
    },
  );
});

describe("a tactic in a line", () => {
  const impairment = { id: "TA0112", name: "Defense Impairment", shortName: "defense-impairment" };

  test.each([
    ["- attack.defense_evasion", "defense_evasion", "- attack.defense_impairment"],
    ["- attack.defense-evasion", "defense-evasion", "- attack.defense-impairment"],
    ['name = "Defense Evasion"', "Defense Evasion", 'name = "Defense Impairment"'],
    ["- DefenseEvasion", "DefenseEvasion", "- DefenseImpairment"],
  ])("keeps its style: %s", (line, text, expected) => {
    expect(replaceTactic(line, [{ text, id: "TA0005" }], impairment)).toBe(expected);
  });

  test("is not a part of a longer word", () => {
    expect(replaceTactic("- anti-defense-evasions", [{ text: "defense-evasion", id: undefined }], impairment)).toBe(
      undefined,
    );
  });
});

function aTechnique(id: string): Technique {
  return { id, name: id, tactics: [], platforms: [], parent: undefined, state: { kind: "active" } };
}

test("the header of a sub-technique becomes one of a technique, and no other does", () => {
  expect(tableHeader("  [[rule.threat.technique.subtechnique]]")).toBe("  [[rule.threat.technique]]");
  expect(tableHeader("[[rule.threat.technique]]")).toBeUndefined();
});
