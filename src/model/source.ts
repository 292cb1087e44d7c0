/** A path relative to the root of the tree that was read, with forward slashes on every platform. */
export type RepositoryPath = string;

/** One file as text. A byte order mark is gone; line ends are as the author wrote them. */
export interface SourceFile {
  readonly path: RepositoryPath;
  readonly text: string;
}

/** A place in a file. `line` and `column` count from 1; `column` counts UTF-16 units. */
export interface Location {
  readonly path: RepositoryPath;
  readonly line: number;
  readonly column: number;
}

/**
 * Something in the team's own files that could not be read as meant.
 *
 * `code` is stable (it appears in JSON); `message` says what is so and what to do, in plain text.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly location: Location;
}

export type DiagnosticCode =
  /** The text is not what its format is written in: broken YAML, TOML, JSON, or not text at all. */
  | "syntax-error"
  /** A rule without a part that it cannot be read without. */
  | "missing-part"
  /** A part that is there and has a value that the specification does not allow. */
  | "invalid-value"
  /** A rule, filter or name that is pointed at and is not in the corpus. */
  | "unresolved-reference"
  /** Over a limit: too large, too deep, too many. */
  | "limit-exceeded"
  /** Not read at all, on purpose: a symbolic link, a submodule, a Git LFS pointer. */
  | "not-a-regular-file";
