import { describe, expect, test } from "vitest";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { guidesFor } from "../../src/analysis/technique-guide.ts";
import { createValidationFacts } from "../../src/attack/validation.ts";
import { indicatorText } from "../../src/model/indicator-text.ts";
import { validation, validationFacts } from "../report/small-technique-pages.ts";
import { aCatalogue, aDelta, all, aSnapshot, not, type RuleDraft, where } from "../support/rule-builder.ts";

const powershell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const noFacts = createValidationFacts({ countermeasures: [], tests: [], analytics: [] }, aCatalogue(), () => "");

/** Rules that keep what the others test from being most of the corpus. */
const crowd: readonly RuleDraft[] = Array.from({ length: 60 }, (_, number) => ({
  key: `crowd-${number}`,
  condition: where("Image", "basename", `tool${number}.exe`),
}));

const known: readonly RuleDraft[] = [
  {
    key: "hidden",
    techniques: ["T1059.001"],
    events: ["Sysmon 1"],
    condition: all(
      powershell,
      where("CommandLine", "contains", "-w hidden"),
      where("ParentImage", "basename", "excel.exe"),
    ),
  },
  {
    key: "later",
    techniques: ["T1059.001"],
    events: ["PowerShell 4104"],
    condition: all(
      powershell,
      where("commandline", "contains", "-W HIDDEN"),
      where("ParentImage", "basename", "winword.exe"),
    ),
  },
];
const added: RuleDraft = {
  key: "encoded",
  techniques: ["T1059.001"],
  events: ["Sysmon 1"],
  condition: all(powershell, encoded),
};

function guidesOf(base: readonly RuleDraft[], head: readonly RuleDraft[], facts = noFacts) {
  const { rules } = aSnapshot(head);
  return guidesFor(aDelta(base, head), { rules, reach: createReachIndex(rules), catalogue: aCatalogue(), facts });
}

describe("a writing guide", () => {
  const base = [...crowd, ...known];

  test("names what several other rules test and a new one does not, and where they look", () => {
    const [guide] = guidesOf(base, [...base, added]);

    expect(guide).toMatchObject({ technique: { id: "T1059.001" }, rules: 2, tests: [] });
    expect(guide?.indicators.map(({ indicator, rules }) => [indicatorText(indicator), rules])).toEqual([
      ["CommandLine contains -w hidden", 2],
    ]);
    expect(guide?.fields).toEqual([{ field: "ParentImage", rules: 2 }]);
    expect(guide?.events.map(({ event, rules }) => [event.id, rules])).toEqual([["4104", 1]]);
  });

  test("does not advise what the rule excludes", () => {
    const excluding = { ...added, condition: all(added.condition ?? powershell, not(where("ParentImage", "exists"))) };

    expect(guidesOf(base, [...base, excluding])[0]?.fields).toEqual([]);
  });

  test("has the tests, and the events that only ATT&CK's analytics name", () => {
    const [guide] = guidesOf([], [added], validationFacts);

    expect(guide?.rules).toBe(0);
    expect(guide?.tests.map(({ guid }) => guid)).toEqual(["a1", "a3"]);
    expect(guide?.events.map(({ event, rules }) => [event.id, rules])).toEqual([
      ["4104", 0],
      ["10", 0],
    ]);
  });

  test("is not written where there is nothing to say", () => {
    expect(guidesOf([], [added])).toEqual([]);
  });

  test("is not written for what changed in title only, was moved or does not count", () => {
    const old = [...base, added];

    expect(guidesOf(old, [...base, { ...added, title: "Renamed" }])).toEqual([]);
    expect(guidesOf(old, [...base, { ...added, path: "rules/moved.yml" }])).toEqual([]);
    expect(guidesOf(base, [...base, { ...added, lifecycle: "deprecated" }])).toEqual([]);
  });

  test("is written for each technique that a rule now names", () => {
    const old = [...base, added];
    const retagged = { ...added, techniques: ["T1059.001", "T1059.003"] };

    expect(validation.tests.map(({ technique }) => technique)).toContain("T1059.003");
    expect(guidesOf(old, [...base, retagged], validationFacts).map(({ technique }) => technique.id)).toEqual([
      "T1059.001",
      "T1059.003",
    ]);
  });
});
