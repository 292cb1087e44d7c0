import { fetchBranch, fetchCommit, fetchMergeBase } from "../../io/git/fetch-history.ts";
import { findCommit, isShallow, remoteName, shortId } from "../../io/git/history.ts";
import type { Repository } from "../../io/git/repository.ts";
import { ConfigError } from "../../model/config-error.ts";
import type { BasePlan, CommitPlan, Head, MergeBasePlan } from "./plan.ts";

/** A commit to compare with. */
export interface FoundBase {
  readonly revision: string;
  readonly reason: string;
}

/**
 * Gets hold of the commit that a plan means, fetching what the checkout lacks; undefined where the choice is the
 * command line's.
 *
 * A ConfigError with the line to put into the workflow where it cannot be had: a wrong base is worse than none.
 */
export async function findBase(plan: BasePlan, repository: Repository, head: Head): Promise<FoundBase | undefined> {
  switch (plan.kind) {
    case "local":
      return undefined;
    case "revision":
      return { revision: await findRevision(plan.revision, repository), reason: plan.reason };
    case "commit":
      return await findPlannedCommit(plan, repository, head);
    case "merge-base":
      return await findMergeBase(plan, repository, head);
  }
}

async function findPlannedCommit(plan: CommitPlan, repository: Repository, head: Head): Promise<FoundBase | undefined> {
  const { commit, reason, depth, otherwise } = plan;
  const fetching = await attempt(() => fetchCommit(repository, commit));
  if (fetching.kind === "done") return { revision: commit, reason };
  if (otherwise !== undefined) return await findBase(otherwise, repository, head);
  throw unavailable(`${shortId(commit)} (${reason})`, depth, fetching.error);
}

/** A branch may be known to the clone only as its remote's, or not at all. */
async function findRevision(revision: string, repository: Repository): Promise<string> {
  const known = (await findCommit(repository, revision)) ?? (await findTrackedBranch(revision, repository));
  if (known !== undefined) return known;
  const isCommitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
  const fetching = await attempt(async () => {
    if (!isCommitId) return await fetchBranch(repository, revision);
    await fetchCommit(repository, revision);
    return revision;
  });
  if (fetching.kind === "done") return fetching.result;
  throw unavailable(`"${revision}" (the input "base")`, 0, fetching.error);
}

async function findMergeBase(plan: MergeBasePlan, repository: Repository, head: Head): Promise<FoundBase> {
  const { branch, formerly, reason } = plan;
  const fetching = await attempt(async () => {
    const tip = await newestOf(branch, repository);
    const base = await fetchMergeBase(repository, head.commit, tip);
    if (base.kind !== "commit" || base.commit !== head.commit) return base;
    await fetchCommit(repository, formerly);
    return await fetchMergeBase(repository, head.commit, formerly);
  });
  if (fetching.kind === "failed") throw unavailable(`the commit ${reason}`, 0, fetching.error);
  const base = fetching.result;
  if (base.kind === "commit" && base.commit !== head.commit) return { revision: base.commit, reason };
  const fact = base.kind === "commit" ? `is on "${branch}" already` : `has no commit in common with "${branch}"`;
  throw new ConfigError(
    `The checked-out commit ${shortId(head.commit)} ${fact}, so it does not show what the pull request changes. ` +
      'Run on "pull_request" and leave "ref" of actions/checkout out, or name the base with the input "base".',
  );
}

/** A full clone was fetched with all branches; any other is asked for the one that counts. */
async function newestOf(branch: string, repository: Repository): Promise<string> {
  const tracked = await findTrackedBranch(branch, repository);
  if (tracked !== undefined && !(await isShallow(repository))) return tracked;
  const fetching = await attempt(() => fetchBranch(repository, branch));
  if (fetching.kind === "done") return fetching.result;
  if (tracked !== undefined) return tracked;
  throw fetching.error;
}

async function findTrackedBranch(branch: string, repository: Repository): Promise<string | undefined> {
  const remote = await remoteName(repository);
  return remote === undefined ? undefined : await findCommit(repository, `refs/remotes/${remote}/${branch}`);
}

type Attempt<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly error: ConfigError };

/** Our own faults pass through. */
async function attempt<Result>(run: () => Promise<Result>): Promise<Attempt<Result>> {
  try {
    return { kind: "done", result: await run() };
  } catch (error) {
    if (error instanceof ConfigError) return { kind: "failed", error };
    throw error;
  }
}

function unavailable(what: string, depth: number, cause: ConfigError): ConfigError {
  const why = depth === 0 ? "so that it has the whole history" : `so that it has ${depth} commits`;
  return new ConfigError(
    `This checkout does not hold ${what}, which is to be compared with, and it could not be fetched. ` +
      `Add to the step that uses actions/checkout, ${why}:\n\n    with:\n      fetch-depth: ${depth}`,
    { cause },
  );
}
