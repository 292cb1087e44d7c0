import type { CacheFolder } from "../../io/cache-folder.ts";
import { parents, resolveCommit, shortId } from "../../io/git/history.ts";
import { readEvent } from "../../io/github/event.ts";
import type { Runner } from "../../io/github/runner.ts";
import { type WebLinks, webLinks } from "../../io/github/web-links.ts";
import { readWorkflowRun } from "../../io/github/workflow-run.ts";
import { standing } from "../../model/policy.ts";
import type { RepositoryPath } from "../../model/source.ts";
import { checks } from "../../policy/checks/index.ts";
import { coverageCountOf } from "../../report/coverage-count.ts";
import { headlineOf } from "../../report/diff-headline.ts";
import { outlineOf } from "../../report/diff-outline.ts";
import type { DiffView } from "../../report/diff-view.ts";
import { outlineHtml } from "../../report/html/outline-html.ts";
import { outsideLinks } from "../../report/html/prose.ts";
import { commentPart } from "../../report/json/comment-part.ts";
import { diffJson } from "../../report/json/diff-json.ts";
import { diffMarkdown, shownOutline } from "../../report/markdown/diff-markdown.ts";
import { reportMarkdown } from "../../report/markdown/report-markdown.ts";
import { navigatorOfDiff } from "../../report/navigator.ts";
import type { ReportView } from "../../report/report-view.ts";
import { diffSarif } from "../../report/sarif/diff-sarif.ts";
import { runDiff } from "../run-diff.ts";
import { runReport } from "../run-report.ts";
import { type Overrides, type Surroundings, withRepository, workspaceOf } from "../workspace.ts";
import { annotationsOf } from "./annotations.ts";
import { badgeFiles } from "./badge-files.ts";
import { commentBodies, commentLength } from "./comment-bodies.ts";
import { occasionOf } from "./comment-occasion.ts";
import { type FoundBase, findBase } from "./find-base.ts";
import { readInputs } from "./inputs.ts";
import { counterpartOf, type Job } from "./job.ts";
import { labelFinder } from "./label-finder.ts";
import { openCache } from "./open-cache.ts";
import { outputsOfDiff } from "./outputs.ts";
import { writeAdvice } from "./permission-advice.ts";
import { planBase, taskOf } from "./plan.ts";
import { commentKey, postComment } from "./post-comment.ts";
import { publish, summarySize } from "./publish.ts";
import { publishReport } from "./publish-report.ts";
import { suggest } from "./suggest.ts";
import { summarise } from "./summarise.ts";

/** One run of the action, from the environment to the verdict: 0 pass, 1 the policy failed. */
export async function runAction(given: ActionSurroundings, runner: Runner): Promise<0 | 1> {
  const inputs = readInputs(given.env);
  const surroundings: Surroundings = { ...given, cache: openCache(inputs.cache, given) };
  const event = await readEvent(given.env);
  const run = readWorkflowRun(surroundings.env);
  const { root, config, failOn } = inputs;
  const overrides: Overrides = { root, config, failOn, attack: undefined, lifecycle: undefined };
  const job: Job = { inputs, event, run, surroundings, overrides, runner };
  switch (taskOf(event, inputs)) {
    case "compare":
      return await compare(job);
    case "summarise":
      return await summarise(job);
    case "publish":
      return await publishReport(job);
  }
}

export interface ActionSurroundings extends Omit<Surroundings, "cache"> {
  readonly openCache: (folder: string) => CacheFolder;
}

/** Everything is posted before the run fails. */
async function compare(job: Job): Promise<0 | 1> {
  const { runner, surroundings, overrides, run, event } = job;
  const { head, base, prefix } = await findSides(job);
  const view = await runDiff(
    {
      ...overrides,
      head: { kind: "commit", revision: head },
      base,
      isFromFork: event.kind === "pull-request" && event.source === "fork",
      findLabel: labelFinder(job),
    },
    surroundings,
  );
  const { baseline, verdict } = view;
  runner.log(comparisonLine(view));
  const links = webLinks(run, { prefix, base: baseline.kind === "commit" ? baseline.revision : undefined, head });
  await publishDiff(view, { job, links, prefix });
  await comment(view, { job, links });
  if (commentOccasion(view, job) !== "none") await suggest(view, job);
  runner.log(headlineOf(view));
  if (verdict.outcome === "pass") return 0;
  const message = `${headlineOf(view)}. The summary of the run says more.`;
  runner.annotate({ level: "error", title: "detcov", message, path: undefined, line: undefined });
  return 1;
}

interface Sides {
  readonly head: string;
  readonly base: FoundBase | undefined;
  /** From the top of the repository to the folder with the rules. */
  readonly prefix: RepositoryPath;
}

async function findSides({ inputs, event, surroundings, overrides }: Job): Promise<Sides> {
  return await withRepository(workspaceOf(surroundings, overrides), async (repository) => {
    const commit = await resolveCommit(repository, "HEAD");
    const head = { commit, parents: await parents(repository, commit) };
    const base = await findBase(planBase(event, inputs.base, head), repository, head);
    return { head: commit, base, prefix: repository.prefix };
  });
}

function comparisonLine({ baseline, head }: DiffView): string {
  if (baseline.kind === "absent") return `Read ${shortId(head)}. ${baseline.reason}`;
  return `Compared ${shortId(baseline.revision)} with ${shortId(head)}: ${baseline.reason}.`;
}

interface Presentation {
  readonly job: Job;
  readonly links: WebLinks;
}

async function publishDiff(
  view: DiffView,
  { job, links, prefix }: Presentation & { readonly prefix: RepositoryPath },
): Promise<void> {
  const { inputs, surroundings, overrides, runner } = job;
  // Without a base nothing else says how things stand.
  const report = view.delta === undefined ? await runReport({ ...overrides, ref: view.head }, surroundings) : undefined;
  const { shown, left } = annotationsOf(standing(view.verdict.findings), prefix);
  // What the summary leaves out is in no run, but in the files.
  const summary = diffMarkdown(view, {
    links: { ...links, run: undefined },
    limit: summarySize,
    measure: Buffer.byteLength,
  });
  await publish(
    {
      summary: report === undefined ? summary : `${summary}\n${besides(summary, report)}`,
      annotations: shown,
      files: reportFiles(view, report, { job, links }),
      sarif: inputs.sarifFile === undefined ? undefined : { path: inputs.sarifFile, text: diffSarif(view, checks) },
      outputs: (pathOf) => outputsOfDiff(view, report, { json: pathOf("report.json"), comment: pathOf("comment.md") }),
    },
    runner,
    { workspace: surroundings.directory, folder: inputs.reportFolder, env: surroundings.env },
  );
  if (left > 0) runner.log(`GitHub shows no more than ten of each level; ${left} more are in the summary of the run.`);
}

/** What else has room on the page of the run. */
function besides(summary: string, report: ReportView): string {
  const measure = Buffer.byteLength;
  return reportMarkdown(report, { limit: summarySize - measure(summary) - 1, measure });
}

/** Outputs of the action name the first two; the others are for who wants them in a folder. */
function reportFiles(view: DiffView, report: ReportView | undefined, { job, links }: Presentation) {
  const comment = diffMarkdown(view, { links, limit: commentLength, sections: view.comment.sections });
  const outline = shownOutline(view, view.comment.sections);
  return [
    { name: "report.json", text: diffJson(view, commentPart(outline, commentOccasion(view, job))) },
    { name: "comment.md", text: comment },
    ...(job.inputs.reportFolder === undefined
      ? []
      : [
          { name: "detcov.sarif", text: diffSarif(view, checks) },
          { name: "layer.json", text: navigatorOfDiff(view, links) },
          { name: "report.html", text: outlineHtml(outlineOf(view), { ...outsideLinks, file: links.file }) },
          ...badgeFiles(view.delta?.coverage.after ?? (report && coverageCountOf(report))),
        ]),
  ];
}

function commentOccasion(view: DiffView, { inputs }: Job): "post" | "update" | "none" {
  return occasionOf(view, inputs.comment ?? view.comment.when);
}

async function comment(view: DiffView, { job, links }: Presentation): Promise<void> {
  const { inputs, event, run, runner } = job;
  const occasion = commentOccasion(view, job);
  if (event.kind !== "pull-request" || occasion === "none") return;
  const { sections } = view.comment;
  await postComment(
    {
      pullRequest: event.number,
      sticky: {
        stamp: { key: commentKey(run, inputs), head: event.head, run: run.number, attempt: run.attempt },
        bodies: commentBodies((limit) => diffMarkdown(view, { links, limit, sections })),
        occasion,
      },
      counterpart: counterpartOf(job, writeAdvice(event)),
    },
    runner,
  );
}
