import type { RepositoryPath } from "../model/source.ts";

/** All files of one revision: a commit, or a folder as it is. */
export interface FileTree {
  /** A full commit id, or `working tree`. */
  readonly revision: string;
  /** Sorted by path (code point order). */
  entries(): Promise<readonly TreeEntry[]>;
  /**
   * Reads entries in the order given and hands over each as soon as it is there.
   *
   * Every entry is handed over, also one that cannot be read: its content then says why. The bytes are the
   * taker's only during the call, so decode or copy them there. `limit`, in bytes, is `sizeLimit` if not given.
   */
  read(
    entries: readonly TreeEntry[],
    take: (entry: TreeEntry, content: Content) => void,
    limit?: number,
  ): Promise<void>;
}

/** One entry of a tree; only a `file` can be read. */
export interface TreeEntry {
  readonly path: RepositoryPath;
  readonly kind: "file" | "symlink" | "submodule";
  /** Git's name for the content; undefined where it is not known without reading. Equal ids, equal content. */
  readonly blob: string | undefined;
  /** In bytes, where known without reading. */
  readonly size: number | undefined;
}

/** What reading an entry gave. */
export type Content =
  /** `blob` is git's name for exactly these bytes, so that equal content can be told without comparing it. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly blob: string }
  /** Bytes that were UTF-8 without a byte order mark, decoded already because that is the fastest way to read them. */
  | { readonly kind: "text"; readonly text: string; readonly blob: string }
  /** Not read, because it has more bytes than the limit. */
  | { readonly kind: "too-large"; readonly size: number; readonly limit: number }
  /** A symbolic link or a submodule, which is never followed. */
  | { readonly kind: "not-a-file" }
  /** It was there when the tree was listed and cannot be read now; `reason` is a clause such as `permission denied`. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A file above it, in bytes, is not read: rules are a few kilobytes, and hostile ones are not worth the memory. */
export const sizeLimit = 2 * 1024 * 1024;
