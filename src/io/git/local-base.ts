import { ConfigError } from "../../model/config-error.ts";
import { isUnborn, mergeBase, parents, remoteDefaultBranch, resolveCommit, shortId } from "./history.ts";
import type { Repository } from "./repository.ts";

/** What a change is compared with where nobody said so. */
export type LocalBase =
  /** `reason` says what the commit is, to stand beside its id: `where HEAD left origin/main`. */
  | { readonly kind: "commit"; readonly commit: string; readonly reason: string }
  /** `reason` is a sentence. */
  | { readonly kind: "absent"; readonly reason: string };

/** What is compared: a commit, or the files on disk, committed or not. */
export type LocalHead = { readonly kind: "commit"; readonly revision: string } | { readonly kind: "working-tree" };

/**
 * What a person at a shell means by "my change": all since the branch left the default branch; on the default
 * branch itself, the last commit, or what is not committed yet.
 *
 * A base that is there and that this clone was cut off from is a ConfigError, for a wrong base is worse than none.
 */
export async function chooseLocalBase(repository: Repository, head: LocalHead): Promise<LocalBase> {
  if (head.kind === "working-tree" && (await isUnborn(repository))) {
    return { kind: "absent", reason: "The current branch has no commit yet, so there is nothing to compare with." };
  }
  const name = head.kind === "commit" ? head.revision : "HEAD";
  const commit = await resolveCommit(repository, name);
  const branch = await remoteDefaultBranch(repository);
  if (branch === undefined) {
    return commitBefore(repository, { head, commit, name, why: "as no default branch is known" });
  }
  const base = await mergeBase(repository, commit, await resolveCommit(repository, branch.ref));
  switch (base.kind) {
    case "cut-off":
      throw new ConfigError(
        `This clone is shallow and does not hold the commit where "${name}" left ${branch.name}. ` +
          'Run "git fetch --unshallow", or name a base that it holds.',
      );
    case "none":
      return {
        kind: "absent",
        reason: `${name} and ${branch.name} have no commit in common, so there is nothing to compare with.`,
      };
    case "commit":
      return base.commit === commit
        ? commitBefore(repository, { head, commit, name, why: `as ${name} is on ${branch.name}` })
        : { kind: "commit", commit: base.commit, reason: `where ${name} left ${branch.name}` };
  }
}

interface Tip {
  readonly head: LocalHead;
  readonly commit: string;
  readonly name: string;
  readonly why: string;
}

async function commitBefore(repository: Repository, { head, commit, name, why }: Tip): Promise<LocalBase> {
  if (head.kind === "working-tree") return { kind: "commit", commit, reason: `the last commit, ${why}` };
  const [parent] = await parents(repository, commit);
  if (parent === undefined) {
    return { kind: "absent", reason: `${shortId(commit)} is the first commit, so there is nothing to compare with.` };
  }
  return {
    kind: "commit",
    commit: await resolveCommit(repository, parent),
    reason: `the first parent of ${name}, ${why}`,
  };
}
