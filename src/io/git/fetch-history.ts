import { ConfigError } from "../../model/config-error.ts";
import { firstLine } from "./git-failure.ts";
import { findCommit, isShallow, type MergeBase, mergeBase, remoteName } from "./history.ts";
import { isObjectId } from "./object-id.ts";
import type { Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/**
 * Fetches more of the history behind some commits, given by full id, if the clone is shallow.
 *
 * Does nothing to a full clone: `--depth` would make it shallow, and there is nothing to deepen.
 */
export async function deepen(repository: Repository, commits: readonly string[], by: number | "all"): Promise<void> {
  if (!(await isShallow(repository))) return;
  await fetchFromRemote(repository, [by === "all" ? "--unshallow" : `--deepen=${by}`], commits);
}

/** Fetches one commit, given by full id, unless the clone has it. */
export async function fetchCommit(repository: Repository, commit: string): Promise<void> {
  if ((await findCommit(repository, commit)) !== undefined) return;
  // A depth cuts off the history of what is fetched. The commit is new to the clone, so nothing known is lost.
  await fetchFromRemote(repository, (await isShallow(repository)) ? ["--depth=1"] : [], [commit]);
}

/** Fetches the newest commit of a branch of the remote, unless the clone has it. Moves no branch of the clone. */
export async function fetchBranch(repository: Repository, branch: string): Promise<string> {
  const remote = await requireRemote(repository);
  const ref = `refs/heads/${branch}`;
  const listing = await askRemote(repository, remote, ["ls-remote", "--", remote, ref]);
  // git takes the name for a pattern, and for the end of a name.
  const line = listing.split("\n").find((candidate) => candidate.endsWith(`\t${ref}`));
  const commit = line?.split("\t", 1)[0];
  if (commit === undefined) {
    throw new ConfigError(
      `The remote "${remote}" has no branch "${branch}". Name the branch that changes are made against.`,
    );
  }
  await fetchCommit(repository, commit);
  return commit;
}

/**
 * {@link mergeBase}, for a clone that may be shallow: fetches more, step by step, until it is found
 * or the history is complete.
 */
export async function fetchMergeBase(repository: Repository, one: string, other: string): Promise<MergeBase> {
  for (const step of [50, 500, "all"] as const) {
    const base = await mergeBase(repository, one, other);
    if (base.kind !== "cut-off") return base;
    await deepen(repository, [one, other], step);
  }
  const base = await mergeBase(repository, one, other);
  // Both histories are complete now, even where others of the clone are still cut off.
  return base.kind === "cut-off" ? { kind: "none" } : base;
}

/** Fetches objects that a partial clone left on its server, all in one go. */
export async function fetchPromised(repository: Repository, ids: readonly string[]): Promise<void> {
  // As git does when it meets a missing object, which would be once for each of them.
  await fetchFromRemote(repository, ["--filter=blob:none"], ids);
}

async function fetchFromRemote(
  repository: Repository,
  options: readonly string[],
  ids: readonly string[],
): Promise<void> {
  const odd = ids.find((id) => !isObjectId(id));
  if (odd !== undefined) throw new Error(`"${odd}" is not the full id of an object.`);
  const remote = await requireRemote(repository);
  const negotiation = options.includes("--filter=blob:none") ? ["-c", "fetch.negotiationAlgorithm=noop"] : [];
  await askRemote(repository, remote, [...negotiation, "fetch", ...fetchOptions, ...options, "--", remote], ids);
}

/** Only objects come in: no branch, tag or other ref is moved, added or removed. */
const fetchOptions = [
  "--quiet",
  "--no-tags",
  "--no-prune",
  "--no-write-fetch-head",
  "--no-recurse-submodules",
  "--stdin",
];

async function askRemote(
  repository: Repository,
  remote: string,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<string> {
  const input = lines.map((line) => `${line}\n`).join("");
  const failures = [1, 128];
  const output = await runGit(repository.place, args, { accept: failures, timeout: 10 * 60 * 1000, input });
  if (output.exitCode === 0) return output.stdout.toString("utf8");
  throw new ConfigError(
    `This clone lacks a part of the repository that is needed, and fetching it from "${remote}" failed ` +
      `(${firstLine(output.stderr)}). Check out with "fetch-depth: 0" and without a filter, ` +
      'or run "git fetch --unshallow" first.',
  );
}

async function requireRemote(repository: Repository): Promise<string> {
  const remote = await remoteName(repository);
  if (remote !== undefined) return remote;
  throw new ConfigError(
    `The clone at "${repository.place.directory}" lacks a part of its history and has no remote "origin" to fetch it ` +
      'from. Add one (git remote add origin URL), or clone again without "--depth".',
  );
}
