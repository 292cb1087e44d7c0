import type { Condition } from "../../model/condition.ts";
import { Columns } from "../../syntax/columns.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { allThatNarrow } from "../../syntax/operand.ts";
import { readQuery, recovering } from "../../syntax/recovery.ts";
import type { ParsedQuery } from "../language.ts";
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
  const context: EsqlContext = {
    query,
    embedded,
    columns: new Columns(),
    diagnostics: [],
    sources: [],
    isNested: false,
    parsePipeline: (cursor, inner) => cursor.nested(() => parsePipeline(cursor, inner)),
  };
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
        () => parseCommand(cursor, commands, context),
      ),
    );
  } while (cursor.takeIf("|"));
  return allThatNarrow([...parts, ...context.columns.constraints()]);
}

function parseCommand(cursor: ExpressionCursor, commands: EsqlCommands, { isNested }: EsqlContext): Condition {
  const condition = commands.parse(cursor);
  const isEnd = cursor.token.kind === "end" || (isNested && cursor.at(")"));
  if (!isEnd && !cursor.at("|")) cursor.fail("`|` or the end of the query");
  return condition;
}
