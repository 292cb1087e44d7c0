import { resolve } from "node:path";
import { findCommit } from "../../io/git/history.ts";
import { findRepository } from "../../io/git/repository.ts";
import { webLinks } from "../../io/github/web-links.ts";
import type { Links } from "../../report/markdown/prose.ts";
import { reportMarkdown } from "../../report/markdown/report-markdown.ts";
import { runSummary, type Summary } from "../run-summary.ts";
import { workspaceOf } from "../workspace.ts";
import type { Job } from "./job.ts";
import { keepIssue } from "./keep-issue.ts";
import { outputsOfReport } from "./outputs.ts";
import { publish, summarySize } from "./publish.ts";
import { summaryFiles } from "./summary-files.ts";

/** Tells how things stand: on the page of the run, in files and, if the team wants it, in an issue. Never fails for what it finds. */
export async function summarise(job: Job): Promise<0> {
  const { inputs, surroundings, overrides, runner } = job;
  const commit = await checkedOut(job);
  const site = inputs.site === undefined ? undefined : resolve(surroundings.directory, inputs.site);
  const summary = await runSummary({ ...overrides, commit, site }, surroundings);
  const { report, trend } = summary;
  const links = linksOf(summary, commit, job);
  const isWanted = inputs.reportFolder !== undefined;
  await publish(
    {
      // What the page of the run leaves out is on no other page.
      summary: reportMarkdown(report, {
        links: { ...links, run: undefined },
        trend,
        limit: summarySize,
        measure: Buffer.byteLength,
      }),
      annotations: [],
      files: summaryFiles(summary, { isWanted, links }),
      sarif: undefined,
      outputs: (pathOf) =>
        outputsOfReport(report, { json: pathOf("report.json"), ...(site === undefined ? {} : { site }) }),
    },
    runner,
    { workspace: surroundings.directory, folder: inputs.reportFolder, env: surroundings.env },
  );
  if (report.history.kind === "absent") runner.log(report.history.reason);
  if (summary.issue !== undefined) await keepIssue(summary.issue, { report, trend, links, commit }, job);
  runner.log("No change to judge, so this is the coverage as it stands. The summary of the run shows it.");
  return 0;
}

/** What is gone is looked at where the history was compared with. */
function linksOf({ report: { history }, prefix }: Summary, commit: string | undefined, { run }: Job): Links {
  const base = history.kind === "present" ? history.delta.base : undefined;
  return webLinks(run, { prefix, base, head: commit });
}

/** The commit that is checked out; undefined where there is none, and the files are read as they are. */
async function checkedOut({ surroundings, overrides }: Job): Promise<string | undefined> {
  const { root } = workspaceOf(surroundings, overrides);
  const repository = await findRepository({ directory: root, env: surroundings.env });
  try {
    return repository === undefined ? undefined : await findCommit(repository, "HEAD");
  } finally {
    await repository?.close();
  }
}
