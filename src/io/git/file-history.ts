import type { RepositoryPath } from "../../model/source.ts";
import type { TreeEntry } from "../file-tree.ts";
import { refuseOddPaths } from "./git-tree.ts";
import { fetchMissingFolders } from "./partial-clone.ts";
import type { Repository } from "./repository.ts";
import { runGit, runGitForLine, runGitForLines } from "./run-git.ts";

/** A commit of a line of history, with its tree and the time at which it was committed, in seconds since 1970. */
export interface DatedCommit {
  readonly commit: string;
  readonly tree: string;
  readonly seconds: number;
}

/** A commit, given by full id, and all before it along first parents, the newest first, as far as this clone has them. */
export async function firstParentCommits(repository: Repository, commit: string): Promise<readonly DatedCommit[]> {
  const form = ["--first-parent", "--format=%H %T %ct"];
  const lines = await runGitForLines(repository.place, ["rev-list", ...form, "--end-of-options", commit]);
  // A line that says "commit" and the id stands before each.
  const formatted = lines.filter((line) => !line.startsWith("commit "));
  return formatted.map((line) => {
    const [id = "", tree = "", seconds = ""] = line.split(" ");
    return { commit: id, tree, seconds: Number(seconds) };
  });
}

/** A file that a commit has otherwise than the one before it in a list. */
export interface FileChange {
  readonly path: RepositoryPath;
  /** As it is now; undefined: it is gone. */
  readonly entry: TreeEntry | undefined;
  /** Git's name for what it held before; undefined: it was not there. */
  readonly former: string | undefined;
}

/**
 * What each of several commits has otherwise than the one before it, below the folder that the repository was opened
 * for; the first one is compared with `before`, or with nothing. One git process for all.
 */
export async function fileChanges(
  repository: Repository,
  commits: readonly DatedCommit[],
  before?: DatedCommit,
): Promise<readonly (readonly FileChange[])[]> {
  if (repository.isPartial) {
    for (const { commit } of [...(before === undefined ? [] : [before]), ...commits])
      await fetchMissingFolders(repository, commit);
  }
  const { place, prefix } = repository;
  const emptyTree = (await runGitForLine(place, ["hash-object", "-t", "tree", "--stdin"])) ?? "";
  const pairs = commits.map(
    ({ tree }, index) => `${(index === 0 ? before : commits[index - 1])?.tree ?? emptyTree} ${tree}\n`,
  );
  const form = ["--stdin", "-r", "-z", "--raw", "--no-renames", "--full-index"];
  const scope = prefix === "" ? [] : [`--relative=${prefix}`];
  const { stdout } = await runGit(place, ["diff-tree", ...form, ...scope], { input: pairs.join("") });
  const changes = parseChanges(stdout.toString("utf8"));
  changes.forEach((list, index) => {
    const entries = list.flatMap(({ entry }) => entry ?? []);
    refuseOddPaths(entries, commits[index]?.commit ?? "");
  });
  return changes;
}

/**
 * output := (header change*)*
 * header := tree " " tree LF
 * change := ":" mode " " mode " " object " " object " " status NUL path NUL
 */
function parseChanges(output: string): readonly (readonly FileChange[])[] {
  const lists: FileChange[][] = [];
  let at = 0;
  while (at < output.length) {
    if (output[at] !== ":") {
      lists.push([]);
      at = output.indexOf("\n", at) + 1;
      continue;
    }
    const middle = output.indexOf("\0", at);
    const end = output.indexOf("\0", middle + 1);
    const [, mode = "", former = "", blob] = output.slice(at + 1, middle).split(" ");
    const path = output.slice(middle + 1, end);
    lists.at(-1)?.push({ path, entry: entryOf(path, mode, blob), former: /^0+$/.test(former) ? undefined : former });
    at = end + 1;
  }
  return lists;
}

function entryOf(path: RepositoryPath, mode: string, blob: string | undefined): TreeEntry | undefined {
  switch (mode) {
    case "000000":
      return undefined;
    case "120000":
      return { path, kind: "symlink", blob, size: undefined };
    case "160000":
      return { path, kind: "submodule", blob: undefined, size: undefined };
    default:
      return { path, kind: "file", blob, size: undefined };
  }
}
