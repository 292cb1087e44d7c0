import { describe, expect, test } from "vitest";
import { isNoisy, noiseThreshold } from "../../src/analysis/noise.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { all, aSnapshot, constraint, not, opaque, type RuleDraft, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");

describe("noiseThreshold", () => {
  test("is what is unusual in the corpus", () => {
    expect(noiseThreshold(indexOf(40), { reach: undefined, percentile: 99.5 })).toBe(40);
  });

  test("is ten where the corpus is small", () => {
    expect(noiseThreshold(indexOf(3), { reach: undefined, percentile: 99.5 })).toBe(10);
    expect(noiseThreshold(indexOf(0), { reach: undefined, percentile: 99.5 })).toBe(10);
  });

  test("is what the team set, however small", () => {
    expect(noiseThreshold(indexOf(40), { reach: 2, percentile: 99.5 })).toBe(2);
  });
});

describe("a rule is noisy", () => {
  test("from the threshold on, and not below it", () => {
    // With the judged rule, ten rules test powershell.exe.
    expect(noisy({ condition: powerShell }, { others: 9, threshold: 10 })).toBe(true);
    expect(noisy({ condition: powerShell }, { others: 9, threshold: 11 })).toBe(false);
    expect(noisy({ condition: all(powerShell, encoded) }, { others: 9, threshold: 10 })).toBe(false);
  });

  test("never where its width is not known", () => {
    expect(noisy({ condition: all(powerShell, opaque("`macro`")) }, { others: 20, threshold: 10 })).toBe(false);
  });

  test("where it tests nothing, unless a threshold is what it consists of", () => {
    expect(noisy({ condition: not(encoded) }, { others: 9, threshold: 10 })).toBe(true);
    expect(noisy({ condition: all(not(encoded), constraint("count > 5")) }, { others: 9, threshold: 10 })).toBe(false);
  });

  test("with a threshold too, where it tests what is common", () => {
    expect(noisy({ condition: all(powerShell, constraint("count > 5")) }, { others: 9, threshold: 10 })).toBe(true);
  });

  test("only by rules that look at an event of its own", () => {
    const dnsQuery = { condition: powerShell, events: ["Sysmon 22"] };
    const either = { condition: powerShell, events: ["Sysmon 22", "Sysmon 1"] };

    expect(noisy(dnsQuery, { others: 20, threshold: 10, events: ["Sysmon 1"] })).toBe(false);
    expect(noisy(either, { others: 20, threshold: 10, events: ["Sysmon 1"] })).toBe(true);
  });

  test("by all of them where it is not known what it looks at", () => {
    expect(noisy({ condition: powerShell }, { others: 20, threshold: 10, events: ["Sysmon 1"] })).toBe(true);
  });

  test("not where it excludes where the program usually is", () => {
    const masquerade = all(powerShell, not(where("Image", "starts_with", "C:\\Windows\\")));

    expect(noisy({ condition: masquerade }, { others: 20, threshold: 10 })).toBe(false);
  });
});

interface Corpus {
  /** How many other rules test powershell.exe. */
  readonly others: number;
  readonly threshold: number;
  readonly events?: readonly string[];
}

function noisy(judged: RuleDraft, { others, threshold, events = [] }: Corpus): boolean {
  const { rules } = aSnapshot([{ key: "judged", ...judged }, ...testing(others, events)]);
  const rule = rules.find(({ rule: { key } }) => key === "judged");
  if (rule === undefined) throw new Error("The judged rule is in its corpus.");
  return isNoisy(rule, widthOf(rule.rule.condition, createReachIndex(rules)), { rules, threshold });
}

/** A corpus in which so many rules test one thing. */
function indexOf(rules: number) {
  return createReachIndex(aSnapshot(testing(rules, [])).rules);
}

function testing(rules: number, events: readonly string[]): readonly RuleDraft[] {
  return Array.from({ length: rules }, (_, number) => ({ key: `r${number}`, condition: powerShell, events }));
}
