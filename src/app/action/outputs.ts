import type { CoverageCount, Delta } from "../../model/delta.ts";
import { standing } from "../../model/policy.ts";
import { coverageCountOf } from "../../report/coverage-count.ts";
import type { DiffView } from "../../report/diff-view.ts";
import type { ReportView } from "../../report/report-view.ts";

/** Outputs of the action by name (DESIGN 5.4); one that a run cannot know is empty. */
export type Outputs = Readonly<Record<keyof typeof noOutputs, string>>;

/** Absolute paths of report files. */
export interface ReportPaths {
  readonly json: string;
  readonly comment: string;
  /** Of the folder with the catalogue; left out where none was asked for. */
  readonly site?: string;
}

/** Of a comparison; `report` is the coverage of the head where there was nothing to compare with. */
export function outputsOfDiff(view: DiffView, report: ReportView | undefined, paths: ReportPaths): Outputs {
  const { outcome } = view.verdict;
  const findings = standing(view.verdict.findings);
  return {
    ...noOutputs,
    ...(report === undefined ? {} : coverageOutputs(coverageCountOf(report))),
    ...(view.delta === undefined ? {} : changeOutputs(view.delta)),
    verdict: outcome,
    "noisy-rules": countOf(findings, ({ check }) => check === "rule-noisy"),
    "findings-errors": countOf(findings, ({ level }) => level === "error"),
    "findings-warnings": countOf(findings, ({ level }) => level === "warning"),
    "report-json": paths.json,
    "comment-markdown": paths.comment,
  };
}

function changeOutputs({ techniques, rules, coverage }: Delta): Partial<Outputs> {
  return {
    ...coverageOutputs(coverage.after),
    "techniques-gained": countOf(techniques, ({ change }) => change === "gained"),
    "techniques-lost": countOf(techniques, ({ change }) => change === "lost"),
    "techniques-thinned": countOf(techniques, ({ change }) => change === "thinned"),
    "rules-added": String(rules.added.length),
    "rules-removed": String(rules.removed.length),
  };
}

function countOf<Item>(items: readonly Item[], matches: (item: Item) => boolean): string {
  return String(items.filter(matches).length);
}

/** Of the coverage of one corpus, which is not judged and so passes. */
export function outputsOfReport(view: ReportView, { json, site = "" }: Pick<ReportPaths, "json" | "site">): Outputs {
  const coverage = coverageOutputs(coverageCountOf(view));
  return { ...noOutputs, ...coverage, verdict: "pass", "report-json": json, "site-dir": site };
}

const noOutputs = {
  verdict: "",
  "techniques-covered": "",
  "techniques-total": "",
  "coverage-percent": "",
  "techniques-gained": "",
  "techniques-lost": "",
  "techniques-thinned": "",
  "rules-added": "",
  "rules-removed": "",
  "noisy-rules": "",
  "findings-errors": "",
  "findings-warnings": "",
  "report-json": "",
  "comment-markdown": "",
  "site-dir": "",
};

function coverageOutputs({ covered, total }: CoverageCount): Partial<Outputs> {
  return {
    "techniques-covered": String(covered),
    "techniques-total": String(total),
    "coverage-percent": total === 0 ? "" : ((100 * covered) / total).toFixed(1),
  };
}
