import { describe, expect, test } from "vitest";
import { createCounting } from "../../src/app/counting.ts";
import { parseConfig } from "../../src/config/load.ts";
import { known } from "../config/known.ts";
import { aRule, type RuleDraft } from "../support/rule-builder.ts";

const sources = `
sources:
  - { name: own, include: [rules/] }
  - { name: lab, include: [lab/] }
  - { name: sigmahq, include: [vendor/], role: reference }
`;

function why(count: string, draft: RuleDraft): string | undefined {
  return createCounting(parseConfig(`${sources}count: ${count}`, "detcov.yml", known))(aRule(draft));
}

describe("a rule is left out", () => {
  const own = { path: "rules/a.yml" };

  test.each<[string, string, RuleDraft, string | undefined]>([
    ["by its lifecycle", "{}", { ...own, lifecycle: "deprecated" }, "deprecated"],
    ["as a reference", "{}", { path: "vendor/a.yml" }, "reference"],
    ["by its lifecycle rather than as a reference", "{}", { path: "vendor/a.yml", lifecycle: "disabled" }, "disabled"],
    ["by its source", "{ sources: [own] }", { path: "lab/a.yml" }, "source"],
    ["not by its source where that is named", "{ sources: [own] }", own, undefined],
    ["by its severity", "{ severity: medium }", { ...own, severity: "low" }, "severity"],
    ["not by a severity that is enough", "{ severity: medium }", { ...own, severity: "medium" }, undefined],
    ["not by a severity that it has not", "{ severity: critical }", { ...own, severity: undefined }, undefined],
  ])("%s", (_, count, draft, reason) => {
    expect(why(count, draft)).toBe(reason);
  });

  test.each([
    ["windows", "platform"],
    ["linux", undefined],
    ["azure", undefined],
    ["aws", undefined],
    ["zeek", undefined],
  ])("by a platform that is not defended: %s", (product, reason) => {
    const logSource = { vocabulary: "sigma", product, category: undefined, service: undefined, tables: [] };

    expect(why("{ platforms: [linux, IaaS, ESXi] }", { ...own, logSource })).toBe(reason);
  });
});
