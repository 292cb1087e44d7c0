import { openGitTree } from "../../io/git/git-tree.ts";
import { findCommit } from "../../io/git/history.ts";
import { postReview } from "../../io/github/pull-request-review.ts";
import type { Fix } from "../../model/fix.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { DiffView } from "../../report/diff-view.ts";
import { noLinks, proseMarkdown } from "../../report/markdown/prose.ts";
import { withRepository, workspaceOf } from "../workspace.ts";
import { converse } from "./conversation.ts";
import { counterpartOf, type Job, warn } from "./job.ts";
import { writeAdvice } from "./permission-advice.ts";

/**
 * Suggests, at the lines of a pull request, what can be put right without a decision.
 *
 * A pull request from a fork is not written to, which the comment has said already.
 */
export async function suggest(view: DiffView, job: Job): Promise<void> {
  const { event, runner } = job;
  if (event.kind !== "pull-request" || event.source === "fork" || view.fixes.length === 0) return;
  const fixes = await fixesOfHead(view, event.head, job);
  if (fixes.length === 0) return;
  const review = {
    pullRequest: event.number,
    head: event.head,
    suggestions: fixes.map((fix) => ({
      ...fix,
      path: `${view.prefix}${fix.path}`,
      reason: proseMarkdown(fix.reason, noLinks),
    })),
  };
  const posting = await converse(counterpartOf(job, writeAdvice(event)), (github) => postReview(github, review));
  if (posting.kind === "failed") warn(runner, `No suggestion was posted: ${posting.reason}.`);
  else if (posting.result > 0) runner.log(`Suggested ${posting.result} changes that can be committed.`);
}

/**
 * Lines are those of the pull request's own newest commit, and what was read may be its merge. Where a file is another
 * there, or that commit is not here, nothing is suggested.
 */
async function fixesOfHead(view: DiffView, commit: string, job: Job): Promise<readonly Fix[]> {
  if (view.head === commit) return view.fixes;
  return await withRepository(workspaceOf(job.surroundings, job.overrides), async (repository) => {
    if ((await findCommit(repository, commit)) === undefined) return [];
    const [here, there] = await Promise.all([view.head, commit].map(blobsOf));
    return view.fixes.filter(({ path }) => here?.get(path) !== undefined && here.get(path) === there?.get(path));

    async function blobsOf(revision: string): Promise<ReadonlyMap<RepositoryPath, string | undefined>> {
      const tree = await openGitTree(repository, revision);
      return new Map((await tree.entries()).map(({ path, blob }) => [path, blob]));
    }
  });
}
