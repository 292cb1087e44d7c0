import { describe, expect, test } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { coveredBy } from "../../src/app/covered-techniques.ts";
import { quote } from "../../src/model/prose.ts";
import { badgeSvg } from "../../src/report/badge.ts";
import { coverageCountOf } from "../../src/report/coverage-count.ts";
import { outlineOf } from "../../src/report/diff-outline.ts";
import type { DiffView } from "../../src/report/diff-view.ts";
import { reportHtml } from "../../src/report/html/report-html.ts";
import { diffJson } from "../../src/report/json/diff-json.ts";
import { reportJson } from "../../src/report/json/report-json.ts";
import { diffMarkdown } from "../../src/report/markdown/diff-markdown.ts";
import { reportMarkdown } from "../../src/report/markdown/report-markdown.ts";
import { navigatorOfDiff, navigatorOfReport } from "../../src/report/navigator.ts";
import { reportCsv } from "../../src/report/report-csv.ts";
import type { ReportView } from "../../src/report/report-view.ts";
import { matrixSvg } from "../../src/report/svg/matrix-svg.ts";
import { reportText } from "../../src/report/text/report-text.ts";
import { aCatalogue, aSnapshot, type RuleDraft } from "../support/rule-builder.ts";
import { validatorOf } from "./json/documents.ts";
import { diffView, reportView } from "./small-views.ts";

const weights = { experimental: 0.5 } as const;
const said = ["experimental 0.5, source ", quote("la|b"), " 0.25"];

const drafts: readonly RuleDraft[] = [
  { key: "lsass", title: "LSASS opened", techniques: ["T1003.001"], lifecycle: "experimental" },
  { key: "cradle", title: "Download cradle", techniques: ["T1059.001"] },
  { key: "encoded", title: "Encoded command", techniques: ["T1059.001"], lifecycle: "experimental" },
];

/** T1059 and T1059.001 have a strength of 1.5 by two rules, T1003 and T1003.001 of 0.5 by one. */
function weightedReport(): ReportView {
  const view = reportView(aSnapshot(drafts, { weights }).rules);
  return { ...view, corpus: { ...view.corpus, weights: said } };
}

/** The cradle goes back to experimental, which leaves T1059.001 at 1.0, and shadow copies get a second half. */
function weightedDiff(): DiffView {
  const shadow: RuleDraft = { key: "shadow", techniques: ["T1490"], lifecycle: "experimental" };
  const base = aSnapshot([...drafts, shadow], { weights, revision: "base" });
  const back = drafts.map(
    (draft): RuleDraft => (draft.key === "cradle" ? { ...draft, lifecycle: "experimental" } : draft),
  );
  const head = aSnapshot([...back, shadow, { ...shadow, key: "vss" }], { weights, revision: "head" });
  const comparison = compare(base, head, aCatalogue(), createReachIndex(head.rules));
  const view = diffView();
  return {
    ...view,
    delta: comparison.delta,
    covered: coveredBy({ head, base, comparison }, aCatalogue()),
    verdict: { ...view.verdict, findings: [] },
    corpus: { ...view.corpus, weights: said },
  };
}

describe("a report where rules have weights", () => {
  test("counts what is strong enough, and says so in each picture", () => {
    const view = weightedReport();

    expect(reportText(view, { colours: false })).toMatch(/^Detection coverage: 2 of 9 techniques/);
    expect(reportMarkdown(view)).toMatch(/^### Detection coverage: 2 of 9 techniques/);
    expect(badgeSvg(coverageCountOf(view))).toContain("ATT&amp;CK coverage: 2 of 9 (22%)");
    expect(matrixSvg(view)).toContain("ATT&amp;CK coverage: 2 of 9 techniques (22%)");
    expect(matrixSvg(view)).toContain('class="c0" href="https://attack.mitre.org/techniques/T1003/"');
    expect(matrixSvg(view)).toContain(
      "T1003 OS Credential Dumping: 1 rule, strength 0.5, 0 of 1 sub-technique covered",
    );
  });

  test("shows the strength beside the number of rules, and what is thin by it", () => {
    const text = reportText(weightedReport(), { colours: false });
    const markdown = reportMarkdown(weightedReport());

    expect(text).toMatch(/ {2}2 rules, strength 1\.5 {2}T1059\.001 PowerShell\n/);
    expect(text).toContain("Of strength under 2: 2 of 2 covered techniques");
    expect(markdown).toContain("2 techniques are of strength under 2.");
    expect(markdown).toContain("<summary>Of strength under 2 (2)</summary>\n\n| Technique | Its rules | Strength |\n");
    expect(markdown).toContain("Download cradle `rules/cradle.yml`<br>Encoded command `rules/encoded.yml` | 1.5 |");
    expect(reportHtml(weightedReport())).toContain(">Of strength under 2<");
  });

  test("names the weights, in the team's own words as text", () => {
    expect(reportText(weightedReport(), { colours: false })).toContain(
      "  weighted  experimental 0.5, source `la|b` 0.25\n",
    );
    expect(reportMarkdown(weightedReport())).toMatch(
      / · weighted: experimental 0\.5, source .*la.*b.* 0\.25 · noisy from/,
    );
    expect(diffMarkdown(weightedDiff(), { limit: 60_000 })).toMatch(
      /<sub>.* · weighted: experimental 0\.5, source .*la.*b.* 0\.25<\/sub>\n$/,
    );
  });

  test("has strengths in its JSON and its table, as published", () => {
    const document = JSON.parse(reportJson(weightedReport()));
    const validate = validatorOf("report");

    validate(document);
    expect(validate.errors).toBeNull();
    const strengths = document.techniques.map(({ id, strength }: { id: string; strength: number }) => [id, strength]);
    expect(Object.fromEntries(strengths)).toMatchObject({ T1003: 0.5, "T1003.001": 0.5, "T1059.001": 1.5, T1490: 0 });
    expect(reportCsv(weightedReport())).toContain("\r\nT1003.001,LSASS Memory,TA0006,1,0,lsass,0.5\r\n");
  });

  test("has none of it where they have none", () => {
    expect(reportJson(reportView())).not.toMatch(/strength|weight/);
    expect(diffJson(diffView())).not.toMatch(/"strength"|weight/);
    expect(reportText(reportView(), { colours: false })).not.toMatch(/strength|weight/);
    expect(reportCsv(reportView())).not.toMatch(/strength/);
  });

  test("scores its layer by strength", () => {
    const layer = JSON.parse(navigatorOfReport(weightedReport()));

    expect(layer.description).toBe("2 of 9 techniques covered. The score is the strength of the rules.");
    expect(
      layer.techniques.map(({ techniqueID, score, comment }: Record<string, unknown>) => [techniqueID, score, comment]),
    ).toEqual([
      ["T1059", 1.5, "2 rules, strength 1.5"],
      ["T1059.001", 1.5, "2 rules, strength 1.5"],
    ]);
  });
});

describe("a change where rules have weights", () => {
  test("shows strengths before and after", () => {
    const { sections } = outlineOf(weightedDiff());
    const textOf = (title: string) => JSON.stringify(sections.find((section) => section.title === title)?.items);

    expect(textOf("Gained")).toContain('": ","1, strength 0.5"," → ","2, strength 1.0"');
    expect(textOf("Other techniques")).toContain('["2, strength 1.5"],["2, strength 1.0"],["reduced"]');
  });

  test("has them in its JSON and its layers, as published", () => {
    const document = JSON.parse(diffJson(weightedDiff()));
    const validate = validatorOf("diff");
    const [after, before, change] = JSON.parse(navigatorOfDiff(weightedDiff()));

    validate(document);
    expect(validate.errors).toBeNull();
    expect(document.techniques).toContainEqual({
      id: "T1059.001",
      name: "PowerShell",
      change: "reduced",
      before: 2,
      after: 2,
      strength: { before: 1.5, after: 1 },
      rules: { added: [], removed: [] },
    });
    expect(document.coverage).toEqual({ before: { covered: 2, total: 9 }, after: { covered: 3, total: 9 } });
    expect([after, before].map(({ techniques }) => techniques.length)).toEqual([3, 2]);
    expect(
      change.techniques.map(({ techniqueID, score, comment }: Record<string, unknown>) => [
        techniqueID,
        score,
        comment,
      ]),
    ).toEqual([
      ["T1059", 1, "reduced: 2, strength 1.5 → 2, strength 1.0"],
      ["T1059.001", 1, "reduced: 2, strength 1.5 → 2, strength 1.0"],
      ["T1490", 1, "gained: 1, strength 0.5 → 2, strength 1.0"],
    ]);
  });
});
