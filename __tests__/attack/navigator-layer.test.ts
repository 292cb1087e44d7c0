import { describe, expect, test } from "vitest";
import { techniquesOfLayer } from "../../src/attack/navigator-layer.ts";
import { ConfigError } from "../../src/model/config-error.ts";

function layer(techniques: readonly unknown[]): string {
  return JSON.stringify({ name: "Profile", versions: { layer: "4.5" }, domain: "enterprise-attack", techniques });
}

describe("a layer of the Navigator", () => {
  test("points out what has a score, a colour or a comment", () => {
    const techniques = [
      { techniqueID: "T1490", score: 3 },
      { techniqueID: "T1003.001", color: "#ff0000" },
      { techniqueID: "T1059", comment: "seen in May" },
      { techniqueID: "T1546", score: 0, color: "#ffffff" },
      { techniqueID: "T1547", score: 5, enabled: false },
      { techniqueID: "T1548", showSubtechniques: true },
    ];

    expect(techniquesOfLayer(layer(techniques), "p.json")).toEqual(["T1490", "T1003.001", "T1059"]);
  });

  test("that marks nothing means all that is enabled", () => {
    const techniques = [{ techniqueID: "T1490" }, { techniqueID: "T1059", enabled: false }];

    expect(techniquesOfLayer(layer(techniques), "p.json")).toEqual(["T1490"]);
  });

  test("names a technique of two tactics twice, which is one", () => {
    const techniques = [
      { techniqueID: "T1546", tactic: "persistence", score: 1 },
      { techniqueID: "T1546", tactic: "privilege-escalation", score: 1 },
    ];

    expect(techniquesOfLayer(layer(techniques), "p.json")).toEqual(["T1546"]);
  });

  test.each([
    ["{", "is not JSON"],
    ["{}", 'has no list "techniques"'],
    ["[{}]", "holds several layers"],
    ["null", 'has no list "techniques"'],
  ])("is not what %s is", (text, reason) => {
    expect(() => techniquesOfLayer(text, "p.json")).toThrow(ConfigError);
    expect(() => techniquesOfLayer(text, "p.json")).toThrow(reason);
  });
});
