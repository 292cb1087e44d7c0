import { createHash } from "node:crypto";
import type { RepositoryPath } from "../../model/source.ts";
import type { Github } from "./open-github.ts";
import { ownName } from "./own-name.ts";
import { shownLines } from "./shown-lines.ts";

/** A change of some lines of a pull request that its author can commit on the page. */
export interface Suggestion {
  /** From the top of the repository. */
  readonly path: RepositoryPath;
  readonly line: number;
  readonly lastLine: number;
  /** What is to stand there instead. */
  readonly after: readonly string[];
  /** Markdown that says why. */
  readonly reason: string;
}

export interface SuggestedReview {
  readonly pullRequest: number;
  /** The newest commit, whose lines are meant. */
  readonly head: string;
  readonly suggestions: readonly Suggestion[];
}

/** More would be a nuisance; the comment and `attack migrate` have them all. */
const most = 10;

/**
 * Posts suggestions as one review: none twice, none on a line that the page does not show, and no more than ten for one
 * pull request. Returns how many there were to post.
 */
export async function postReview(github: Github, { pullRequest, head, suggestions }: SuggestedReview): Promise<number> {
  const { octokit, repository } = github;
  const pull = { ...repository, pull_number: pullRequest };
  const posted = await findPosted(github, pullRequest);
  const fresh = suggestions.filter((suggestion) => !posted.has(fingerprintOf(suggestion)));
  if (fresh.length === 0 || posted.size >= most) return 0;
  const shown = new Map<RepositoryPath, ReadonlySet<number>>();
  for (const file of await octokit.paginate(octokit.rest.pulls.listFiles, { ...pull, per_page: 100 })) {
    shown.set(file.filename, shownLines(file.patch ?? ""));
  }
  const comments = fresh.filter((suggestion) => isShown(suggestion, shown)).slice(0, most - posted.size);
  if (comments.length === 0) return 0;
  await octokit.rest.pulls.createReview({
    ...pull,
    commit_id: head,
    event: "COMMENT",
    comments: comments.map(toComment),
  });
  return comments.length;
}

/** Fingerprints; only those that the own account posted, as anybody can write one. */
async function findPosted({ octokit, repository }: Github, pullRequest: number): Promise<ReadonlySet<string>> {
  const pull = { ...repository, pull_number: pullRequest, per_page: 100 };
  const comments = await octokit.paginate(octokit.rest.pulls.listReviewComments, pull);
  const marked = comments.flatMap(({ body, user }) => {
    const fingerprint = /^<!-- detcov suggestion=([0-9a-f]+) -->/.exec(body)?.[1];
    return fingerprint === undefined ? [] : [{ fingerprint, author: user?.login }];
  });
  if (marked.length === 0) return new Set();
  const own = await ownName(octokit);
  return new Set(marked.filter(({ author }) => author === own).map(({ fingerprint }) => fingerprint));
}

/** The same for the same change of a file, wherever its lines are by then. */
function fingerprintOf({ path, after }: Suggestion): string {
  return createHash("sha256")
    .update([path, ...after].join("\n"))
    .digest("hex")
    .slice(0, 16);
}

function isShown(
  { path, line, lastLine }: Suggestion,
  shown: ReadonlyMap<RepositoryPath, ReadonlySet<number>>,
): boolean {
  for (let each = line; each <= lastLine; each++) if (shown.get(path)?.has(each) !== true) return false;
  return true;
}

function toComment(suggestion: Suggestion) {
  const { path, line, lastLine } = suggestion;
  const start = line === lastLine ? {} : { start_line: line, start_side: "RIGHT" };
  return { path, line: lastLine, side: "RIGHT", ...start, body: bodyOf(suggestion) };
}

/** What stands in the file may have fences of its own. */
function bodyOf(suggestion: Suggestion): string {
  const { after, reason } = suggestion;
  const longest = Math.max(2, ...Array.from(after.join("\n").matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [
    `<!-- detcov suggestion=${fingerprintOf(suggestion)} -->`,
    reason,
    "",
    `${fence}suggestion`,
    ...after,
    fence,
  ].join("\n");
}
