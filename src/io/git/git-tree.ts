import { ConfigError } from "../../model/config-error.ts";
import { compareText } from "../../model/order.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { Content, FileTree, TreeEntry } from "../file-tree.ts";
import { resolveCommit, shortId } from "./history.ts";
import { fetchMissingFolders } from "./partial-clone.ts";
import { readEntries } from "./read-entries.ts";
import type { Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** The files of a commit below the folder that the repository was opened for, without checking them out. */
export async function openGitTree(repository: Repository, revision: string): Promise<FileTree> {
  return openCommit(repository, await resolveCommit(repository, revision));
}

/** As {@link openGitTree}, for a commit of the clone that is given by its full id. */
export function openCommit(repository: Repository, commit: string): FileTree {
  let listing: Promise<readonly TreeEntry[]> | undefined;
  return {
    revision: commit,
    entries: () => {
      listing ??= listEntries(repository, commit);
      return listing;
    },
    read: (entries, take, limit) => readEntries(repository, commit, { entries, take, limit, otherwise: notOfThisTree }),
  };
}

function notOfThisTree(): Content {
  return { kind: "unreadable", reason: "the commit does not hold it" };
}

async function listEntries(repository: Repository, commit: string): Promise<readonly TreeEntry[]> {
  await fetchMissingFolders(repository, commit);
  const { prefix, isPartial, place } = repository;
  // Sizes are looked up in the files' objects, which a partial clone may lack.
  const form = ["-r", "-z", "--full-tree", ...(isPartial ? [] : ["--long"])];
  const { stdout } = await runGit(place, ["ls-tree", ...form, commit, "--", ...(prefix === "" ? [] : [prefix])]);
  const lines = stdout
    .toString("utf8")
    .split("\0")
    .filter((line) => line !== "");
  const entries = entriesOf(lines, repository, commit);
  return entries.toSorted((one, other) => compareText(one.path, other.path));
}

/** The same objects for what another commit has too. */
function entriesOf(lines: readonly string[], { listed, prefix }: Repository, commit: string): readonly TreeEntry[] {
  const fresh = new Map<string, TreeEntry>();
  const entries = lines.map((line) => {
    const known = listed.get(line);
    if (known !== undefined) return known;
    const entry = parseEntry(line, prefix);
    fresh.set(line, entry);
    return entry;
  });
  refuseOddPaths([...fresh.values()], commit);
  for (const [line, entry] of fresh) listed.set(line, entry);
  return entries;
}

/** line := mode " " type " " object [" "+ size] TAB path */
function parseEntry(line: string, prefix: RepositoryPath): TreeEntry {
  const tab = line.indexOf("\t");
  const path = line.slice(tab + 1 + prefix.length);
  const mode = line.slice(0, line.indexOf(" "));
  if (mode === "160000") return { path, kind: "submodule", blob: undefined, size: undefined };
  const begin = line.indexOf(" ", mode.length + 1) + 1;
  const end = line.indexOf(" ", begin);
  const [blob, size] =
    end === -1 || end > tab ? [line.slice(begin, tab), ""] : [line.slice(begin, end), line.slice(end, tab)];
  return { path, kind: mode === "120000" ? "symlink" : "file", blob, size: asSize(size.trimStart()) };
}

/** git prints a word in place of a size that it cannot tell. */
function asSize(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** git never makes or checks out such paths, but a tree can be written by hand: a ConfigError then. */
export function refuseOddPaths(entries: readonly TreeEntry[], commit: string): void {
  const odd = entries.find(({ path }) => /(^|\/)(\.{0,2}|\.git)(\/|$)/i.test(path));
  if (odd === undefined) return;
  throw new ConfigError(
    `Commit ${shortId(commit)} holds the path "${odd.path}", which git does not check out. ` +
      'It was made by hand or is damaged; "git fsck" says more.',
  );
}
