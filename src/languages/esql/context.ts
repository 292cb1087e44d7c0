import type { Condition } from "../../model/condition.ts";
import type { Diagnostic } from "../../model/source.ts";
import type { Columns } from "../../syntax/columns.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import type { ParsedQuery } from "../language.ts";

/** Languages that a query may hold a piece of: `kql("…")` and `qstr("…")`. */
export interface EmbeddedLanguages {
  readonly kql: (query: Excerpt) => ParsedQuery;
  readonly lucene: (query: Excerpt) => ParsedQuery;
}

/** What the parser of one query knows and gathers on its way. */
export interface EsqlContext {
  readonly query: Excerpt;
  readonly embedded: EmbeddedLanguages;
  readonly columns: Columns;
  /** Of embedded queries. */
  readonly diagnostics: Diagnostic[];
  /** Index patterns. */
  readonly sources: string[];
  /** Whether it is a query within a query, which ends with a bracket. */
  readonly isNested: boolean;
  /** Reads the commands of a query within this one. */
  readonly parsePipeline: (cursor: ExpressionCursor, context: EsqlContext) => Condition;
}
