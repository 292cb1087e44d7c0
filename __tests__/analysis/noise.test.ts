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

  test("where a third of the rules that test the same look at an event of its own", () => {
    const dnsQuery = { condition: powerShell, events: ["Sysmon 22"] };
    const processEvents = Array.from({ length: 8 }, () => ["Sysmon 1"]);
    const dnsQueries = (count: number) => Array.from({ length: count }, () => ["Sysmon 22", "Sysmon 3"]);

    // With the judged rule, 4 of 12 and 3 of 11.
    expect(noisy(dnsQuery, { events: [...processEvents, ...dnsQueries(3)], threshold: 10 })).toBe(true);
    expect(noisy(dnsQuery, { events: [...processEvents, ...dnsQueries(2)], threshold: 10 })).toBe(false);
  });

  test("by all of them where it is not known what it looks at", () => {
    expect(
      noisy({ condition: powerShell }, { events: Array.from({ length: 20 }, () => ["Sysmon 1"]), threshold: 10 }),
    ).toBe(true);
  });

  test("not where it excludes where the program usually is", () => {
    const masquerade = all(powerShell, not(where("Image", "starts_with", "C:\\Windows\\")));

    expect(noisy({ condition: masquerade }, { others: 20, threshold: 10 })).toBe(false);
  });
});

interface Corpus {
  /** How many other rules test powershell.exe … */
  readonly others?: number;
  /** … or what each of them looks at. */
  readonly events?: readonly (readonly string[])[];
  readonly threshold: number;
}

function noisy(judged: RuleDraft, { others = 0, events, threshold }: Corpus): boolean {
  const drafts = events === undefined ? testing(others) : events.map(testingOn);
  const { rules } = aSnapshot([{ key: "judged", ...judged }, ...drafts]);
  const rule = rules.find(({ rule: { key } }) => key === "judged");
  if (rule === undefined) throw new Error("The judged rule is in its corpus.");
  return isNoisy(rule, widthOf(rule.rule.condition, createReachIndex(rules)), { rules, threshold });
}

/** A corpus in which so many rules test one thing. */
function indexOf(rules: number) {
  return createReachIndex(aSnapshot(testing(rules)).rules);
}

function testing(rules: number): readonly RuleDraft[] {
  return Array.from({ length: rules }, (_, number) => testingOn([], number));
}

function testingOn(events: readonly string[], number: number): RuleDraft {
  return { key: `r${number}`, condition: powerShell, events };
}
