import { describe, expect, test } from "vitest";
import { analysisCounting, countingOf, createCounting } from "../../src/app/counting.ts";
import { parseConfig } from "../../src/config/load.ts";
import { plainText } from "../../src/model/prose.ts";
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

describe("the weight of a rule", () => {
  const weights =
    "{ weights: { lifecycle: { experimental: 0.7 }, severity: { low: 0.1, high: 1 }, sources: { lab: 0.5 } } }";

  function weightOf(count: string, draft: RuleDraft): number | undefined {
    return analysisCounting(parseConfig(`${sources}count: ${count}`, "detcov.yml", known)).weigh?.(aRule(draft));
  }

  test.each<[string, RuleDraft, number]>([
    ["is one where nothing is said of it", { path: "rules/a.yml", severity: "medium" }, 1],
    ["is one where it has no severity", { path: "rules/a.yml", severity: undefined }, 1],
    ["is that of its lifecycle", { path: "rules/a.yml", lifecycle: "experimental" }, 0.7],
    ["is that of its source", { path: "lab/a.yml" }, 0.5],
    ["is the product, and exactly that", { path: "rules/a.yml", lifecycle: "experimental", severity: "low" }, 0.07],
    ["may be of all three", { path: "lab/a.yml", lifecycle: "experimental", severity: "low" }, 0.035],
  ])("%s", (_, draft, weight) => {
    expect(weightOf(weights, draft)).toBe(weight);
  });

  test("is none where a team gives none", () => {
    expect(weightOf("{}", { lifecycle: "experimental" })).toBeUndefined();
    expect(weightOf("{ weights: { lifecycle: {}, severity: {} } }", { lifecycle: "experimental" })).toBeUndefined();
  });

  test("is said in reports", () => {
    const said = countingOf(parseConfig(`${sources}count: ${weights}`, "detcov.yml", known)).weights;

    expect(plainText(said ?? [])).toBe('experimental 0.7, severity low 0.1, severity high 1, source "lab" 0.5');
  });
});
