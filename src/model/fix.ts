import type { Prose } from "./prose.ts";
import type { RepositoryPath } from "./source.ts";

/** Lines of a rule's file that can be put right without a decision of its author. */
export interface Fix {
  readonly path: RepositoryPath;
  /** The first and the last line that it is about, from 1. */
  readonly line: number;
  readonly lastLine: number;
  /** What stands there, and what is to stand there. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly reason: Prose;
}
