import { isShallow } from "./history.ts";
import type { Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** A commit that changed a file. */
export interface PathChange {
  readonly commit: string;
  /** The author's date: `2026-08-14`. */
  readonly date: string;
  readonly subject: string;
}

/** More commits than this are not looked at: what they changed has changed since. */
const mostCommits = 20_000;

/**
 * The last changes of each file below the repository's folder, the newest first, by the path that it has now. A file
 * that was renamed keeps its history. One process reads all: a few seconds for ten thousand commits.
 */
export async function recentChanges(
  repository: Repository,
  commit: string,
  most: number,
): Promise<ReadonlyMap<string, readonly PathChange[]>> {
  const { place, prefix } = repository;
  const isCutOff = await isShallow(repository);
  const args = [
    ...["log", "-z", "--no-merges", `--max-count=${mostCommits}`, "--name-status", "--find-renames", "--no-ext-diff"],
    ...[
      "--format=format:%x01%H%x00%P%x00%as%x00%s",
      commit,
      "--",
      // The folder that git runs in.
      ".",
    ],
  ];
  const { stdout } = await runGit(place, args);
  const changes = new PathChanges(prefix, most);
  for (const entry of stdout.toString("utf8").split("\u0001").slice(1)) {
    const [id = "", parents = "", date = "", ...rest] = entry.split("\0");
    // The first commit of a shallow clone seems to add every file.
    if (isCutOff && parents === "") continue;
    const [subject = "", ...statuses] = splitSubject(rest);
    changes.add({ commit: id, date, subject }, statuses);
  }
  return changes.byPath;
}

/** The first status stands on a line of its own behind the subject. */
function splitSubject([first = "", ...rest]: readonly string[]): readonly string[] {
  const end = first.indexOf("\n");
  return end === -1 ? [first, ...rest] : [first.slice(0, end), first.slice(end + 1), ...rest];
}

class PathChanges {
  readonly byPath = new Map<string, PathChange[]>();
  /** What a file of the past is called now. */
  readonly #names = new Map<string, string>();
  readonly #prefix: string;
  readonly #most: number;

  constructor(prefix: string, most: number) {
    this.#prefix = prefix;
    this.#most = most;
  }

  /** `statuses` are `M`, path, or `R087`, old path, new path, one after the other. */
  add(change: PathChange, statuses: readonly string[]): void {
    for (let at = 0; at < statuses.length; ) {
      const isRename = /^[RC]/.test(statuses[at] ?? "");
      const before = statuses[at + 1] ?? "";
      const path = isRename ? (statuses[at + 2] ?? "") : before;
      const now = this.#names.get(path) ?? path;
      this.#note(now, change);
      if (statuses[at]?.startsWith("R")) this.#names.set(before, now);
      at += isRename ? 3 : 2;
    }
  }

  #note(path: string, change: PathChange): void {
    if (!path.startsWith(this.#prefix)) return;
    const name = path.slice(this.#prefix.length);
    const changes = this.byPath.get(name);
    if (changes === undefined) this.byPath.set(name, [change]);
    else if (changes.length < this.#most) changes.push(change);
  }
}
