import { describe, expect, test } from "vitest";
import type { Condition } from "../../../src/model/condition.ts";
import { all, any, constraint, not, onLine, type RuleDraft, where } from "../../support/rule-builder.ts";
import { findingsOf, messagesOf, placesOf } from "../findings-of.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const word = where("ParentImage", "basename", "winword.exe");
const processEvent = where("EventID", "equals", "1");

/** 12 rules that test powershell.exe, of which 4 test -enc too and 3 winword.exe, and a change that adds one. */
function adding(condition: Condition, draft: RuleDraft = {}) {
  const others = [
    ...rulesWith(4, all(powerShell, encoded)),
    ...rulesWith(3, all(powerShell, word)),
    ...rulesWith(5, powerShell),
  ];
  return { base: others, head: [...others, { key: "added", path: "rules/added.yml", line: 2, condition, ...draft }] };
}

function rulesWith(count: number, condition: Condition): readonly RuleDraft[] {
  return Array.from({ length: count }, (_, number) => ({ key: `${JSON.stringify(condition)}-${number}`, condition }));
}

describe("rule-noisy", () => {
  test("names the weakest path, how wide it is, and what others test besides", () => {
    expect(messagesOf("rule-noisy", adding(powerShell))).toEqual([
      'One way to match needs only "Image basename powershell.exe", which 13 rules test. Rules that test it also test "CommandLine contains " -enc "" (4) and "ParentImage basename winword.exe" (3): add a condition, or split the branch off.',
    ]);
  });

  test("names all of a path of several tests", () => {
    const draft = adding(all(processEvent, powerShell));
    const others = draft.base.map((rule) => ({ ...rule, condition: all(processEvent, rule.condition ?? all()) }));
    const head = [...others, ...draft.head.slice(-1)];

    expect(messagesOf("rule-noisy", { base: others, head })).toEqual([
      'One way to match needs only "EventID equals 1" and "Image basename powershell.exe", which 13 rules test together. Rules that test them also test "CommandLine contains " -enc "" (4) and "ParentImage basename winword.exe" (3): add a condition, or split the branch off.',
    ]);
  });

  test("says where a threshold narrows", () => {
    expect(
      messagesOf("rule-noisy", adding(all(powerShell, encoded, any(powerShell), constraint("count > 5")))),
    ).toEqual([]);
    expect(messagesOf("rule-noisy", adding(all(powerShell, constraint("count > 5"))))[0]).toMatch(
      /which 13 rules test\. A threshold or comparison narrows it in a way that reach can't see\. Rules/,
    );
  });

  test("says so where nothing is tested", () => {
    expect(messagesOf("rule-noisy", adding(not(encoded)))).toEqual([
      "One way to match tests no value at all, so the rule matches whatever its log source sends. Name what has to be there.",
    ]);
  });

  test("has other advice where the other rules test nothing else", () => {
    const others = rulesWith(12, powerShell);
    const head = [...others, { key: "added", condition: powerShell }];

    expect(messagesOf("rule-noisy", { base: others, head })[0]).toMatch(
      /which 13 rules test\. Add a condition that few rules share\.$/,
    );
  });

  test("points at the line of the test that tells the branch from the others", () => {
    const branches = any(onLine(encoded, 12), onLine(where("Image", "basename", "rare.exe", "powershell.exe"), 20, 21));

    expect(placesOf("rule-noisy", adding(branches))).toEqual(["rules/added.yml:21"]);
  });

  test("does not point at an exclusion that looks the same", () => {
    const elsewhere = any(all(encoded, not(onLine(powerShell, 8))), onLine(powerShell, 20));

    expect(placesOf("rule-noisy", adding(elsewhere))).toEqual(["rules/added.yml:20"]);
  });

  test("points at the first line of a test that stands there twice, and reads over what is no test", () => {
    const twice = any(all(encoded, word), { ...constraint("a = b"), line: 4 }, onLine(powerShell, 30));

    expect(placesOf("rule-noisy", adding(all(onLine(powerShell, 20), twice)))).toEqual(["rules/added.yml:20"]);
  });

  test("points at the rule where nothing is tested", () => {
    expect(placesOf("rule-noisy", adding(not(encoded)))).toEqual(["rules/added.yml:2"]);
  });

  test("says nothing of a specific rule, of one that does not count, and of one that did not change", () => {
    const old = adding(powerShell);

    expect(messagesOf("rule-noisy", adding(all(powerShell, encoded)))).toEqual([]);
    expect(messagesOf("rule-noisy", adding(powerShell, { lifecycle: "deprecated" }))).toEqual([]);
    expect(messagesOf("rule-noisy", { base: old.head, head: old.head })).toEqual([]);
  });

  test("is a warning about the rule", () => {
    expect(findingsOf("rule-noisy", adding(powerShell))).toMatchObject([
      { level: "warning", subject: "added", fingerprint: "rule-noisy:added" },
    ]);
  });
});
