import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { ConfigError } from "../../model/config-error.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { ObjectFormat } from "./blob-id.ts";
import { gitProgram } from "./git-environment.ts";
import { gitFailure } from "./git-failure.ts";
import type { Listing } from "./listing.ts";
import { ObjectReader } from "./object-reader.ts";
import { type GitPlace, gitNotInstalled, runGit, runGitForLines } from "./run-git.ts";

/** A clone with files checked out, seen from one of its folders. */
export interface Repository {
  /** An existing folder of the clone: the one that was asked for or, where that is not there, the nearest above it. */
  readonly place: GitPlace;
  /**
   * The folder that was asked for, from the top of the repository: empty, or ending with a slash.
   * Paths of trees are relative to that folder, so `prefix + path` is a path in the repository.
   */
  readonly prefix: RepositoryPath;
  readonly objectFormat: ObjectFormat;
  /** Made with `git clone --filter`, which leaves objects on the server until somebody needs them. */
  readonly isPartial: boolean;
  readonly objects: ObjectReader;
  /** Of the commit that was listed last: most entries are the same in the next one. */
  listing: Listing | undefined;
  /** Ends the process that reads objects. To be called when done, also after a failure. */
  close(): Promise<void>;
}

/** Opens the repository that a folder is in; a ConfigError where there is none. */
export async function openRepository(place: GitPlace): Promise<Repository> {
  if (gitProgram(place.env) === undefined) throw gitNotInstalled();
  const repository = await findRepository(place);
  if (repository !== undefined) return repository;
  throw new ConfigError(
    `"${place.directory}" is not in a git repository. Run in a clone, or check the repository out first; ` +
      "comparing revisions needs git.",
  );
}

/**
 * Opens the repository that a folder is in; undefined where it is in none, and where git is not installed
 * and so cannot tell.
 */
export async function findRepository(place: GitPlace): Promise<Repository | undefined> {
  if (gitProgram(place.env) === undefined) return undefined;
  const { existing, below } = nearestFolder(place.directory);
  const found: GitPlace = { ...place, directory: existing };
  const [{ exitCode, stdout, stderr }, isPartial] = await Promise.all([
    runGit(found, ["rev-parse", ...questions], { accept: [128] }),
    isPartialClone(found),
  ]);
  if (exitCode !== 0) {
    if (/not a git repository/i.test(stderr)) return undefined;
    throw gitFailure(existing, "git rev-parse", stderr);
  }
  const [isInWorkTree, objectFormat, ...prefix] = stdout.toString("utf8").split("\n");
  if (isInWorkTree !== "true") {
    throw new ConfigError(`"${existing}" has no files checked out. Choose the folder that holds the rule files.`);
  }
  const objects = new ObjectReader(found);
  return {
    place: found,
    prefix: prefix.slice(0, -1).join("\n") + below,
    objectFormat: objectFormat === "sha256" ? "sha256" : "sha1",
    isPartial,
    objects,
    listing: undefined,
    close: () => objects.close(),
  };
}

/** The prefix comes last, for a folder's name may hold line ends. */
const questions = ["--is-inside-work-tree", "--show-object-format", "--show-prefix"];

/** False too where git refuses to look, which another command then tells with its reason. */
async function isPartialClone(place: GitPlace): Promise<boolean> {
  const args = ["config", "--type=bool", "--get-regexp", "^remote\\..*\\.promisor$"];
  const lines = await runGitForLines(place, args, { accept: [1, 128] });
  return lines.some((line) => line.endsWith(" true"));
}

/** A pull request may add or delete the whole folder, so it need not exist in what is checked out. */
function nearestFolder(directory: string): { existing: string; below: RepositoryPath } {
  switch (whatIsAt(directory)) {
    case "folder":
      return { existing: directory, below: "" };
    case "nothing": {
      const above = nearestFolder(dirname(directory));
      return { existing: above.existing, below: `${above.below}${basename(directory)}/` };
    }
    case "other":
      throw new ConfigError(`"${directory}" is not a folder that can be read. Name the folder that holds the rules.`);
  }
}

function whatIsAt(path: string): "folder" | "nothing" | "other" {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "nothing";
    return found.isDirectory() ? "folder" : "other";
  } catch {
    return "other";
  }
}
