import type { Condition } from "../../model/condition.ts";
import { Columns } from "../../syntax/columns.ts";
import { excerptOnLine } from "../../syntax/excerpt.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { limits } from "../../syntax/limits.ts";
import { always } from "../../syntax/operand.ts";
import { opaque, readQuery, recovering } from "../../syntax/recovery.ts";
import type { Words } from "../../syntax/tokens.ts";
import { findCommand, isGenerating } from "./commands.ts";
import { isMacroCall, type Pipeline, type SplContext, type Subsearch, unresolved } from "./context.ts";
import { expandMacros } from "./expand-macros.ts";
import { splLexicon } from "./lexicon.ts";
import { isFilterMacro } from "./macro.ts";
import { SplSearch } from "./search.ts";
import { completed, endsCommand, skipCommand } from "./stage.ts";

/** pipeline := search? ("|" command)*; in a query and in most sub-searches a search stands first */
export function parsePipeline(cursor: ExpressionCursor, context: SplContext): Condition {
  return parseFrom(cursor, context, "search").condition;
}

function parseFrom(cursor: ExpressionCursor, context: SplContext, first: "search" | "command"): Subsearch {
  const pipeline: Pipeline = {
    context,
    columns: new Columns(),
    parts: [],
    handedOver: [],
    isTable: false,
    parseText: (search, offset) => parseText(search, offset, context),
    parseSubsearch: (inner, begins = "search") => parseSubsearch(inner, context, begins),
  };
  let isFirst = first === "search";
  do {
    const part = recovering(
      cursor,
      (inner) => inner.at("|"),
      () => parseStage(cursor, pipeline, isFirst),
    );
    pipeline.parts.push(part);
    isFirst = false;
  } while (cursor.takeIf("|"));
  return {
    condition: completed(pipeline),
    fields: pipeline.handedOver,
    columns: pipeline.columns,
    isTable: pipeline.isTable,
  };
}

/** subsearch := "[" pipeline "]" */
function parseSubsearch(cursor: ExpressionCursor, context: SplContext, first: "search" | "command"): Subsearch {
  cursor.expect("[");
  const subsearch = cursor.nested(() => parseFrom(cursor, context, first));
  cursor.expect("]");
  return subsearch;
}

function parseText({ text, line }: Words, offset: number, context: SplContext): Condition {
  const { work, depth } = context;
  if (depth > 3 || work.characters > limits.queryLength) return opaque("limit-exceeded", text, line);
  const { query, calls, isCutShort } = expandMacros(excerptOnLine(text, line), context.macros);
  work.characters += query.text.length;
  const inner: SplContext = { ...context, calls, isCutShort, sources: [], depth: depth + 1 };
  const { condition, diagnostics } = readQuery(query, splLexicon(), (cursor) => parsePipeline(cursor, inner));
  context.diagnostics.push(...diagnostics);
  context.sources.push(...inner.sources.map(({ name }) => ({ name, offset })));
  return condition;
}

/** A command that is nothing but a macro that was left out is an empty one. */
function parseStage(cursor: ExpressionCursor, pipeline: Pipeline, isFirst: boolean): Condition {
  if (endsCommand(cursor)) return always;
  const condition = isFirst && !isGenerating(cursor) ? parseEvents(cursor, pipeline) : parseCommand(cursor, pipeline);
  if (!endsCommand(cursor)) cursor.fail("`|` or the end of the command");
  return condition;
}

/** The search that events come from. */
function parseEvents(cursor: ExpressionCursor, pipeline: Pipeline): Condition {
  const { context } = pipeline;
  const from = cursor.token.start;
  if (cursor.at("search") && cursor.ahead(1).text !== "=") cursor.take();
  const condition = new SplSearch(pipeline, none).parse(cursor);
  const to = cursor.token.start;
  for (const { name, offset } of context.calls) {
    if (offset >= from && offset < to && !isFilterMacro(name)) context.sources.push({ name: `\`${name}\``, offset });
  }
  return condition;
}

function parseCommand(cursor: ExpressionCursor, pipeline: Pipeline): Condition {
  const start = cursor.position;
  const token = cursor.expectKind("name", "a command");
  if (isMacroCall(token)) {
    skipCommand(cursor);
    return unresolved(token, pipeline.context);
  }
  const name = token.text.toLowerCase();
  const command = findCommand(name);
  if (command !== undefined) return command({ cursor, start, name, pipeline });
  skipCommand(cursor);
  const { text, line } = cursor.wordsFrom(start);
  return opaque("unsupported", text, line);
}

const none: ReadonlySet<string> = new Set();
