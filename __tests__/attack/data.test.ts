import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import type { AttackData } from "../../src/model/attack.ts";

const current = createCatalogue(parse(readData("19")));
const previous = createCatalogue(parse(readData("18.1")));

describe("the ATT&CK data that ships", () => {
  test("19 has 697 active techniques in 15 tactics", () => {
    expect(current.activeTechniques).toHaveLength(697);
    expect(current.tactics).toHaveLength(15);
    expect(current.activeTechniques.filter(({ parent }) => parent === undefined)).toHaveLength(222);
  });

  test("18.1 has 691 active techniques in 14 tactics", () => {
    expect(previous.activeTechniques).toHaveLength(691);
    expect(previous.tactics).toHaveLength(14);
    expect(previous.activeTechniques.filter(({ parent }) => parent === undefined)).toHaveLength(216);
  });

  test("tactics stand in the order of the matrix", () => {
    expect(current.tactics.map(({ shortName }) => shortName)).toEqual([
      "reconnaissance",
      "resource-development",
      "initial-access",
      "execution",
      "persistence",
      "privilege-escalation",
      "stealth",
      "defense-impairment",
      "credential-access",
      "discovery",
      "lateral-movement",
      "collection",
      "command-and-control",
      "exfiltration",
      "impact",
    ]);
  });

  test.each([
    ["T1562", "T1685"],
    ["T1562.001", "T1685"],
    ["T1562.002", "T1685.001"],
    ["T1562.003", "T1690"],
    ["T1562.004", "T1686"],
    ["T1562.006", "T1685"],
    ["T1562.007", "T1686.001"],
    ["T1562.008", "T1685.002"],
    ["T1562.009", "T1688"],
    ["T1562.010", "T1689"],
    ["T1562.011", "T1685.003"],
    ["T1562.012", "T1685.004"],
    ["T1562.013", "T1686.002"],
    ["T1070.001", "T1685.005"],
    ["T1070.002", "T1685.006"],
    ["T1656", "T1684.001"],
    ["T1672", "T1684.002"],
  ])("%s of 18.1 is %s in 19", (before, after) => {
    expect(previous.resolve(before).kind).toBe("active");
    expect(current.resolve(before)).toMatchObject({ kind: "revoked", replacement: { id: after } });
  });

  test("those are all the techniques of 18.1 that 19 no longer has", () => {
    const gone = previous.activeTechniques.filter(({ id }) => current.resolve(id).kind !== "active");

    expect(gone).toHaveLength(17);
  });

  test.each([
    ["18.1", previous],
    ["19", current],
  ])("every revocation of %s ends in an active technique", (_, catalogue) => {
    const revoked = parse(readData(catalogue.version)).techniques.filter(({ state }) => state.kind === "revoked");
    const lost = revoked.filter(({ id }) => {
      const resolution = catalogue.resolve(id);
      return resolution.kind === "revoked" && resolution.replacement === undefined;
    });

    expect(revoked.length).toBeGreaterThan(130);
    expect(lost).toEqual([]);
  });

  test.each([
    ["18.1", previous],
    ["19", current],
  ])(
    "every active technique of %s has a tactic of the matrix, and every sub-technique an active parent",
    (_, attack) => {
      const tactics = new Set(attack.tactics.map(({ id }) => id));

      for (const { tactics: own, parent } of attack.activeTechniques) {
        expect(own.length).toBeGreaterThan(0);
        expect(own.every((id) => tactics.has(id))).toBe(true);
        if (parent !== undefined) expect(attack.resolve(parent).kind).toBe("active");
      }
    },
  );

  test("Defense Evasion was split in 19", () => {
    expect(current.resolveTactics("defense-evasion").map(({ id }) => id)).toEqual(["TA0005", "TA0112"]);
    expect(previous.resolveTactics("defense-impairment").map(({ name }) => name)).toEqual(["Defense Evasion"]);
  });

  test("a name of before 19 leads to what took its place", () => {
    expect(current.resolveTechniqueName("Impair Defenses: Disable or Modify Tools")).toMatchObject({
      kind: "revoked",
      technique: { id: "T1562.001" },
      replacement: { id: "T1685" },
    });
  });

  test("each file names its source and MITRE's licence", () => {
    for (const version of ["18.1", "19"]) {
      expect(readData(version)).toMatch(/"source": "MITRE ATT&CK.*"licence": "© \d{4} The MITRE Corporation\./s);
    }
  });
});

function parse(text: string): AttackData {
  return JSON.parse(text);
}

function readData(version: string): string {
  return readFileSync(new URL(`../../data/attack/enterprise-${version}.json`, import.meta.url), "utf8");
}
