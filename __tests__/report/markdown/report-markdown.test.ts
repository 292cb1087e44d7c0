import { describe, expect, test } from "vitest";
import { reportMarkdown } from "../../../src/report/markdown/report-markdown.ts";
import type { ReportView } from "../../../src/report/report-view.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileRule } from "../hostile-rule.ts";
import { lineCount } from "../printable.ts";
import { diagnostics } from "../small-corpus.ts";
import { historyReportView, reportView } from "../small-views.ts";

describe("reportMarkdown", () => {
  test("sums up the coverage of a corpus", async () => {
    await expect(reportMarkdown(reportView())).toMatchFileSnapshot("../fixtures/report.golden.md");
  });

  test("has no section without content", () => {
    const view = reportView([]);

    const markdown = reportMarkdown({ ...view, corpus: { ...view.corpus, diagnostics: [] } });

    expect(markdown).toContain("### Detection coverage: 0 of 9 techniques (0%)");
    expect(markdown.match(/<summary>[^<]*/g)).toEqual(["<summary>Uncovered (9)"]);
  });

  test("lists some of many diagnostics and counts the rest", () => {
    const [first] = diagnostics;
    const view = reportView();
    const many = first === undefined ? [] : Array.from({ length: 1_060 }, () => first);

    const markdown = reportMarkdown({ ...view, corpus: { ...view.corpus, diagnostics: many } });

    expect(markdown.match(/^- `rules\/broken\.yml:7`/gm)).toHaveLength(50);
    expect(markdown).toContain("\n\n1,010 more.\n");
  });

  describe("of thousands of techniques and rules", () => {
    const run = "https://github.com/acme/detections/actions/runs/7";
    const links = { file: () => undefined, run };

    /** 3,000 techniques that one rule covers, and 600 that none does; 9 and 4 are of the small corpus. */
    function manyOf(): ReportView {
      const view = historyReportView();
      const withRules = (count: number) =>
        view.techniques.find(({ rules, rulesBelow }) => rules.length + rulesBelow.length === count);
      const [first, gap] = [withRules(1), withRules(0)];
      if (first === undefined || gap === undefined) throw new Error("The small corpus covers some and not others.");
      const copies = (technique: typeof first, count: number) =>
        Array.from({ length: count }, (_, index) => ({
          ...technique,
          technique: { ...technique.technique, id: `T${2_000 + index}`, parent: undefined },
        }));
      return { ...view, techniques: [...view.techniques, ...copies(first, 3_000), ...copies(gap, 600)] };
    }

    test.each([65_000, 16_000])("is cut to %i characters, and says of each section how much more there is", (limit) => {
      const markdown = reportMarkdown(manyOf(), { limit, links });

      expect(markdown.length).toBeLessThanOrEqual(limit);
      expect(markdown.length).toBeGreaterThan(0.8 * limit);
      const [, thin = ""] = /<summary>Left to one rule \(3,002\)<\/summary>([\s\S]*?)<\/details>/.exec(markdown) ?? [];
      const [, more = ""] = /([\d,]+) more in \[the run\]/.exec(thin) ?? [];
      const shown = thin.match(/^\| \[T/gm)?.length ?? 0;
      expect(shown).toBeGreaterThan(10);
      expect(shown + Number(more.replace(",", ""))).toBe(3_002);
      expect(markdown).toMatch(/<summary>Uncovered \(604\)[\s\S]*? and \d+ more in \[the run\]/);
      expect(markdown).toContain("<summary>Stale rules (1)");
    });

    test("is cut by bytes where that is what counts", () => {
      const markdown = reportMarkdown(manyOf(), { limit: 100_000, measure: Buffer.byteLength, links });

      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(100_000);
    });

    test("says what matters most where there is no room, and where the rest is", () => {
      const markdown = reportMarkdown(manyOf(), { limit: 0, links });

      expect(markdown).toMatch(
        /^### Detection coverage: 3,005 of 3,609 techniques \(83%\)\n\n6 rules count\. 3,002 tech/,
      );
      expect(markdown).toContain(`[full report](${run})`);
      expect(markdown).not.toContain("<details>");
    });
  });

  test("gives what one section leaves of its share to the others", () => {
    const view = historyReportView();
    const whole = reportMarkdown(view).length;

    expect(reportMarkdown(view, { limit: whole })).toBe(reportMarkdown(view));
    expect(reportMarkdown(view, { limit: whole - 1 })).not.toBe(reportMarkdown(view));
  });

  test.each(hostileTexts)("has no line and no element more for %j", (text) => {
    const viewOf = (words: string): ReportView => {
      const view = reportView([hostileRule(words)]);
      const location = { path: words, line: 1, column: 1 };
      return {
        ...view,
        attack: { domain: words, version: words },
        tactics: view.tactics.map((tactic) => ({ ...tactic, tactic: { ...tactic.tactic, name: words } })),
        techniques: view.techniques.map((technique) => ({
          ...technique,
          technique: { ...technique.technique, name: words },
        })),
        corpus: { ...view.corpus, diagnostics: [{ code: "syntax-error", message: words, location }] },
      };
    };
    const elements = (markdown: string) => markdown.match(/^<\/?(?:details|sub)>/gm);

    const hostile = reportMarkdown(viewOf(text));
    const harmless = reportMarkdown(viewOf("harmless"));

    expect(lineCount(hostile)).toBe(lineCount(harmless));
    expect(elements(hostile)).toEqual(elements(harmless));
  });
});
