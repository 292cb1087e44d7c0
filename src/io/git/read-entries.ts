import { ConfigError } from "../../model/config-error.ts";
import { type Content, sizeLimit, type TreeEntry } from "../file-tree.ts";
import { fetchMissingFiles } from "./partial-clone.ts";
import type { Repository } from "./repository.ts";

export interface Reading {
  readonly entries: readonly TreeEntry[];
  readonly take: (entry: TreeEntry, content: Content) => void;
  /** In bytes; what is larger is not read. */
  readonly limit: number | undefined;
  /** Reads a file for which git has no name. */
  readonly otherwise: (entry: TreeEntry) => Content;
}

/**
 * Reads entries of a commit, in order, from the objects that their `blob` names.
 *
 * An object that the clone lacks is a ConfigError once all were handed over: a file that only this clone lacks
 * would look deleted, and its rules lost.
 */
export async function readEntries(
  repository: Repository,
  commit: string,
  { entries, take, otherwise, limit = sizeLimit }: Reading,
): Promise<void> {
  const objectToRead = (entry: TreeEntry) => objectWithin(limit, entry);
  await fetchMissingFiles(repository, commit, new Set(entries.flatMap((entry) => objectToRead(entry) ?? [])));
  let lacking: TreeEntry | undefined;
  await repository.objects.read(entries, objectToRead, (entry, object) => {
    if (entry.kind === "file" && entry.blob === undefined) {
      take(entry, otherwise(entry));
      return;
    }
    const content = contentOf(entry, object, limit);
    if (content.kind === "unreadable") lacking ??= entry;
    take(entry, content);
  });
  if (lacking === undefined) return;
  throw new ConfigError(
    `The clone at "${repository.place.directory}" lacks the content of "${lacking.path}" (object ${lacking.blob}). ` +
      '"git fsck" says what is broken; a fresh clone mends it.',
  );
}

function objectWithin(limit: number, entry: TreeEntry): string | undefined {
  return entry.kind === "file" && (entry.size ?? 0) <= limit ? entry.blob : undefined;
}

function contentOf(entry: TreeEntry, object: Uint8Array | undefined, limit: number): Content {
  if (entry.kind !== "file") return { kind: "not-a-file" };
  const size = object?.length ?? entry.size ?? 0;
  if (size > limit) return { kind: "too-large", size, limit };
  if (object === undefined || entry.blob === undefined) return { kind: "unreadable", reason: "this clone lacks it" };
  return { kind: "bytes", bytes: object, blob: entry.blob };
}
