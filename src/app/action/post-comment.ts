import { posix } from "node:path";
import type { CommentStamp } from "../../io/github/comment-stamp.ts";
import { openComments } from "../../io/github/open-comments.ts";
import { statusOf, wasAnswered } from "../../io/github/request-failure.ts";
import type { Runner } from "../../io/github/runner.ts";
import { type Posting, postStickyComment } from "../../io/github/sticky-comment.ts";
import type { WorkflowRun } from "../../io/github/workflow-run.ts";
import { escapeTerminal } from "../../report/text/escape-terminal.ts";
import type { ActionInputs } from "./inputs.ts";

export interface CommentRequest {
  readonly pullRequest: number;
  readonly stamp: CommentStamp;
  readonly body: string;
  readonly occasion: "post" | "update";
  readonly token: string | undefined;
  readonly repository: string;
  readonly api: string | undefined;
}

/** Which comment of a pull request is this run's: one for each workflow, folder and configuration. */
export function commentKey({ workflow }: WorkflowRun, { root, config }: Pick<ActionInputs, "root" | "config">): string {
  const folder = posix.normalize((root ?? ".").replaceAll("\\", "/")).replace(/(?!^)\/$/, "");
  return [workflow, ...(folder === "." ? [] : [folder]), ...(config === undefined ? [] : [config])].join(":");
}

/** Posts, and says what became of it. A comment that cannot be posted is a warning and never changes the verdict. */
export async function postComment(request: CommentRequest, runner: Runner): Promise<void> {
  const outcome = await attempt(request);
  if (outcome.kind === "done") runner.log(describePosting(outcome.posting));
  // Who has nothing to say does not need the permission to say it.
  else if (request.occasion === "update") runner.log(`No earlier comment was looked for: ${outcome.reason}.`);
  else {
    const message = `No comment was posted: ${outcome.reason}. The verdict stands, and the summary of the run has the report.`;
    runner.annotate({ level: "warning", title: "detcov", message, path: undefined, line: undefined });
  }
}

/** `reason` is a clause. */
type Outcome =
  | { readonly kind: "done"; readonly posting: Posting }
  | { readonly kind: "failed"; readonly reason: string };

/** For one request, in milliseconds. */
const timeout = 30_000;

async function attempt({ token, repository, pullRequest, api, ...sticky }: CommentRequest): Promise<Outcome> {
  if (token === undefined)
    return { kind: "failed", reason: 'the input "token" is empty; leave it out, or give it a token' };
  try {
    const comments = await openComments({ token, repository, pullRequest, api, timeout });
    return { kind: "done", posting: await postStickyComment(comments, sticky) };
  } catch (error) {
    return { kind: "failed", reason: describeFailure(error) };
  }
}

/** Our own faults pass through. The server hides what a token may not see, so 404 may mean the permission too. */
function describeFailure(error: unknown): string {
  const status = statusOf(error);
  if (status === undefined || !(error instanceof Error)) throw error;
  const reason = escapeTerminal(error.message);
  if (!wasAnswered(error)) return `GitHub did not answer (${reason})`;
  const answer = `GitHub answered ${status} (${reason})`;
  if ((status !== 403 && status !== 404) || /rate limit/i.test(reason)) return answer;
  return `${answer}. The token needs the permission "pull-requests: write", which a pull request from a fork never gets`;
}

function describePosting(posting: Posting): string {
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
