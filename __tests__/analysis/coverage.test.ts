import { describe, expect, test } from "vitest";
import { coverageOf, eventCoverageOf } from "../../src/analysis/coverage.ts";
import { isCovered } from "../../src/model/cover.ts";
import { aCatalogue, aSnapshot, type RuleDraft, type SnapshotOptions } from "../support/rule-builder.ts";

describe("the coverage of a technique", () => {
  test("is by the rules that claim it and, apart, by those that claim only what is below it", () => {
    const rules = [
      { key: "shell", techniques: ["T1059.003"] },
      { key: "any-interpreter", techniques: ["T1059"] },
      { key: "powershell", techniques: ["T1059.001"] },
    ];

    expect(covered(rules)).toEqual({
      T1059: [["any-interpreter"], ["powershell", "shell"]],
      "T1059.001": [["powershell"], []],
      "T1059.003": [["shell"], []],
    });
  });

  test("counts a rule that claims a parent and its child once under the parent", () => {
    expect(covered([{ key: "powershell", techniques: ["T1059", "T1059.001"] }]).T1059).toEqual([["powershell"], []]);
  });

  test("counts a rule that claims two children once under the parent", () => {
    expect(covered([{ key: "both", techniques: ["T1059.001", "T1059.003"] }]).T1059).toEqual([[], ["both"]]);
  });

  test("goes up and never down", () => {
    expect(Object.keys(covered([{ key: "any-interpreter", techniques: ["T1059"] }]))).toEqual(["T1059"]);
  });

  test("counts an old id for what replaced it", () => {
    const rules = [
      { key: "defender", techniques: ["T1562.001"] },
      { key: "old", techniques: ["T1086"] },
    ];

    expect(covered(rules)).toEqual({
      T1059: [[], ["old"]],
      "T1059.001": [["old"], []],
      T1685: [["defender"], []],
    });
  });

  test("counts no deprecated, unknown or abandoned id", () => {
    expect(covered([{ key: "old", techniques: ["T1108", "T1043", "T9999"] }])).toEqual({});
  });

  test("leaves out what does not count: lifecycles, references, parts of other rules", () => {
    const rules = [
      { key: "deprecated", lifecycle: "deprecated", techniques: ["T1059.001"] },
      { key: "part", techniques: ["T1059.001"] },
      { key: "whole", techniques: ["T1490"], helpers: ["part"] },
      { key: "theirs", path: "reference/a.yml", techniques: ["T1059.001"] },
    ] as const;

    expect(covered(rules, { reference: "reference/" })).toEqual({ T1490: [["whole"], []] });
  });

  test("lists every active technique, covered or not", () => {
    const { techniques, count } = coverageOf(aSnapshot([{ techniques: ["T1546.003"] }]).rules, aCatalogue());

    expect(techniques.map(({ id }) => id)).toEqual(aCatalogue().activeTechniques.map(({ id }) => id));
    expect(count).toEqual({ covered: 2, total: techniques.length });
  });
});

describe("the coverage of a tactic", () => {
  test("is how many of its techniques are covered, and one of two tactics counts in both", () => {
    const { tactics } = coverageOf(aSnapshot([{ techniques: ["T1546.003"] }]).rules, aCatalogue());

    expect(tactics.map(({ id, covered: some, total }) => `${id} ${some} of ${total}`)).toEqual([
      "TA0002 0 of 3",
      "TA0003 2 of 2",
      "TA0004 2 of 2",
      "TA0005 0 of 0",
      "TA0112 0 of 1",
      "TA0006 0 of 2",
      "TA0040 0 of 1",
    ]);
  });
});

describe("the coverage of events", () => {
  test("is by the counted rules that look at them, by provider and number", () => {
    const rules = [
      { key: "b", events: ["Sysmon 10", "Sysmon 1"] },
      { key: "a", events: ["Sysmon 10", "Security-Auditing 4688"] },
      { key: "old", events: ["Sysmon 3"], lifecycle: "disabled" },
    ] as const;

    expect(
      eventCoverageOf(aSnapshot(rules).rules).map(({ event, rules: keys }) => [`${event.provider} ${event.id}`, keys]),
    ).toEqual([
      ["Security-Auditing 4688", ["a"]],
      ["Sysmon 1", ["b"]],
      ["Sysmon 10", ["a", "b"]],
    ]);
  });
});

/** Covered techniques, each with the rules that claim it and those that claim one below. */
function covered(drafts: readonly RuleDraft[], options: SnapshotOptions = {}) {
  const { techniques } = coverageOf(aSnapshot(drafts, options).rules, aCatalogue());
  const members = techniques.filter(({ cover }) => isCovered(cover));
  return Object.fromEntries(members.map(({ id, rules, rulesBelow }) => [id, [rules, rulesBelow]]));
}
