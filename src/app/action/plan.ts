import type { GithubEvent, PullRequestEvent } from "../../io/github/event.ts";
import type { ActionInputs } from "./inputs.ts";

/** What a run is for. */
export type Task = "compare" | "summarise" | "publish";

/** An event that brings a change asks what the change does; any other asks how things are. */
export function taskOf(event: GithubEvent, { mode, base }: Pick<ActionInputs, "mode" | "base">): Task {
  switch (mode) {
    case "check":
      return "compare";
    case "summary":
      return "summarise";
    case "publish":
      return "publish";
    case "auto":
      return (event.kind !== "other" && event.kind !== "workflow-run") || base !== undefined ? "compare" : "summarise";
  }
}

/** The commit that is checked out. */
export interface Head {
  readonly commit: string;
  /** All that it was made with, also those that a shallow clone lacks. */
  readonly parents: readonly string[];
}

/** What to compare with and why, before the clone is asked whether it has it. Reasons stand beside a commit id. */
export type BasePlan =
  /** What the workflow names: a branch, a tag, a commit. */
  | { readonly kind: "revision"; readonly revision: string; readonly reason: string }
  | CommitPlan
  | MergeBasePlan
  /** As on a command line: all since the branch left the default branch, and on that the last commit. */
  | { readonly kind: "local" };

export interface CommitPlan {
  readonly kind: "commit";
  readonly commit: string;
  readonly reason: string;
  /** With how many commits a checkout has it; 0: with all. */
  readonly depth: number;
  /** What to do where nobody has it any more. */
  readonly otherwise: BasePlan | undefined;
}

/** Where the head left a branch. */
export interface MergeBasePlan {
  readonly kind: "merge-base";
  readonly branch: string;
  /** A commit that the branch once had, in case that it has taken in the head since. */
  readonly formerly: string;
  readonly reason: string;
}

/** The other side of the very change that the event brings, so that nobody is blamed for what others merged. */
export function planBase(event: GithubEvent, base: string | undefined, head: Head): BasePlan {
  if (base !== undefined) return { kind: "revision", revision: base, reason: `as the input "base" says: ${base}` };
  switch (event.kind) {
    case "pull-request":
      return planPullRequest(event, head);
    case "push":
      return planPush(event.before, event.isForced, head);
    case "merge-group":
      return commitPlan(event.base, "what the merge queue adds to", { depth: 0 });
    case "workflow-run":
    case "other":
      return { kind: "local" };
  }
}

/**
 * GitHub's merge commit was made upon its first parent, which is the one true base: `base.sha` of the event may lag
 * behind, and the branch may have gone on.
 */
function planPullRequest({ head: newest, baseBranch, baseCommit }: PullRequestEvent, head: Head): BasePlan {
  const [first, second, ...others] = head.parents;
  const isMerge = first !== undefined && second === newest && others.length === 0;
  if (isMerge && head.commit !== newest) return commitPlan(first, "first parent of the merge", { depth: 2 });
  return {
    kind: "merge-base",
    branch: baseBranch,
    formerly: baseCommit,
    reason: `where ${head.commit === newest ? "the pull request" : "the checked-out commit"} left ${baseBranch}`,
  };
}

function planPush(before: string | undefined, isForced: boolean, head: Head): BasePlan {
  if (before === undefined) return firstParent(head, "first parent, as this push made the branch");
  const gone = "first parent, as this push threw the commit before it away";
  return commitPlan(before, "the commit before this push", {
    depth: 0,
    otherwise: isForced ? firstParent(head, gone) : undefined,
  });
}

/** A first commit has none, which is said like on a command line. */
function firstParent({ parents: [parent] }: Head, reason: string): BasePlan {
  return parent === undefined ? { kind: "local" } : commitPlan(parent, reason, { depth: 2 });
}

function commitPlan(
  commit: string,
  reason: string,
  { depth, otherwise }: { readonly depth: number; readonly otherwise?: BasePlan | undefined },
): CommitPlan {
  return { kind: "commit", commit, reason, depth, otherwise };
}
