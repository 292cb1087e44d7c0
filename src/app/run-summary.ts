import type { IssueSettings } from "../config/config.ts";
import type { Repository } from "../io/git/repository.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { ReportView } from "../report/report-view.ts";
import type { TrendView } from "../report/trend-view.ts";
import { type CorpusRun, type ReportRun, withReport } from "./run-report.ts";
import { readTrend, usualTrend } from "./run-trend.ts";
import type { Overrides, Surroundings } from "./workspace.ts";

export interface SummaryInputs extends Overrides {
  /** The commit that is checked out; undefined: there is none, and the files are read as they are. */
  readonly commit: string | undefined;
  /** Absolute path of the folder that the catalogue is written to; undefined: none is. */
  readonly site: string | undefined;
}

/** How things stand and what became of them, where nothing has changed. */
export interface Summary {
  readonly report: ReportView;
  /** Undefined where the history is absent, cut off or of one moment. */
  readonly trend: TrendView | undefined;
  /** From the top of the repository to the folder with the rules. */
  readonly prefix: RepositoryPath;
  /** The issue that the team wants it to be told in. */
  readonly issue: IssueSettings | undefined;
}

/** Reads what is checked out once, for all that is made of it, and of the past what the history has. */
export async function runSummary(inputs: SummaryInputs, surroundings: Surroundings): Promise<Summary> {
  const { commit, site, ...overrides } = inputs;
  const lookBack = { since: undefined, stale: undefined };
  return await withReport({ ...overrides, ref: commit, lookBack }, surroundings, async (report) => {
    const { view, run, origin } = report;
    if (site !== undefined) await writeCatalogue(report, { ...overrides, ref: commit, out: site }, surroundings);
    const { repository } = origin;
    const hasPast = repository !== undefined && commit !== undefined && view.history.kind === "present";
    return {
      report: view,
      trend: hasPast ? await trendOf(run, { repository, commit }, surroundings) : undefined,
      prefix: repository?.prefix ?? "",
      issue: run.config.summary.issue,
    };
  });
}

async function writeCatalogue(
  report: ReportRun,
  inputs: Overrides & { readonly ref: string | undefined; readonly out: string },
  surroundings: Surroundings,
): Promise<void> {
  // Most runs write none.
  const { writeSite } = await import("./run-site.ts");
  await writeSite(report, inputs, surroundings);
}

/** One sample shows no trend. */
async function trendOf(
  { config, knowledge }: CorpusRun,
  { repository, commit }: { readonly repository: Repository; readonly commit: string },
  surroundings: Surroundings,
): Promise<TrendView | undefined> {
  const trend = await readTrend({ repository, commit, config, knowledge }, usualTrend, surroundings);
  return trend.kind === "trend" && trend.view.points.length > 1 ? trend.view : undefined;
}
