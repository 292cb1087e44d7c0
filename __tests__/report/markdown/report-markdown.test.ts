import { describe, expect, test } from "vitest";
import { reportMarkdown } from "../../../src/report/markdown/report-markdown.ts";
import type { ReportView } from "../../../src/report/report-view.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileRule } from "../hostile-rule.ts";
import { lineCount } from "../printable.ts";
import { diagnostics } from "../small-corpus.ts";
import { reportView } from "../small-views.ts";

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
    expect(markdown).toContain("- 1,010 more");
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
