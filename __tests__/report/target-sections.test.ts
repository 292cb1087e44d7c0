import { describe, expect, test } from "vitest";
import { plainText, quote } from "../../src/model/prose.ts";
import type { Targets } from "../../src/model/targets.ts";
import { reportHtml } from "../../src/report/html/report-html.ts";
import { reportJson } from "../../src/report/json/report-json.ts";
import { reportMarkdown } from "../../src/report/markdown/report-markdown.ts";
import type { ReportView } from "../../src/report/report-view.ts";
import { targetSections } from "../../src/report/target-sections.ts";
import { reportText } from "../../src/report/text/report-text.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import { htmlProblems } from "../support/html-problems.ts";
import { hostileTargets } from "./hostile-views.ts";
import { validatorOf } from "./json/documents.ts";
import { lineCount, unprintable } from "./printable.ts";
import { reportView } from "./small-views.ts";

const list = [["your list"]];

/** The small corpus covers T1059 with two rules, both for T1059.001, T1003.001 and T1490 with one each. */
const targets: Targets = {
  required: [
    { id: "T1003.001", name: "LSASS Memory", origins: list, before: undefined, after: { rules: 1 } },
    { id: "T1059", name: "Command and Scripting Interpreter", origins: list, before: undefined, after: { rules: 2 } },
    { id: "T1490", name: "Inhibit System Recovery", origins: list, before: undefined, after: { rules: 1 } },
    { id: "T1546", name: "Event Triggered Execution", origins: list, before: undefined, after: { rules: 0 } },
    {
      id: "T1685",
      name: "Disable or Modify Tools",
      origins: [...list, [quote("a.json")]],
      before: { rules: 1 },
      after: { rules: 0 },
    },
  ],
  minimums: [
    { subject: "techniques", label: ["techniques"], percent: 50, before: undefined, after: { covered: 5, total: 9 } },
    {
      subject: "tactic TA0003",
      label: ["techniques of Persistence"],
      percent: 60,
      before: undefined,
      after: { covered: 0, total: 2 },
    },
  ],
};

const view: ReportView = { ...reportView(), targets };

function rowsOf(section: number, most = 20): readonly string[] {
  return (targetSections(view, most)[section]?.rows ?? []).map((row) => row.map(plainText).join(" | "));
}

describe("the targets of a report", () => {
  test("are none where a team set none", () => {
    expect(targetSections(reportView(), 20)).toEqual([]);
  });

  test("are what was lost, what is open, what is left to one rule, and what is covered, each with its gaps", () => {
    const [profile] = targetSections(view, 20);

    expect(profile?.title).toBe("Threat profile: 3 of 5 covered");
    expect(rowsOf(0)).toEqual([
      'T1685 Disable or Modify Tools | lost | 0 |  | your list, "a.json"',
      "T1546 Event Triggered Execution | open | 0 | T1546.003 WMI Event Subscription | your list",
      "T1003.001 LSASS Memory | left to one rule | 1 |  | your list",
      "T1490 Inhibit System Recovery | left to one rule | 1 |  | your list",
      "T1059 Command and Scripting Interpreter | covered | 2 | T1059.003 Windows Command Shell | your list",
    ]);
  });

  test("leave out those that are covered first, and say how many", () => {
    const [profile] = targetSections(view, 2);

    expect(profile?.rows).toHaveLength(2);
    expect(profile?.more).toBe(3);
    expect(rowsOf(0, 2)[0]).toMatch(/^T1685 /);
  });

  test("say how many techniques each minimum is short of, the furthest first", () => {
    expect(targetSections(view, 20)[1]?.title).toBe("Minimum coverage: 1 of 2 reached");
    // 60 % of 2 are 1.2, so it takes 2; 50 % of 9 are 4.5, so 5 are enough.
    expect(rowsOf(1)).toEqual([
      "techniques of Persistence | 0 of 2 | 0% | 60% | 2 techniques",
      "techniques | 5 of 9 | 55% | 50% | ",
    ]);
  });

  test("miss nothing at a share that is met to the letter", () => {
    // 1.1 % of 1,000 are 11, but not in binary.
    const [techniques] = targets.minimums;
    if (techniques === undefined) throw new Error("There is a minimum.");
    const exact = { ...techniques, percent: 1.1, after: { covered: 11, total: 1000 } };

    const [section] = targetSections({ ...view, targets: { required: [], minimums: [exact] } }, 20);

    expect(section?.title).toBe("Minimum coverage: 1 of 1 reached");
  });

  test("come before everything else that a report lists", async () => {
    const text = reportText(view, { colours: false });
    const markdown = reportMarkdown(view);
    const page = reportHtml(view);

    expect(text).toMatch(/Threat profile: 3 of 5 covered.*Minimum coverage: 1 of 2 reached.*Most covered/s);
    expect(markdown).toMatch(
      /#### Threat profile: 3 of 5 covered.*#### Minimum coverage: 1 of 2 reached.*\| Tactic \|/s,
    );
    expect(page).toMatch(/>Threat profile: 3 of 5 covered<.*>Minimum coverage: 1 of 2 reached<.*>Tactics</s);
    expect(await htmlProblems(page)).toEqual([]);
  });

  test("are in the JSON by id, as published", () => {
    const document = JSON.parse(reportJson(view));
    const validate = validatorOf("report");

    expect(validate(document)).toBe(true);
    expect(document.targets.required[1]).toEqual({
      id: "T1059",
      name: "Command and Scripting Interpreter",
      state: "covered",
      rules: 2,
      rulesBefore: null,
      uncoveredBelow: ["T1059.003"],
      askedForBy: ["your list"],
    });
    expect(document.targets.minimums[1]).toEqual({
      subject: "tactic TA0003",
      percent: 60,
      covered: 0,
      total: 2,
      coveredBefore: null,
    });
  });

  test.each(hostileTexts)("print nothing in a terminal that is not printed, and no line more, for %j", (text) => {
    const print = (words: string) => reportText({ ...view, targets: hostileTargets(words) }, { colours: false });

    expect(print(text)).not.toMatch(unprintable);
    expect(lineCount(print(text))).toBe(lineCount(print("harmless")));
  });
});
