/** What has to change in one file for another version of ATT&CK. */
export interface FileMigration {
  /** By line. */
  readonly edits: readonly LineEdit[];
  /** By line: what nobody but the author can decide. */
  readonly left: readonly LeftClaim[];
  /** Claims that the edits move. */
  readonly moved: number;
}

export interface LineEdit {
  /** From 1, in the file as it is. */
  readonly line: number;
  /** Without its end. */
  readonly before: string;
  /** Undefined: the line goes, because it would say what another line of the same list says. */
  readonly after: string | undefined;
}

export interface LeftClaim {
  readonly line: number;
  /** As the author wrote it. */
  readonly declared: string;
  /** Why it was left, as a clause. */
  readonly reason: string;
}
