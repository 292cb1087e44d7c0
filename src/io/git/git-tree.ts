import { ConfigError } from "../../model/config-error.ts";
import { compareText } from "../../model/order.ts";
import type { Content, FileTree, TreeEntry } from "../file-tree.ts";
import { resolveCommit, shortId } from "./history.ts";
import { readListing } from "./listing.ts";
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
  const listing = readListing(stdout.toString("utf8"), prefix, repository.listing);
  refuseOddPaths(listing.fresh, commit);
  repository.listing = listing;
  return listing.entries.toSorted((one, other) => compareText(one.path, other.path));
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
