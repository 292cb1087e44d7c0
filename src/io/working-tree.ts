import { type Dirent, lstatSync, opendirSync, readFileSync, statSync } from "node:fs";
import { ConfigError } from "../model/config-error.ts";
import { compareText } from "../model/order.ts";
import type { RepositoryPath } from "../model/source.ts";
import { type Content, type FileTree, sizeLimit, type TreeEntry } from "./file-tree.ts";
import { blobId, type ObjectFormat } from "./git/blob-id.ts";
import { readEntries } from "./git/read-entries.ts";
import type { Repository } from "./git/repository.ts";
import { runGit } from "./git/run-git.ts";

/**
 * The files of a folder as they are on disk.
 *
 * In a repository (as `root` was opened) they are the files that a commit of everything would hold: tracked and new
 * ones, and no ignored ones, so that they can be compared with a commit. Outside, and where git knows nothing of
 * the folder, they are all files but those below `.git` and `node_modules`.
 *
 * Paths are put together with a slash, which every platform takes: making them normal again costs more than reading.
 */
export function openWorkingTree(root: string, repository: Repository | undefined): FileTree {
  let listing: Promise<readonly TreeEntry[]> | undefined;
  return {
    revision: "working tree",
    entries: () => {
      listing ??= listEntries(root, repository);
      return listing;
    },
    read: async (entries, take, limit = sizeLimit) => {
      const readFile = (entry: TreeEntry) => readFromDisk(root, entry, { format: repository?.objectFormat, limit });
      if (repository !== undefined && entries.some(({ blob }) => blob !== undefined)) {
        await readEntries(repository, "HEAD", { entries, take, limit, otherwise: readFile });
      } else {
        // A plain loop is several times faster than thousands of promises.
        for (const entry of entries) take(entry, readFile(entry));
      }
    },
  };
}

/** A path that may hold a file, with what git's index says about it. */
interface Listed {
  readonly path: RepositoryPath;
  readonly indexed: Indexed | undefined;
  /** What the folder says it is; undefined: the file has to be asked. */
  readonly found: FoundOnDisk | undefined;
}

/** As a folder's listing has it, or the file itself. */
type FoundOnDisk = Pick<Dirent, "isFile" | "isSymbolicLink"> & { readonly size?: number };

interface Indexed {
  readonly mode: string;
  readonly blob: string;
  /** Left out of this sparse checkout, though part of the next commit. */
  readonly isSparse: boolean;
}

async function listEntries(root: string, repository: Repository | undefined): Promise<readonly TreeEntry[]> {
  try {
    // Asked first, because the library takes a folder that is not there for an empty one.
    opendirSync(root).closeSync();
    const known = repository === undefined ? [] : await listWithGit(root, repository);
    const listed = known.length > 0 ? known : await listFolder(root);
    const isRealFolder = realFolders(root);
    return listed
      .filter(({ path }) => isRealFolder(folderOf(path)))
      .flatMap((file) => entryOf(root, file) ?? [])
      .toSorted((one, other) => compareText(one.path, other.path));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(
      `The folder "${root}" cannot be listed: ${reasonOf(error)}. Name the folder that holds the rules, ` +
        "and make all below it readable.",
    );
  }
}

async function listWithGit(root: string, { place }: Repository): Promise<readonly Listed[]> {
  const form = ["-z", "-t", "--cached", "--stage", "--others", "--exclude-standard"];
  const { stdout } = await runGit({ ...place, directory: root }, ["ls-files", ...form]);
  const lines = stdout.toString("utf8").split("\0");
  const files = lines.filter((line) => line !== "").map(parseListed);
  // A path with a merge conflict is listed once for each side.
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** line := "? " path | tag " " mode " " object " " stage TAB path */
function parseListed(line: string): Listed {
  if (line.startsWith("? ")) {
    // A repository of its own is listed as a folder; to this one it is what a submodule is.
    if (!line.endsWith("/")) return { path: line.slice(2), indexed: undefined, found: undefined };
    return { path: line.slice(2, -1), indexed: { mode: "160000", blob: "", isSparse: false }, found: undefined };
  }
  const tab = line.indexOf("\t");
  const [tag, mode = "", blob = ""] = line.slice(0, tab).split(" ");
  return { path: line.slice(tab + 1), indexed: { mode, blob, isSparse: tag === "S" }, found: undefined };
}

/** The library is loaded for it: git lists most folders. */
async function listFolder(root: string): Promise<readonly Listed[]> {
  const { default: fastGlob } = await import("fast-glob");
  // A globstar does not match line ends and a star does: the second pattern leads into folders with one in their name.
  const files = fastGlob.sync(["**/*", "**/*/**/*"], {
    cwd: root,
    objectMode: true,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    ignore: ["**/.git", "**/node_modules"],
    // A walk meets each file once, whichever of the patterns it matches.
    unique: false,
  });
  return files.map(({ path, dirent }) => ({ path, indexed: undefined, found: dirent }));
}

function entryOf(root: string, { path, indexed, found: listed }: Listed): TreeEntry | undefined {
  if (indexed?.mode === "160000") return { path, kind: "submodule", blob: undefined, size: undefined };
  const found: FoundOnDisk | undefined = listed ?? lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
  if (found === undefined) return absentEntry(path, indexed);
  // Where the platform has no symbolic links, git writes a file with the target in it.
  if (found.isSymbolicLink() || (found.isFile() && indexed?.mode === "120000")) {
    return { path, kind: "symlink", blob: undefined, size: found.size };
  }
  return found.isFile() ? { path, kind: "file", blob: undefined, size: found.size } : undefined;
}

/** What is listed and is not on disk was deleted, with two exceptions. */
function absentEntry(path: RepositoryPath, indexed: Indexed | undefined): TreeEntry | undefined {
  if (indexed?.isSparse === true) {
    const isSymlink = indexed.mode === "120000";
    return { path, kind: isSymlink ? "symlink" : "file", blob: indexed.blob, size: undefined };
  }
  return isDamaged(path) ? { path, kind: "file", blob: undefined, size: undefined } : undefined;
}

/** A name that is not UTF-8 can be listed but not found again. */
function isDamaged(path: RepositoryPath): boolean {
  return path.includes("\u{fffd}");
}

/** Tells whether no symbolic link is on the way to a folder: one could lead out of the root. */
function realFolders(root: string): (folder: RepositoryPath) => boolean {
  const known = new Map([["", true]]);
  const isReal = (folder: RepositoryPath): boolean => {
    const answer = known.get(folder) ?? (isReal(folderOf(folder)) && isFolderOrAbsent(`${root}/${folder}`));
    known.set(folder, answer);
    return answer;
  };
  return isReal;
}

function isFolderOrAbsent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== false;
}

function folderOf(path: RepositoryPath): RepositoryPath {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

interface DiskReading {
  readonly format: ObjectFormat | undefined;
  /** In bytes. */
  readonly limit: number;
}

function readFromDisk(root: string, entry: TreeEntry, reading: DiskReading): Content {
  if (entry.kind !== "file") return { kind: "not-a-file" };
  const { limit } = reading;
  if (entry.size !== undefined && entry.size > limit) return { kind: "too-large", size: entry.size, limit };
  const path = `${root}/${entry.path}`;
  try {
    return readContent(path, reading);
  } catch (error) {
    if (isTooLargeForNode(error)) return { kind: "too-large", size: statSync(path).size, limit };
    if (!isSystemError(error)) throw error;
    return { kind: "unreadable", reason: isDamaged(entry.path) ? "its name is not UTF-8" : reasonOf(error) };
  }
}

function readContent(path: string, { format, limit }: DiskReading): Content {
  // Most files are small and plain UTF-8; reading them as text and looking at the size afterwards is fastest.
  const text = readFileSync(path, asText);
  if (text.length > limit) return { kind: "too-large", size: statSync(path).size, limit };
  if (!text.includes("\ufffd") && !text.startsWith("\ufeff")) return textContent(text, format);
  const bytes = readFileSync(path);
  return { kind: "bytes", bytes, blob: blobId(bytes, format) };
}

/** One object for all files: an encoding alone becomes a new one at each call. */
const asText = { encoding: "utf8", flag: "r" } as const;

function textContent(text: string, format: ObjectFormat | undefined): Content {
  return {
    kind: "text",
    text,
    // Only who compares revisions asks for it.
    get blob() {
      return blobId(Buffer.from(text), format);
    },
  };
}

/** Beyond what fits into a string or buffer at all. */
function isTooLargeForNode(error: unknown): boolean {
  if (!(error instanceof Error && "code" in error)) return false;
  return error.code === "ERR_FS_FILE_TOO_LARGE" || error.code === "ERR_STRING_TOO_LONG";
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && "syscall" in error && typeof error.code === "string";
}

/** In place of Node's message, which holds an absolute path. */
function reasonOf({ code }: { readonly code: string }): string {
  switch (code) {
    case "ENOENT":
      return "it does not exist";
    case "ENOTDIR":
      return "it is not a folder";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    default:
      return `the system answers ${code}`;
  }
}
