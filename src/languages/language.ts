import type { Condition } from "../model/condition.ts";
import type { Diagnostic } from "../model/source.ts";

/** A query cut from a file, which remembers where its lines began. */
export interface Excerpt {
  readonly text: string;
  /** Line in the file of an offset into `text` (UTF-16 units, 0 to `text.length`). */
  lineAt(offset: number): number;
}

/** What a query says. `condition` holds an opaque part for whatever was not understood. */
export interface ParsedQuery {
  readonly condition: Condition;
  readonly diagnostics: readonly Diagnostic[];
}
