import { describe, expect, test } from "vitest";
import type { RequiredTechnique } from "../../../src/model/targets.ts";
import type { RuleDraft } from "../../support/rule-builder.ts";
import { findingsOf, messagesOf } from "../findings-of.ts";

const weights = { experimental: 0.5 } as const;
const shadow: RuleDraft = { key: "shadow", path: "rules/shadow.yml", techniques: ["T1490"] };
const vss: RuleDraft = { key: "vss", path: "rules/vss.yml", techniques: ["T1490"] };

describe("where rules have weights", () => {
  test("a technique is lost that too little is left of, by a rule that weighs less", () => {
    const change = { base: [shadow], head: [{ ...shadow, lifecycle: "experimental" as const }], weights };

    expect(messagesOf("technique-lost", change)).toEqual([
      "T1490 Inhibit System Recovery has only 1 rule left, strength 0.5. It was covered by rules/shadow.yml, which now weighs 0.5.",
    ]);
    expect(findingsOf("technique-lost", change)[0]?.location?.path).toBe("rules/shadow.yml");
  });

  test("a technique is lost whose last rule goes, in the words that there always are", () => {
    expect(messagesOf("technique-lost", { base: [shadow], head: [], weights })).toEqual([
      "T1490 Inhibit System Recovery has no rule left. It was covered by rules/shadow.yml, which this change deletes.",
    ]);
  });

  test("a technique is thinned below a strength of two, and all rules that are left are named", () => {
    const light: RuleDraft = { ...vss, lifecycle: "experimental" };

    expect(messagesOf("technique-thinned", { base: [shadow, vss], head: [shadow, light], weights })).toEqual([
      "T1490 Inhibit System Recovery is left to 2 rules, strength 1.5 (2.0 → 1.5): rules/shadow.yml and rules/vss.yml. It lost rules/vss.yml, which now weighs 0.5.",
    ]);
  });

  test("a required technique is open that rules do not cover together", () => {
    const required: RequiredTechnique = {
      id: "T1490",
      name: "Inhibit System Recovery",
      origins: [["your list"]],
      before: { rules: 1, strength: 0.5 },
      after: { rules: 1, strength: 0.5 },
    };
    const light: RuleDraft = { ...shadow, lifecycle: "experimental" };
    const demanding = { base: [light], head: [light], targets: { required: [required], minimums: [] }, weights };

    expect(messagesOf("required-technique-uncovered", demanding)).toEqual([
      "T1490 Inhibit System Recovery is required by your list, and 1 rule of strength 0.5 does not cover it.",
    ]);
    expect(messagesOf("lost-required", demanding)).toEqual([]);
  });
});
