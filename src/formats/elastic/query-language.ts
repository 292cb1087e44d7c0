import { parseEql } from "../../languages/eql/index.ts";
import { parseEsql } from "../../languages/esql/index.ts";
import { parseKuery } from "../../languages/kuery/index.ts";
import { parseLucene } from "../../languages/lucene/index.ts";
import type { Condition } from "../../model/condition.ts";
import type { Diagnostic } from "../../model/source.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";

/** Languages of the queries in Elastic rules, in the spelling of the rules. */
export type QueryLanguage = "eql" | "esql" | "kuery" | "lucene";

/** What a query says. */
export interface QueryReading {
  readonly condition: Condition;
  /** Index patterns that the query names. */
  readonly sources: readonly string[];
  /** Without a path. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How a query in this language is read; `categoryField` is what the word before `where` is about in EQL. */
export function parserFor(language: QueryLanguage, categoryField = "event.category"): (query: Excerpt) => QueryReading {
  switch (language) {
    case "eql":
      return (query) => ({ ...parseEql(query, { categoryField }), sources: [] });
    case "esql":
      return (query) => parseEsql(query, { kql: parseKuery, lucene: parseLucene });
    case "kuery":
      return (query) => ({ ...parseKuery(query), sources: [] });
    case "lucene":
      return (query) => ({ ...parseLucene(query), sources: [] });
  }
}
