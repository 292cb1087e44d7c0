import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indicatorKey } from "../../src/analysis/indicators.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { all, any, aSnapshot, not, type RuleDraft, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const powerShellKey = indicatorKey("Image", "basename", "powershell.exe");

describe("reach", () => {
  test("is how many rules use an indicator, each by its place in the corpus", () => {
    const index = indexOf([
      { key: "a", condition: powerShell },
      { key: "b", condition: encoded },
      { key: "c", condition: all(powerShell, encoded) },
    ]);

    expect(index.size).toBe(3);
    expect(index.rulesWith(powerShellKey)).toEqual([0, 2]);
  });

  test("a rule counts once however often it repeats an indicator", () => {
    const shouted = where("IMAGE", "basename", "POWERSHELL.EXE");
    const index = indexOf([{ key: "a", condition: any(powerShell, all(powerShell, encoded), shouted) }]);

    expect(index.rulesWith(powerShellKey)).toEqual([0]);
  });

  test("exclusions are not counted", () => {
    expect(indexOf([{ key: "a", condition: all(encoded, not(powerShell)) }]).rulesWith(powerShellKey)).toEqual([]);
  });

  test("rules that do not count for coverage are counted: they say what authors look for", () => {
    const index = indexOf([
      { key: "a", condition: powerShell, lifecycle: "deprecated" },
      { key: "b", condition: powerShell },
    ]);

    expect(index.rulesWith(powerShellKey)).toHaveLength(2);
  });

  test("is kept by format", () => {
    const index = indexOf([
      { key: "a", condition: powerShell, format: "splunk" },
      { key: "b", condition: powerShell, format: "elastic" },
      { key: "c", condition: powerShell, format: "splunk" },
      { key: "d", condition: encoded, format: "sentinel" },
    ]);

    expect([...index.formatsOf(index.rulesWith(powerShellKey))]).toEqual([
      ["elastic", 1],
      ["splunk", 2],
    ]);
  });

  test("an indicator that nobody uses has none", () => {
    const index = indexOf([]);

    expect(index.rulesWith(powerShellKey)).toEqual([]);
    expect([...index.formatsOf(index.rulesWith(powerShellKey))]).toEqual([]);
  });
});

describe("the list of indicators", () => {
  test("goes by reach, then field, operator and value, each in its first spelling", () => {
    const index = indexOf([
      { key: "a", condition: any(where("Image", "basename", "b.exe", "a.exe", "PowerShell.exe"), encoded) },
      { key: "b", condition: powerShell },
      { key: "c", condition: where("Image", "ends_with", "c.exe") },
    ]);

    expect(index.indicators().map(({ field, operator, value }) => `${field} ${operator} ${value}`)).toEqual([
      "Image basename PowerShell.exe",
      "CommandLine contains  -enc ",
      "Image basename a.exe",
      "Image basename b.exe",
      "Image ends_with c.exe",
    ]);
  });
});

describe("percentile", () => {
  // Reaches 1, 1, 1, 1, 1, 1, 1, 1, 2, 5: the ten of them by hand.
  const index = indexOf([
    { key: "r1", condition: any(where("A", "equals", "5", "2", "1", "1b", "1c")) },
    { key: "r2", condition: any(where("A", "equals", "5", "2", "1d", "1e", "1f", "1g", "1h")) },
    { key: "r3", condition: where("A", "equals", "5") },
    { key: "r4", condition: where("A", "equals", "5") },
    { key: "r5", condition: where("A", "equals", "5") },
  ]);

  test.each([
    [0, 1],
    [50, 1],
    [80, 1],
    [80.1, 2],
    [90, 2],
    [90.5, 5],
    [99.5, 5],
    [100, 5],
  ])("the %d th is %d", (percent, reach) => {
    expect(index.percentile(percent)).toBe(reach);
  });

  test("is exact where floating numbers are not: 7 % of 100 indicators are 7", () => {
    // Values v0 … v99, of which v0 … v6 are tested by one rule and the others by two.
    const values = Array.from({ length: 100 }, (_, number) => `v${number}`);
    const hundred = indexOf([
      { key: "all", condition: where("A", "equals", ...values) },
      { key: "most", condition: where("A", "equals", ...values.slice(7)) },
    ]);

    expect(hundred.percentile(7)).toBe(1);
    expect(hundred.percentile(7.01)).toBe(2);
  });

  test("of an empty corpus is nothing", () => {
    expect(indexOf([]).percentile(99.5)).toBe(0);
  });

  test("is the least reach that so many indicators do not exceed", () => {
    const rules = fc.array(fc.uniqueArray(fc.nat(9), { minLength: 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rules, fc.double({ min: 0.1, max: 100, noNaN: true }), (tested, percent) => {
        const some = indexOf(
          tested.map((values, position) => ({
            key: `r${position}`,
            condition: where("A", "equals", ...values.map((value) => `v${value}`)),
          })),
        );
        const reaches = some.indicators().map(({ key }) => some.rulesWith(key).length);
        const shareUpTo = (reach: number) => reaches.filter((other) => other <= reach).length / reaches.length;
        const found = some.percentile(percent);

        expect(shareUpTo(found)).toBeGreaterThanOrEqual(percent / 100 - 1e-9);
        expect(shareUpTo(found - 1)).toBeLessThan(percent / 100 + 1e-9);
      }),
    );
  });
});

function indexOf(drafts: readonly RuleDraft[]) {
  return createReachIndex(aSnapshot(drafts).rules);
}
