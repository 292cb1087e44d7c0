import { posix } from "node:path";
import { openComments } from "../../io/github/open-comments.ts";
import type { Runner } from "../../io/github/runner.ts";
import { type Posting, postStickyComment, type StickyComment } from "../../io/github/sticky-comment.ts";
import type { WorkflowRun } from "../../io/github/workflow-run.ts";
import { type Counterpart, converse } from "./conversation.ts";
import type { ActionInputs } from "./inputs.ts";
import { warn } from "./job.ts";

export interface CommentRequest {
  readonly pullRequest: number;
  readonly sticky: StickyComment;
  readonly counterpart: Counterpart;
}

/** Which comment of a pull request is this run's: one for each workflow, folder and configuration. */
export function commentKey(
  { workflow }: Pick<WorkflowRun, "workflow">,
  inputs: Pick<ActionInputs, "root" | "config">,
): string {
  const folder = rootFolder(inputs);
  const { config } = inputs;
  return [workflow, ...(folder === "." ? [] : [folder]), ...(config === undefined ? [] : [config])].join(":");
}

/** The folder with the rules in one spelling; `.`: the top of the workspace. */
export function rootFolder({ root }: Pick<ActionInputs, "root">): string {
  return posix.normalize((root ?? ".").replaceAll("\\", "/")).replace(/(?!^)\/$/, "");
}

/** Posts, and says what became of it. A comment that cannot be posted is a warning and never changes the verdict. */
export async function postComment(request: CommentRequest, runner: Runner): Promise<void> {
  const { pullRequest, sticky, counterpart } = request;
  const posting = await converse(counterpart, (github) => postStickyComment(openComments(github, pullRequest), sticky));
  if (posting.kind === "done") runner.log(describePosting(posting.result));
  // Who has nothing to say does not need the permission to say it.
  else if (sticky.occasion === "update") runner.log(`No earlier comment was looked for: ${posting.reason}.`);
  else {
    warn(
      runner,
      `No comment was posted: ${posting.reason}. The verdict stands, and the summary of the run has the report.`,
    );
  }
}

export function describePosting(posting: Posting): string {
  switch (posting.kind) {
    case "created":
      return `Commented: ${posting.address}`;
    case "updated":
      return `Brought the comment up to date: ${posting.address}`;
    case "unchanged":
      return "The comment says the same already.";
    case "superseded":
      return `Run ${posting.by.run} is newer and has commented already, so the comment is left as it is.`;
    case "none":
      return "There is nothing to comment on.";
  }
}
