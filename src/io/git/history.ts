import { ConfigError } from "../../model/config-error.ts";
import { before, type TimeSpan } from "../../model/time-span.ts";
import { firstLine } from "./git-failure.ts";
import { isObjectId } from "./object-id.ts";
import type { Repository } from "./repository.ts";
import { runGit, runGitForLine, runGitForLines } from "./run-git.ts";

/** The full id of the commit that a revision names; undefined where this clone has none. */
export async function findCommit(repository: Repository, revision: string): Promise<string | undefined> {
  return (await lookUp(repository, revision)).commit;
}

/** The full id of the commit that a revision names; a ConfigError where this clone has none. */
export async function resolveCommit(repository: Repository, revision: string): Promise<string> {
  const { commit, reason } = await lookUp(repository, revision);
  if (commit !== undefined) return commit;
  throw new ConfigError(await explainUnknown(repository, revision, reason));
}

/** Whether the current branch has no commit yet. One that it has and this clone cannot read is another matter. */
export async function isUnborn({ place }: Repository): Promise<boolean> {
  const answers = { accept: [1, 128] };
  const head = await runGit(place, ["rev-parse", "--quiet", "--verify", "HEAD"], answers);
  if (head.exitCode === 0) return false;
  // A branch whose file is damaged is no branch to git.
  return (await runGit(place, ["symbolic-ref", "--quiet", "HEAD"], answers)).exitCode === 0;
}

/**
 * The parents that a commit was made with, also those that a shallow clone lacks. Empty for a first commit.
 *
 * Read from the object itself: git's own commands hide what the clone does not have.
 */
export async function parents(repository: Repository, commit: string): Promise<readonly string[]> {
  let header: string | undefined;
  await repository.objects.read([commit], String, (_, object) => {
    header = object === undefined ? undefined : Buffer.from(object).toString("utf8").split("\n\n", 1)[0];
  });
  if (header === undefined) throw new ConfigError(await explainUnknown(repository, commit, ""));
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap((match) => match[1] ?? []);
}

export async function isMergeCommit(repository: Repository, commit: string): Promise<boolean> {
  return (await parents(repository, commit)).length > 1;
}

/** Whether the clone's history was cut off (`git clone --depth`). */
export async function isShallow(repository: Repository): Promise<boolean> {
  return (await runGitForLine(repository.place, ["rev-parse", "--is-shallow-repository"])) === "true";
}

/** Where two lines of history parted. */
export type MergeBase =
  | { readonly kind: "commit"; readonly commit: string }
  /** They have no commit in common. */
  | { readonly kind: "none" }
  /** They have none in common as far as this shallow clone knows; {@link deepen} may show one. */
  | { readonly kind: "cut-off" };

/** Of two commits, given by full id. */
export async function mergeBase(repository: Repository, one: string, other: string): Promise<MergeBase> {
  const commit = await runGitForLine(repository.place, ["merge-base", "--end-of-options", one, other], {
    accept: [1],
  });
  if (commit !== undefined) return { kind: "commit", commit };
  return (await isShallow(repository)) ? { kind: "cut-off" } : { kind: "none" };
}

export interface DefaultBranch {
  /** `refs/remotes/origin/main` */
  readonly ref: string;
  /** `origin/main` */
  readonly name: string;
}

/**
 * The branch that changes are made against, as this clone knows it: what the remote calls its default,
 * else its `main` or `master`, else those of the clone itself. Undefined where there is none of them.
 */
export async function remoteDefaultBranch(repository: Repository): Promise<DefaultBranch | undefined> {
  const remote = (await remoteName(repository)) ?? "origin";
  const candidates = ["main", "master"].map((branch) => `refs/remotes/${remote}/${branch}`);
  const local = ["refs/heads/main", "refs/heads/master"];
  const remoteHead = `refs/remotes/${remote}/HEAD`;
  const lines = await runGitForLines(repository.place, [
    "for-each-ref",
    "--format=%(refname)%00%(symref)",
    remoteHead,
    ...candidates,
    ...local,
  ]);
  const targets = new Map(lines.map((line) => splitAt(line, line.indexOf("\0"))));
  const ref = targets.get(remoteHead) || [...candidates, ...local].find((candidate) => targets.has(candidate));
  return ref === undefined ? undefined : { ref, name: ref.replace(/^refs\/(heads|remotes)\//, "") };
}

/** `origin` if there is one, else the only remote; undefined where there is none or the choice is not clear. */
export async function remoteName(repository: Repository): Promise<string | undefined> {
  const names = await runGitForLines(repository.place, ["remote"]);
  if (names.includes("origin")) return "origin";
  return names.length === 1 ? names[0] : undefined;
}

/** A commit of the history, with the time at which it was committed, in seconds since 1970. */
export interface CommitTime {
  readonly commit: string;
  readonly seconds: number;
}

/** From a commit back along first parents, the newest first, to the last that is not older than `since`. */
export async function firstParentHistory(
  repository: Repository,
  commit: string,
  since: number,
): Promise<readonly CommitTime[]> {
  const lines = await runGitForLines(repository.place, [
    "rev-list",
    "--first-parent",
    "--timestamp",
    `--max-age=${Math.floor(since)}`,
    "--end-of-options",
    commit,
  ]);
  return lines.map((line) => {
    const [seconds, id] = splitAt(line, line.indexOf(" "));
    return { commit: id, seconds: Number(seconds) };
  });
}

/** The newest commit of a line of history that is a span older than its newest; undefined where it begins later. */
export async function commitBefore(
  repository: Repository,
  revision: string,
  span: TimeSpan,
): Promise<string | undefined> {
  const head = await resolveCommit(repository, revision);
  const seconds = await runGitForLine(repository.place, ["log", "-1", "--format=%ct", head]);
  const moment = Math.floor(before(Number(seconds), span));
  return await runGitForLine(repository.place, ["rev-list", "-1", "--first-parent", `--min-age=${moment}`, head]);
}

/** For people: long enough for any rule repository, and short enough to read. */
export function shortId(commit: string): string {
  return commit.slice(0, 7);
}

interface LookUp {
  readonly commit: string | undefined;
  /** git's, where there is no commit. */
  readonly reason: string;
}

async function lookUp(repository: Repository, revision: string): Promise<LookUp> {
  // No name begins with a dash (git-check-ref-format), and rev-parse learned `--end-of-options` late, in 2.30.
  if (/^(-|$)|\0/.test(revision)) return { commit: undefined, reason: "it is no name" };
  const known = await identify(repository, `${revision}^{commit}`);
  if (known !== undefined) return { commit: known, reason: "" };
  const args = ["rev-parse", "--verify", `${revision}^{commit}`];
  const { stdout, stderr } = await runGit(repository.place, args, { accept: [1, 128] });
  const commit = stdout.toString("utf8").trimEnd();
  // "^main" is understood by git too, and gives an id with a caret.
  if (isObjectId(commit)) return { commit, reason: "" };
  return { commit: undefined, reason: firstLine(stderr) };
}

/** By the process that reads objects. What it can't tell, also because it can't be run, another command tells with the reason. */
async function identify({ objects }: Repository, name: string): Promise<string | undefined> {
  if (name.includes("\n")) return undefined;
  return await objects.identify(name).catch(() => undefined);
}

async function explainUnknown(repository: Repository, revision: string, reason: string): Promise<string> {
  if (/^(HEAD|@)/.test(revision) && (await findCommit(repository, "HEAD")) === undefined) {
    return (await isUnborn(repository))
      ? "The current branch has no commit yet, so there is no revision to read. Commit first."
      : "git cannot read the commit that is checked out. " +
          '"git fsck" says what is broken; a fresh clone, or "git fetch" with "git checkout" of a branch, mends it.';
  }
  if (await isShallow(repository)) {
    return (
      `This clone does not hold "${revision}"; it is shallow, so it may only be cut off. ` +
      'Check out with "fetch-depth: 0", or run "git fetch --unshallow".'
    );
  }
  const remote = (await remoteName(repository)) ?? "origin";
  if ((await findCommit(repository, `refs/remotes/${remote}/${revision}`)) !== undefined) {
    return `"${revision}" is not a commit of this clone. Its remote has a branch of that name: write "${remote}/${revision}".`;
  }
  const detail = reason === "Needed a single revision" ? "" : ` (${reason})`;
  return (
    `"${revision}" is not a commit of this clone${detail}. Name a branch, a tag or a commit that it has; ` +
    '"git fetch" brings what is new on its remote.'
  );
}

function splitAt(text: string, index: number): readonly [string, string] {
  return [text.slice(0, index), text.slice(index + 1)];
}
