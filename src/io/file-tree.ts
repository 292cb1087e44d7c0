import type { RepositoryPath } from "../model/source.ts";

/** One entry of a tree; only a `file` can be read. */
export interface TreeEntry {
  readonly path: RepositoryPath;
  readonly kind: "file" | "symlink" | "submodule";
  /** Git's name for the content; undefined where it is not known without reading. Equal ids, equal content. */
  readonly blob: string | undefined;
  /** In bytes, where known without reading. */
  readonly size: number | undefined;
}

/** All files of one revision: a commit, or a folder as it is. */
export interface FileTree {
  /** A full commit id, or `working tree`. */
  readonly revision: string;
  /** Sorted by path (code point order). */
  entries(): Promise<readonly TreeEntry[]>;
  /**
   * Reads files in the order given and hands over each as soon as it is there.
   * What cannot be read is handed over as undefined, never left out.
   */
  read(entries: readonly TreeEntry[], take: (entry: TreeEntry, content: Uint8Array | undefined) => void): Promise<void>;
}
