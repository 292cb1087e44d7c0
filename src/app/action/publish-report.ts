import type { WorkflowRunEvent } from "../../io/github/event.ts";
import { findPullRequest } from "../../io/github/find-pull-request.ts";
import { openComments } from "../../io/github/open-comments.ts";
import type { Github } from "../../io/github/open-github.ts";
import { readReportFile } from "../../io/github/report-files.ts";
import { postStickyComment } from "../../io/github/sticky-comment.ts";
import { type WebLinks, webLinks } from "../../io/github/web-links.ts";
import { ConfigError } from "../../model/config-error.ts";
import type { CommentFile } from "../../report/json/diff-file.ts";
import { outlineOfReport, readReport } from "../../report/json/read-comment.ts";
import { outlineMarkdown } from "../../report/markdown/diff-markdown.ts";
import type { DiffOutline } from "../../report/outline.ts";
import { commentBodies } from "./comment-bodies.ts";
import { converse } from "./conversation.ts";
import { counterpartOf, type Job, warn } from "./job.ts";
import { writeAdvice } from "./permission-advice.ts";
import { commentKey, describePosting, rootFolder } from "./post-comment.ts";

/**
 * Comments with the report of another run, which had no right to: the second half of the way for forks.
 *
 * The run that made the report may be a stranger's. So nothing is checked out, the report is held against its schema and
 * printed anew, and which pull request it is of is asked of the server. The policy was applied by the other run: this
 * one does not fail for it, and what cannot be published is a warning.
 */
export async function publishReport(job: Job): Promise<0> {
  const { event, runner } = job;
  if (event.kind !== "workflow-run") {
    throw new ConfigError(
      '"mode: publish" is for a workflow that runs on "workflow_run", after the one that checks pull requests.',
    );
  }
  if (event.cause !== "pull_request") {
    runner.log(
      `The other workflow ran for "${event.cause}" and not for a pull request, so there is nothing to comment on.`,
    );
    return 0;
  }
  const comment = await readComment(job);
  if (comment.kind === "refused") warn(runner, `No comment was posted: ${comment.reason}.`);
  else await publishComment(comment.file, event, job);
  return 0;
}

type ReadComment =
  | { readonly kind: "comment"; readonly file: CommentFile }
  | { readonly kind: "refused"; readonly reason: string };

async function readComment({ inputs, surroundings }: Job): Promise<ReadComment> {
  const place = { workspace: surroundings.directory, folder: inputs.reportFolder, env: surroundings.env };
  const file = await readReportFile(place, "report.json");
  if (file.kind === "refused") {
    const advice = 'download what the check wrote to its "report-dir", and name the folder in this one\'s';
    return { kind: "refused", reason: `${file.reason}; ${advice}` };
  }
  const read = readReport(file.text);
  if (read.kind === "refused") return { kind: "refused", reason: `report.json is refused: ${read.reason}` };
  const { comment } = read.report;
  if (comment === null)
    return { kind: "refused", reason: "report.json was not written by the action and has no comment" };
  return { kind: "comment", file: comment };
}

async function publishComment(file: CommentFile, event: WorkflowRunEvent, job: Job): Promise<void> {
  const { inputs, runner } = job;
  const occasion = inputs.comment === "never" ? "none" : inputs.comment === "always" ? "post" : file.occasion;
  if (occasion === "none") return runner.log("There is nothing to comment on.");
  const posting = await converse(counterpartOf(job, writeAdvice({ source: "branch" })), async (github: Github) => {
    const pull = await findPullRequest(github, event);
    if (pull.kind === "none") return { kind: "unplaced", reason: pull.reason } as const;
    const body = commentPrinter(outlineOfReport(file), linksOf(job, event, pull.base));
    await runner.addSummary(body(summaryLength));
    return await postStickyComment(openComments(github, pull.number), {
      stamp: {
        key: commentKey(event.run, inputs),
        head: event.head,
        run: event.run.number,
        attempt: event.run.attempt,
      },
      bodies: commentBodies(body),
      occasion,
    });
  });
  if (posting.kind === "failed") return warn(runner, `No comment was posted: ${posting.reason}.`);
  const { result } = posting;
  runner.log(result.kind === "unplaced" ? result.reason : describePosting(result));
}

/** Characters, below what GitHub shows of a summary whatever they are. */
const summaryLength = 200_000;

/** The reader is told whose word it is: whoever opens a pull request from a fork can also edit what checks it. */
function commentPrinter(outline: DiffOutline, links: WebLinks): (limit: number) => string {
  const said = { ...outline, footer: [...outline.footer, ["as reported by the pull request's own run"]] };
  return (limit) => outlineMarkdown(said, { links, limit });
}

/** Commits and the run are those that the server names. */
function linksOf({ run, inputs }: Job, { run: other, head }: WorkflowRunEvent, base: string): WebLinks {
  const folder = rootFolder(inputs);
  return webLinks({ ...run, id: other.id }, { prefix: folder === "." ? "" : `${folder}/`, base, head });
}
