import type { Condition } from "../../model/condition.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { allThatNarrow } from "../../syntax/operand.ts";
import { countJoined, type Pipeline } from "./context.ts";
import { decode, readText } from "./lexicon.ts";

/** One command of a pipeline, its name behind the cursor. */
export interface Stage {
  readonly cursor: ExpressionCursor;
  /** Position of the command's name. */
  readonly start: number;
  /** In lower case. */
  readonly name: string;
  readonly pipeline: Pipeline;
}

/** Reads a command; returns what it adds to the condition. */
export type Command = (stage: Stage) => Condition;

export function endsCommand(cursor: ExpressionCursor): boolean {
  const { kind, text } = cursor.token;
  return kind === "end" || text === "|" || text === "]";
}

export function skipCommand(cursor: ExpressionCursor): void {
  cursor.skipTo((inner) => inner.at("|"));
}

/** Takes `name = value`, if that comes next. */
export function takeOption(cursor: ExpressionCursor): Option | undefined {
  if (cursor.token.kind !== "name" || cursor.ahead(1).text !== "=") return undefined;
  const name = cursor.take().text.toLowerCase();
  cursor.take();
  return { name, value: takeJoined(cursor) };
}

export interface Option {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** Takes words and texts that no blank parts, without quotes and escapes. */
export function takeJoined(cursor: ExpressionCursor): string {
  let text = "";
  let end = cursor.token.start;
  while ((cursor.token.kind === "name" || cursor.token.kind === "text") && cursor.token.start === end) {
    end = cursor.token.end;
    text += takeName(cursor);
  }
  return text;
}

/** Takes a word or a text, without quotes and escapes. */
export function takeName(cursor: ExpressionCursor): string {
  const { kind, text } = cursor.take();
  return kind === "text" ? readText(text) : decode(text);
}

/** Whether the rows of a command come beside those that there are: `append=t`. */
export function appends(cursor: ExpressionCursor): boolean {
  for (let count = 0; !endsOptions.has(cursor.ahead(count).text.toLowerCase()); count++) {
    const isOption = cursor.ahead(count).text.toLowerCase() === "append" && cursor.ahead(count + 1).text === "=";
    if (isOption) return /^(?:t|true|1)$/i.test(cursor.ahead(count + 2).text);
  }
  return false;
}

/** What follows the options of a command that makes its own rows; nothing: the end. */
const endsOptions: ReadonlySet<string> = new Set(["", "|", "]", "by", "from", "where"]);

/** All that has to hold up to here, for another search to add to; the pipeline goes on without it. */
export function takeSoFar(pipeline: Pipeline): Condition {
  countJoined(pipeline.context);
  const condition = completed(pipeline);
  pipeline.parts.length = 0;
  return condition;
}

/** All that has to hold up to here, with what computed columns in it depend on. */
export function completed({ parts, columns }: Pipeline): Condition {
  const said = new Set(parts.map((part) => (part.kind === "constraint" ? part.text : undefined)));
  const needed = columns.takeNeeded().filter((part) => part.kind !== "constraint" || !said.has(part.text));
  return allThatNarrow([...parts, ...needed]);
}
