import type { Condition } from "../../model/condition.ts";
import { readQuery, recovering } from "../../syntax/recovery.ts";
import type { ExpressionCursor } from "../elastic-expression.ts";
import { allThatNarrow } from "../elastic-operand.ts";
import type { Excerpt, ParsedQuery } from "../language.ts";
import { Columns } from "./columns.ts";
import { EsqlCommands } from "./commands.ts";
import type { EmbeddedLanguages, EsqlContext } from "./context.ts";
import { esqlLexicon } from "./lexicon.ts";

/** What a query of ES|QL says. */
export interface ParsedEsql extends ParsedQuery {
  /** Index patterns that the query reads, in order. */
  readonly sources: readonly string[];
}

/**
 * Reads a query in the Elasticsearch Query Language. Never throws.
 *
 * Tests of what comes from the data are predicates, wherever in the pipeline they stand and whatever the column is called
 * by then; tests of what the query works out itself are constraints, with what they are worked out from.
 */
export function parseEsql(query: Excerpt, embedded: EmbeddedLanguages): ParsedEsql {
  const context: EsqlContext = { query, embedded, columns: new Columns(), diagnostics: [], sources: [] };
  const { condition, diagnostics } = readQuery(query, esqlLexicon, (cursor) => parsePipeline(cursor, context));
  return { condition, diagnostics: [...diagnostics, ...context.diagnostics], sources: context.sources };
}

/** pipeline := command ("|" command)* */
function parsePipeline(cursor: ExpressionCursor, context: EsqlContext): Condition {
  const commands = new EsqlCommands(context);
  const parts: Condition[] = [];
  do {
    parts.push(
      recovering(
        cursor,
        (inner) => inner.at("|"),
        () => parseCommand(cursor, commands),
      ),
    );
  } while (cursor.takeIf("|"));
  return allThatNarrow([...parts, ...context.columns.constraints()]);
}

function parseCommand(cursor: ExpressionCursor, commands: EsqlCommands): Condition {
  const condition = commands.parse(cursor);
  if (cursor.token.kind !== "end" && !cursor.at("|")) cursor.fail("`|` or the end of the query");
  return condition;
}
