import { describe, expect, test } from "vitest";
import type { RuleDraft } from "../../support/rule-builder.ts";
import { aClaim } from "../../support/rule-builder.ts";
import { messagesOf, placesOf } from "../findings-of.ts";

/** A rule that the change adds. */
function adding(...techniques: NonNullable<RuleDraft["techniques"]>) {
  return { base: [], head: [{ key: "added", path: "rules/added.yml", techniques }] };
}

describe("technique-unknown", () => {
  test("names the author's own text, at its line", () => {
    const draft = adding("T1490", { id: "T1059.999", declared: "attack.t1059.999", line: 7 });

    expect(messagesOf("technique-unknown", draft)).toEqual([
      '"attack.t1059.999" is not a technique of ATT&CK 19 and counts for nothing; correct the id, or choose the version that has it.',
    ]);
    expect(placesOf("technique-unknown", draft)).toEqual(["rules/added.yml:7"]);
  });

  test("says once what a rule says twice, and each of two ids by itself", () => {
    expect(messagesOf("technique-unknown", adding("T9999", "T9999", "T8888"))).toHaveLength(2);
  });

  test("judges changed rules only", () => {
    const old = { key: "old", techniques: ["T9999"] };

    expect(messagesOf("technique-unknown", { base: [old], head: [old] })).toEqual([]);
    expect(messagesOf("technique-unknown", { base: [old], head: [{ ...old, severity: "low" }] })).toHaveLength(1);
    expect(messagesOf("technique-unknown", { head: [old] })).toEqual([]);
  });

  test("says nothing of ids that ATT&CK has or had", () => {
    expect(messagesOf("technique-unknown", adding("T1490", "T1086", "T1108", "T1043"))).toEqual([]);
  });
});

describe("technique-deprecated", () => {
  test("is about ids that nothing replaced", () => {
    expect(messagesOf("technique-deprecated", adding("T1108", "T1043", "T1086", "T1490"))).toEqual([
      '"attack.t1043" (Commonly Used Port) is deprecated in ATT&CK 19 and counts for nothing; name the technique that describes the behaviour today.',
      '"attack.t1108" (Redundant Access) is deprecated in ATT&CK 19 and counts for nothing; name the technique that describes the behaviour today.',
    ]);
  });
});

describe("technique-revoked", () => {
  test("names the replacement, at the end of the chain", () => {
    expect(messagesOf("technique-revoked", adding("T1086", "T1490", "T1108"))).toEqual([
      '"attack.t1086" was revoked by ATT&CK; write T1059.001 PowerShell, which it is counted as.',
    ]);
  });
});

describe("technique-missing", () => {
  test("is about counted rules that name no technique", () => {
    expect(messagesOf("technique-missing", adding())).toEqual([
      "The rule names no ATT&CK technique, so it adds nothing to coverage; tag what it detects.",
    ]);
  });

  test("says nothing of a rule that names any, or does not count", () => {
    expect(messagesOf("technique-missing", adding("T9999"))).toEqual([]);
    expect(messagesOf("technique-missing", { base: [], head: [{ lifecycle: "deprecated" }] })).toEqual([]);
  });
});

describe("tactic-mismatch", () => {
  const naming = (tactics: RuleDraft["tactics"], ...techniques: readonly string[]) => ({
    base: [],
    head: [{ key: "added", path: "rules/added.yml", techniques, tactics: tactics ?? [] }],
  });

  test("names the tactics that would fit", () => {
    const draft = naming([{ id: "impact", declared: "attack.impact", line: 9 }], "T1546.003");

    expect(messagesOf("tactic-mismatch", draft)).toEqual([
      '"attack.impact" is not a tactic of the rule\'s techniques, which belong to Persistence and Privilege Escalation; remove it, or name a technique of that tactic.',
    ]);
    expect(placesOf("tactic-mismatch", draft)).toEqual(["rules/added.yml:9"]);
  });

  test("a tactic of any of the techniques fits, however it is spelled", () => {
    for (const tactic of ["persistence", "privilege_escalation", "TA0002", "ta0040"]) {
      expect(messagesOf("tactic-mismatch", naming([tactic], "T1546.003", "T1059.001", "T1490"))).toEqual([]);
    }
  });

  test("a rule for an older version, whose id was revoked, is not blamed for the tactics of that version", () => {
    expect(messagesOf("tactic-mismatch", naming(["TA0005", "defense-evasion"], "T1562.001"))).toEqual([]);
  });

  test("the tactics of the replacement fit too, and others do not", () => {
    expect(messagesOf("tactic-mismatch", naming(["defense-impairment"], "T1562"))).toEqual([]);
    expect(messagesOf("tactic-mismatch", naming(["impact"], "T1562"))).toEqual([
      '"attack.impact" is not a tactic of the rule\'s techniques, which belong to Defense Impairment; remove it, or name a technique of that tactic.',
    ]);
  });

  test("the old name of a tactic that was split fits either half", () => {
    expect(messagesOf("tactic-mismatch", naming(["defense-evasion"], "T1685"))).toEqual([]);
    expect(messagesOf("tactic-mismatch", naming(["TA0005"], "T1685"))).toHaveLength(1);
  });

  test("an unknown tactic, and a rule without techniques that count, are no mismatch", () => {
    expect(messagesOf("tactic-mismatch", naming(["detection"], "T1490"))).toEqual([]);
    expect(messagesOf("tactic-mismatch", naming(["impact"], "T1108"))).toEqual([]);
    expect(messagesOf("tactic-mismatch", naming(["impact"]))).toEqual([]);
  });

  test("two tactics that do not fit are two findings", () => {
    expect(messagesOf("tactic-mismatch", naming(["impact", aClaim("TA0006")], "T1059.001"))).toHaveLength(2);
  });
});
