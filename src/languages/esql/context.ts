import type { Diagnostic } from "../../model/source.ts";
import type { Excerpt, ParsedQuery } from "../language.ts";
import type { Columns } from "./columns.ts";

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
}
