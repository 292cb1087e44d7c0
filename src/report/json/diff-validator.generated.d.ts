// Generated from schema/diff.schema.json by scripts/generate.mjs: change that, not this.
import type { DiffFile } from "./diff-file.ts";

export declare const validateDiffFile: {
  (value: unknown): value is DiffFile;
  /** Of the last call. */
  readonly errors?: readonly { readonly instancePath: string; readonly keyword: string }[] | null;
};
