import type { Finding } from "../model/policy.ts";
import type { RepositoryPath } from "../model/source.ts";

/** Everything that a report on the ratchet shows. */
export interface RatchetView {
  readonly path: RepositoryPath;
  readonly action: "show" | "tighten" | "reset";
  /** There was a file before. */
  readonly isThere: boolean;
  /** Findings that the ratchet accepts, as it is now. */
  readonly recorded: readonly Finding[];
  /** Findings of the corpus that it does not, and that count when their rule is touched. */
  readonly unrecorded: readonly Finding[];
  /** Entries whose finding is gone. */
  readonly mended: readonly { readonly fingerprint: string; readonly path: RepositoryPath | undefined }[];
}
