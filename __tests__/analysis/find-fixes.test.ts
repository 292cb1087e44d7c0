import { describe, expect, test } from "vitest";
import { findFixes, mayBeFixed } from "../../src/analysis/find-fixes.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { nearest } from "../../src/config/nearest.ts";
import type { AttackData } from "../../src/model/attack.ts";
import type { Claim, Rule } from "../../src/model/rule.ts";
import { anAnalysedRule } from "../support/rule-builder.ts";

const data: AttackData = {
  domain: "enterprise-attack",
  version: "19",
  tactics: [
    { id: "TA0006", name: "Credential Access", shortName: "credential-access" },
    { id: "TA0007", name: "Discovery", shortName: "discovery" },
  ],
  techniques: [
    technique("T1003.001", "LSASS Memory"),
    technique("T1685", "Disable or Modify Tools"),
    { ...technique("T1562.001", "Disable or Modify Tools"), state: { kind: "revoked", replacedBy: "T1685" } },
  ],
};

function technique(id: string, name: string): AttackData["techniques"][number] {
  return { id, name, tactics: ["TA0006"], platforms: [], parent: undefined, state: { kind: "active" } };
}

const catalogue = createCatalogue(data);

function ruleWith(lines: readonly string[]): Rule {
  const claims = (pattern: RegExp, id: (text: string) => string): readonly Claim[] =>
    lines.flatMap((text, index) => {
      const [, declared = "", name = ""] = pattern.exec(text) ?? [];
      return declared === "" ? [] : [{ id: id(name), declared, line: index + 1 }];
    });
  const { rule } = anAnalysedRule({ key: "rule", path: "rules/rule.yml" });
  return {
    ...rule,
    techniques: claims(/(attack\.(t\d\S*))$/, (text) => text.toUpperCase()),
    tactics: claims(/(attack\.([a-su-z]\S*))$/, (text) => text.replaceAll("_", "-")),
  };
}

/** What is to stand in the place of what, by line. */
function fixesIn(...lines: readonly string[]): readonly string[] {
  return findFixes([ruleWith(lines)], lines, { catalogue, nearest }).map(
    ({ line, before, after }) => `${line}: ${before.join("|")} → ${after.join("|")}`,
  );
}

describe("findFixes", () => {
  test("replaces a revoked id and nothing else on its line", () => {
    expect(fixesIn("tags:", "    - attack.t1562.001")).toEqual(["2:     - attack.t1562.001 →     - attack.t1685"]);
  });

  test.each([
    ["attack.t1003.1", "attack.t1003.001"],
    ["attack.t1003.01", "attack.t1003.001"],
    ["attack.t1003.0001", "attack.t1003.001"],
    ["attack.credental_access", "attack.credential_access"],
    ["attack.credentials-access", "attack.credential-access"],
  ])("spells right what can mean but one thing: %s", (wrong, right) => {
    expect(fixesIn(`- ${wrong}`)).toEqual([`1: - ${wrong} → - ${right}`]);
  });

  test.each(["attack.t1003.099", "attack.t9999", "attack.something-else", "attack.t1003.001", "attack.discovery"])(
    "leaves alone what is right, or can mean anything: %s",
    (tag) => {
      expect(fixesIn(`- ${tag}`)).toEqual([]);
    },
  );

  test("takes lines that follow each other for one change", () => {
    const lines = ["- attack.t1562.001", "- attack.t1562.001"];

    expect(fixesIn(...lines)).toHaveLength(1);
  });

  test("does not touch a line that does not hold what its rule is said to name", () => {
    const rule = ruleWith(["- attack.t1562.001"]);

    expect(findFixes([rule], ["- {{ tag }}"], { catalogue, nearest })).toEqual([]);
  });
});

describe("mayBeFixed", () => {
  test("is asked before a file is read", () => {
    expect(mayBeFixed(ruleWith(["- attack.t1003.001", "- attack.credential-access"]), catalogue)).toBe(false);
    expect(mayBeFixed(ruleWith(["- attack.t1562.001"]), catalogue)).toBe(true);
    expect(mayBeFixed(ruleWith(["- attack.credental-access"]), catalogue)).toBe(true);
  });
});
