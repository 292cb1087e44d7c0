import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reportHtml } from "../../src/report/html/report-html.ts";
import { reportMarkdown } from "../../src/report/markdown/report-markdown.ts";
import { reportCsv } from "../../src/report/report-csv.ts";
import type { ReportView } from "../../src/report/report-view.ts";
import { summarySections } from "../../src/report/summary-sections.ts";
import { reportText } from "../../src/report/text/report-text.ts";
import { htmlProblems } from "../support/html-problems.ts";
import { hostileRule } from "./hostile-rule.ts";
import { anyText, unprintable } from "./printable.ts";
import { trendView } from "./small-trend.ts";
import { historyReportView, reportView } from "./small-views.ts";

describe("a report that looks back", () => {
  test("is a page of Markdown: what changed, the trend, where it is thin, and what wants a look", async () => {
    const text = reportMarkdown(historyReportView(), { trend: trendView });

    await expect(text).toMatchFileSnapshot("fixtures/summary.golden.md");
  });

  test("is more than one screen of text", async () => {
    await expect(reportText(historyReportView(), { colours: false })).toMatchFileSnapshot(
      "fixtures/summary.golden.txt",
    );
  });

  test("is a valid page of HTML", async () => {
    expect(await htmlProblems(reportHtml(historyReportView()))).toEqual([]);
  });

  test("links its files where they can be looked at, each on its side", () => {
    const links = {
      file: (path: string, _line: number | undefined, side: "base" | "head") => `https://git.example/${side}/${path}`,
      run: undefined,
    };

    const text = reportMarkdown(historyReportView(), { links });

    expect(text).toContain("− [`backups-deleted.yml`](https://git.example/base/rules/backups-deleted.yml)");
    expect(text).toContain("+ [`wmi-filter.yml`](https://git.example/head/rules/wmi-filter.yml)");
  });

  test("says why it can't look back", () => {
    const reason = "There is no commit yet, so there is no history to look at.";
    const view: ReportView = { ...reportView(), history: { kind: "absent", reason } };

    expect(reportMarkdown(view)).toContain(`\n\n<sub>${reason}</sub>\n\n`);
    expect(reportText(view, { colours: false })).toContain(`\n\n${reason}\n\n`);
    expect(reportHtml(view)).toContain(reason);
  });

  test("says where the history begins later than asked for, and that nothing changed", () => {
    const view = historyReportView();
    if (view.history.kind !== "present") throw new Error("It looks back.");
    const { delta } = view.history;
    const nothing = { added: [], removed: [], moved: [], edited: [] };
    const quiet = {
      ...delta,
      rules: nothing,
      techniques: [],
      coverage: { ...delta.coverage, before: delta.coverage.after },
    };

    const { change } = summarySections({ ...view, history: { ...view.history, isWhole: false, delta: quiet } });

    expect(change).toEqual({
      title: "Since 2026-06-18, where the history begins",
      lead: [["6 of 9 techniques are covered, as many as then."], ["No rule changed."]],
      columns: undefined,
      rows: [],
      more: 0,
    });
  });

  test("says that techniques only have more rules", () => {
    const view = historyReportView();
    if (view.history.kind !== "present") throw new Error("It looks back.");
    const { delta } = view.history;
    const techniques = delta.techniques.slice(0, 1).map((each) => ({ ...each, change: "strengthened" as const }));

    const { change } = summarySections({ ...view, history: { ...view.history, delta: { ...delta, techniques } } });

    expect(change?.lead).toContainEqual(["1 technique has more rules."]);
  });

  test("holds nothing that a rule author wrote but as text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const rule = hostileRule(text);
        const view: ReportView = {
          ...historyReportView(),
          widest: [{ rule, reach: 3, path: rule.indicators, isNoisy: true }],
          claims: [
            { rule: rule.rule, claim: { id: text, declared: text, line: 1 }, state: "unknown", replacement: undefined },
          ],
        };

        expect(reportText(view, { colours: false })).not.toMatch(unprintable);
        expect(reportHtml(view)).not.toMatch(/<script>alert|<img src=x|onmouseover="alert/);
      }),
      { numRuns: 60 },
    );
  });
});

describe("reportCsv", () => {
  test("has a record for every active technique", () => {
    const lines = reportCsv(reportView()).trimEnd().split("\r\n");

    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe("id,name,tactics,rules,rules_below,rule_keys");
    expect(lines[2]).toBe("T1003.001,LSASS Memory,TA0006,1,0,0c61-lsass-access");
    expect(lines).toContain("T1546,Event Triggered Execution,TA0003 TA0004,0,0,");
  });
});
