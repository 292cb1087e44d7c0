import { describe, expect, test } from "vitest";
import type { ReportView } from "../../../src/report/report-view.ts";
import { reportText } from "../../../src/report/text/report-text.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileRule } from "../hostile-rule.ts";
import { lineCount, unprintable } from "../printable.ts";
import { diagnostics } from "../small-corpus.ts";
import { reportView } from "../small-views.ts";

const plain = { colours: false } as const;

function withTactic(covered: number, total: number): ReportView {
  const tactic = { id: "TA0002", name: "Execution", shortName: "execution" };
  return { ...reportView(), tactics: [{ tactic, covered, total }] };
}

function barOf(covered: number, total: number): string | undefined {
  return /Execution {2}(.{20}) /.exec(reportText(withTactic(covered, total), plain))?.[1];
}

describe("reportText", () => {
  test("shows the coverage of a corpus on one screen", async () => {
    await expect(reportText(reportView(), plain)).toMatchFileSnapshot("../fixtures/report.golden.txt");
  });

  test("says the same with colours", () => {
    const coloured = reportText(reportView(), { colours: true });

    expect(coloured).toContain("\u001b[");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what begins a colour.
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(reportText(reportView(), plain));
  });

  test.each([
    [0, 8, "····················"],
    [1, 1_000, "▏···················"],
    [1, 2, "██████████··········"],
    [5, 8, "████████████▌·······"],
    [999, 1_000, "███████████████████▉"],
    [8, 8, "████████████████████"],
    [0, 0, "····················"],
  ])("draws %d of %d to an eighth of a block", (covered, total, bar) => {
    expect(barOf(covered, total)).toBe(bar);
  });

  test("leaves out what there is none of", () => {
    const text = reportText(reportView([]), plain);

    expect(text).toContain("Detection coverage: 0 of 9 techniques (0%)");
    expect(text).not.toMatch(/Most covered|Left to one rule|left out|unmapped/);
  });

  test("shows the first diagnostics and counts the rest", () => {
    const [first] = diagnostics;
    const view = reportView();
    const many = first === undefined ? [] : Array.from({ length: 7 }, () => first);

    const text = reportText({ ...view, corpus: { ...view.corpus, diagnostics: many } }, plain);

    expect(text.match(/rules\/broken\.yml:7: The YAML can't be read/g)).toHaveLength(5);
    expect(text).toContain("Not read as meant: 7");
    expect(text).toContain("… 2 more");
  });

  test.each(hostileTexts)("prints nothing that is not printed, and no line more, for %j", (text) => {
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

    const report = reportText(viewOf(text), plain);

    expect(report).not.toMatch(unprintable);
    expect(lineCount(report)).toBe(lineCount(reportText(viewOf("harmless"), plain)));
  });
});
