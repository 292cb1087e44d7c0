import type { RepositoryPath } from "../../model/source.ts";
import { type DatedCommit, type FileChange, fileChanges } from "./file-history.ts";
import type { Repository } from "./repository.ts";

/** So many commits are asked about at once: most files have changed not long ago. */
const batch = 500;

/**
 * When each of some files was changed last, in seconds since 1970, as far back as a history goes.
 *
 * `history` is what {@link firstParentCommits} gives for the commit that holds the files. A file that was only moved
 * or made executable was not changed: a file that came as another one with the same content went is followed there.
 */
export async function lastChanges(
  repository: Repository,
  history: readonly DatedCommit[],
  paths: readonly RepositoryPath[],
): Promise<ReadonlyMap<RepositoryPath, number>> {
  const search = new LastChanges(paths);
  for (let start = 0; start < history.length && search.isOpen; start += batch) {
    const commits = history.slice(start, start + batch).reverse();
    const changes = await fileChanges(repository, commits, history[start + batch]);
    for (const [index, { seconds }] of [...commits.entries()].reverse()) search.take(changes[index] ?? [], seconds);
  }
  return search.found;
}

class LastChanges {
  readonly found = new Map<RepositoryPath, number>();
  /** What a file is called today, by its name at the moment that the search has come back to. */
  readonly #today: Map<RepositoryPath, RepositoryPath>;

  constructor(paths: readonly RepositoryPath[]) {
    this.#today = new Map(paths.map((path) => [path, path]));
  }

  get isOpen(): boolean {
    return this.#today.size > 0;
  }

  take(changes: readonly FileChange[], seconds: number): void {
    const gone = new Map(changes.flatMap(({ path, entry, former }) => (entry === undefined ? [[former, path]] : [])));
    const moved: (readonly [RepositoryPath, RepositoryPath])[] = [];
    for (const { path, entry, former } of changes) {
      const today = this.#today.get(path);
      if (today === undefined || entry === undefined || entry.blob === former) continue;
      this.#today.delete(path);
      const source = former === undefined ? gone.get(entry.blob) : undefined;
      if (source === undefined) this.found.set(today, seconds);
      else moved.push([source, today]);
    }
    for (const [path, today] of moved) this.#today.set(path, today);
  }
}
