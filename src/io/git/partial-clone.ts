import { fetchPromised } from "./fetch-history.ts";
import type { Repository } from "./repository.ts";
import { runGitForLines } from "./run-git.ts";

/** Brings all folders of a commit to a clone that may have been made without (`--filter=tree:0`). */
export async function fetchMissingFolders(repository: Repository, commit: string): Promise<void> {
  if (!repository.isPartial) return;
  const missing = await missingObjects(repository, commit, ["--filter=blob:none"]);
  if (missing.length > 0) await fetchPromised(repository, missing);
}

/** Brings those files of a commit, given by their objects' ids, that a partial clone lacks. */
export async function fetchMissingFiles(
  repository: Repository,
  commit: string,
  ids: ReadonlySet<string>,
): Promise<void> {
  if (!repository.isPartial || ids.size === 0) return;
  const missing = await missingObjects(repository, commit, []);
  const needed = missing.filter((id) => ids.has(id));
  if (needed.length > 0) await fetchPromised(repository, needed);
}

/** Asked beforehand, because a git that may not fetch on its own ends at the first object that it lacks. */
async function missingObjects(
  repository: Repository,
  commit: string,
  filter: readonly string[],
): Promise<readonly string[]> {
  const form = ["--no-walk", "--objects", "--no-object-names", "--missing=print", ...filter];
  const lines = await runGitForLines(repository.place, ["rev-list", ...form, "--end-of-options", commit]);
  return lines.filter((line) => line.startsWith("?")).map((line) => line.slice(1));
}
