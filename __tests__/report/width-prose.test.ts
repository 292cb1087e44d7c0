import { describe, expect, test } from "vitest";
import type { RuleWidth } from "../../src/model/assessment.ts";
import { plainText } from "../../src/model/prose.ts";
import { widthProse } from "../../src/report/width-prose.ts";
import { analysed, indicatorOf, powershellIndicator, untagged } from "./small-corpus.ts";
import { ruleView } from "./small-rule-views.ts";

const word = indicatorOf("ParentImage", "basename", "winword.exe");
const hidden = indicatorOf("CommandLine", "contains", " -w hidden ");

function sentences(width: Partial<RuleWidth>, isNoisy = false): string {
  const whole = { reach: 1, path: [powershellIndicator], isConstrained: false, isNoisy, companions: [], ...width };
  return plainText(widthProse(ruleView(analysed(untagged), { width: whole })));
}

describe("widthProse", () => {
  test("names the weakest path and how many others test all of it", () => {
    expect(sentences({ reach: 3, path: [powershellIndicator, word] })).toBe(
      'The weakest way to match needs "Image basename powershell.exe" and "ParentImage basename winword.exe", ' +
        "which 2 other rules test together.",
    );
  });

  test("says that nobody else tests a single indicator", () => {
    expect(sentences({ reach: 1 })).toBe(
      'The weakest way to match needs "Image basename powershell.exe", which no other rule tests.',
    );
  });

  test("says in the singular that one other rule does", () => {
    expect(sentences({ reach: 2 })).toMatch(/, which 1 other rule tests\.$/);
  });

  test("names no more than a few of a long path", () => {
    const path = [
      powershellIndicator,
      word,
      hidden,
      indicatorOf("User", "equals", "SYSTEM"),
      indicatorOf("A", "gt", "1"),
    ];

    expect(sentences({ path })).toContain('"CommandLine contains " -w hidden "" and 2 more, which');
  });

  test("advises what companions of a noisy path test besides", () => {
    const companions = [
      { indicator: hidden, rules: 21 },
      { indicator: word, rules: 17 },
    ];

    expect(sentences({ reach: 172, companions }, true)).toBe(
      'The weakest way to match needs only "Image basename powershell.exe", which 171 other rules test. ' +
        'Rules that test it also test "CommandLine contains " -w hidden "" (21) and ' +
        '"ParentImage basename winword.exe" (17): add a condition, or split the branch.',
    );
  });

  test("advises something rare where a noisy path has no companions", () => {
    expect(sentences({ reach: 172 }, true)).toMatch(/ Add a condition that few rules share\.$/);
  });

  test("says that a way to match which tests nothing takes all that is sent", () => {
    expect(sentences({ reach: 9, path: [] })).toBe(
      "One way to match tests no value at all, so the rule matches whatever its log source sends.",
    );
  });

  test("says that a threshold narrows what reach can't see", () => {
    expect(sentences({ isConstrained: true })).toMatch(/ A threshold, count or comparison narrows it further/);
  });

  test("judges nothing where a part of the path was not understood", () => {
    expect(sentences({ reach: undefined })).toBe(
      "How specific the rule is can't be said: a part of its weakest path was not understood.",
    );
  });
});
