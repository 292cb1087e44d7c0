import type { Condition } from "../model/condition.ts";
import type { Diagnostic } from "../model/source.ts";

/** What a query says. `condition` holds an opaque part for whatever was not understood. */
export interface ParsedQuery {
  readonly condition: Condition;
  readonly diagnostics: readonly Diagnostic[];
}
