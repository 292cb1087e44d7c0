import type { IssueSettings } from "../../config/config.ts";
import { referenceAside } from "../../io/github/default-branch.ts";
import { openIssues } from "../../io/github/open-issues.ts";
import { type Posting, postStickyComment } from "../../io/github/sticky-comment.ts";
import type { Links } from "../../report/markdown/prose.ts";
import { reportMarkdown } from "../../report/markdown/report-markdown.ts";
import type { ReportView } from "../../report/report-view.ts";
import { escapeTerminal } from "../../report/text/escape-terminal.ts";
import type { TrendView } from "../../report/trend-view.ts";
import { commentBodies } from "./comment-bodies.ts";
import { converse } from "./conversation.ts";
import { counterpartOf, type Job, warn } from "./job.ts";
import { commentKey } from "./post-comment.ts";

/** What an issue tells. */
export interface ToldReport {
  readonly report: ReportView;
  readonly trend: TrendView | undefined;
  readonly links: Links;
  /** The commit that it is of; undefined where there is none. */
  readonly commit: string | undefined;
}

/**
 * Brings the one issue up to date that tells how things stand on the default branch, and makes it where there is none.
 *
 * Runs that a change starts leave it alone, as they have their own places to speak. One that somebody closed stays
 * closed, with the newest text. What can't be written is a warning.
 */
export async function keepIssue(settings: IssueSettings, told: ToldReport, job: Job): Promise<void> {
  const { inputs, event, run, runner, surroundings } = job;
  if (event.kind !== "other") return;
  const aside = await referenceAside(surroundings.env);
  if (aside !== undefined) {
    runner.log(
      `The issue tells of the default branch and this run is on ${escapeTerminal(aside)}, so it is left as it is.`,
    );
    return;
  }
  // Several workflows may tell it, and only the ids of their runs have one order.
  const key = commentKey({ workflow: "summary" }, inputs);
  const stamp = { key, head: told.commit ?? "", run: Number(run.id), attempt: run.attempt };
  const bodies = commentBodies((limit) => bodyOf(told, limit));
  const posting = await converse(counterpartOf(job, advice), (github) =>
    postStickyComment(openIssues(github, settings), { stamp, bodies, occasion: "post" }),
  );
  if (posting.kind === "done") runner.log(describe(posting.result));
  else warn(runner, `The issue was not written: ${posting.reason}. The summary of the run has the report.`);
}

const advice = 'The token needs the permission "issues: write": give it to the job under "permissions"';

const note = "\n<sub>Each run writes over this text. Closed, the issue stays closed.</sub>\n";

function bodyOf({ report, trend, links }: ToldReport, limit: number): string {
  return `${reportMarkdown(report, { trend, links, limit: limit - note.length })}${note}`;
}

function describe(posting: Posting): string {
  switch (posting.kind) {
    case "created":
      return `Opened an issue: ${posting.address}`;
    case "updated":
      return `Brought the issue up to date: ${posting.address}`;
    case "unchanged":
      return "The issue says the same already.";
    case "superseded":
      return `Run ${posting.by.run} is newer and has written the issue already, so it is left as it is.`;
    case "none":
      return "There is nothing to tell in an issue.";
  }
}
