import { describe, expect, test } from "vitest";
import { coverageOutline } from "../../src/report/coverage-outline.ts";
import { anAnalysedRule } from "../support/rule-builder.ts";
import { reportView } from "./small-views.ts";

describe("coverageOutline", () => {
  test("counts a technique that is only covered below, and none for rules that do not count", () => {
    const { covered, total } = coverageOutline(reportView());

    expect({ covered, total }).toEqual({ covered: 5, total: 9 });
  });

  test("names the techniques that one rule alone covers", () => {
    const { thin } = coverageOutline(reportView());

    expect(thin.map(({ technique, rules }) => [technique.id, rules.map(({ rule }) => rule.key)])).toEqual([
      ["T1003.001", ["0c61-lsass-access"]],
      ["T1490", ["backups-deleted"]],
    ]);
  });

  test("puts techniques with most rules first, equals by id", () => {
    const { most } = coverageOutline(reportView());

    expect(most.map(({ technique, rules }) => `${technique.id} ${rules.length}`)).toEqual([
      "T1003 2",
      "T1059 2",
      "T1059.001 2",
      "T1003.001 1",
      "T1490 1",
    ]);
  });

  test("folds uncovered sub-techniques into their uncovered parent, in each of its tactics", () => {
    const { gaps } = coverageOutline(reportView());

    expect(
      gaps.map(({ tactic, total, techniques }) => [
        tactic.name,
        total,
        techniques.map(({ technique, below }) => [technique.id, below]),
      ]),
    ).toEqual([
      ["Execution", 1, [["T1059.003", 0]]],
      ["Persistence", 2, [["T1546", 1]]],
      ["Privilege Escalation", 2, [["T1546", 1]]],
      ["Defense Impairment", 1, [["T1685", 0]]],
    ]);
  });

  test("names an uncovered sub-technique where its parent is covered by itself", () => {
    const { gaps } = coverageOutline(reportView([anAnalysedRule({ techniques: ["T1003"] })]));

    const credentialAccess = gaps.find(({ tactic }) => tactic.name === "Credential Access");
    expect(credentialAccess?.techniques.map(({ technique }) => technique.id)).toEqual(["T1003.001"]);
  });
});
