import type { Condition } from "../../model/condition.ts";
import { nothingCompared } from "../../syntax/column-definition.ts";
import { anyOf } from "../../syntax/conditions.ts";
import { constraint } from "../../syntax/constraint.ts";
import { compute } from "../../syntax/expression.ts";
import { allThatNarrow, always, isAlways } from "../../syntax/operand.ts";
import type { Subsearch } from "./context.ts";
import { withOtherEvents } from "./other-events.ts";
import { SplSearch } from "./search.ts";
import {
  type Command,
  endsCommand,
  type Stage,
  skipCommand,
  takeJoined,
  takeName,
  takeOption,
  takeSoFar,
} from "./stage.ts";

/** join := (option | field)* "[" pipeline "]"; a left join keeps every row, whatever it is joined with */
function parseJoin(stage: Stage): Condition {
  const { cursor, pipeline } = stage;
  const { isInner, fields } = parseJoinOptions(stage);
  const { condition, columns, isTable } = pipeline.parseSubsearch(cursor);
  // Where a row is joined by what is worked out, such as an hour, that is a part of what has to hold.
  if (isInner) for (const field of fields) pipeline.columns.resolve(field, cursor.wordsFrom(stage.start));
  const own = isInner ? takeSoFar(pipeline) : always;
  pipeline.columns.adopt(columns, isTable ? "external-lookup" : undefined);
  if (!isInner) return isTable || isAlways(condition) ? always : anyOf([always, condition]);
  if (isAlways(condition)) return allThatNarrow([own, joined(fields, stage)]);
  return withOthers(own, { condition, fields });
}

interface JoinOptions {
  readonly isInner: boolean;
  readonly fields: readonly string[];
}

function parseJoinOptions({ cursor }: Stage): JoinOptions {
  const fields: string[] = [];
  let isInner = true;
  while (!endsCommand(cursor) && !cursor.at("[")) {
    const option = takeOption(cursor);
    if (option?.name === "type") isInner = option.value.toLowerCase() === "inner";
    else if (option === undefined && !cursor.takeIf(",")) fields.push(takeName(cursor));
  }
  return { isInner, fields };
}

/** That there is a row to be joined with, whatever it is. */
function joined(fields: readonly string[], { cursor, start, pipeline }: Stage): Condition {
  for (const field of fields) pipeline.columns.need(field);
  const { text, line } = cursor.wordsFrom(start);
  return constraint(text, line);
}

/** The rows that there are and those of a sub-search, put together. */
function withOthers(own: Condition, { condition, fields }: Pick<Subsearch, "condition" | "fields">): Condition {
  if (isAlways(condition)) return own;
  if (condition.kind === "opaque") return allThatNarrow([own, condition]);
  return withOtherEvents(own, { kind: "sequence", ordered: false, steps: [condition], by: fields, within: undefined });
}

/** Rows of a sub-search beside those that there are; those of a table are no events. */
function parseAppend(stage: Stage): Condition {
  const { cursor, start, pipeline } = stage;
  takeOptions(stage);
  const { condition, columns, isTable } = pipeline.parseSubsearch(cursor);
  const { text, line } = cursor.wordsFrom(start);
  if (isTable) return constraint(text, line);
  const own = takeSoFar(pipeline);
  if (stage.name === "appendcols") pipeline.columns.adopt(columns, undefined);
  else pipeline.columns.blend(columns);
  return anyOf([own, condition]);
}

/** Rows that are worked out from those that there are, beside them. */
function parseAppendPipe(stage: Stage): Condition {
  const { cursor, pipeline } = stage;
  takeOptions(stage);
  const { condition } = pipeline.parseSubsearch(cursor, "command");
  return isAlways(condition) ? always : anyOf([always, condition]);
}

/** union := (option | dataset | "[" pipeline "]")*, with the rows that there are */
function parseUnion(stage: Stage): Condition {
  const { cursor, pipeline } = stage;
  const before = takeSoFar(pipeline);
  const branches: Condition[] = isAlways(before) ? [] : [before];
  while (!endsCommand(cursor)) {
    if (cursor.at("[")) {
      const { condition, columns } = pipeline.parseSubsearch(cursor);
      branches.push(condition);
      pipeline.columns.blend(columns);
    } else if (takeOption(cursor) === undefined) cursor.take();
  }
  return branches.length === 0 ? always : anyOf(branches);
}

/** map := (option)* ("search" "=" text | "[" pipeline "]"): a search for each row */
function parseMap(stage: Stage): Condition {
  const { cursor, start, pipeline } = stage;
  while (!cursor.at("search") && takeOption(cursor) !== undefined) cursor.takeIf(",");
  if (cursor.at("[")) return withOthers(takeSoFar(pipeline), pipeline.parseSubsearch(cursor));
  const { start: offset, line } = cursor.token;
  const search = takeOption(cursor)?.value ?? takeJoined(cursor);
  skipCommand(cursor);
  const { text } = cursor.wordsFrom(start);
  if (search === "") return constraint(text, line);
  const condition = pipeline.parseText({ text: search, line }, offset);
  const fields = [...search.matchAll(/\$([\w.{}]+)\$/g)].map(([, field]) => field ?? "");
  return withOthers(takeSoFar(pipeline), { condition, fields: [...new Set(fields)] });
}

function takeOptions({ cursor }: Stage): void {
  while (takeOption(cursor) !== undefined) cursor.takeIf(",");
}

/** transaction := (field | option)*; with a first and a last event it is a sequence of them */
function parseTransaction(stage: Stage): Condition {
  const { cursor, start } = stage;
  const fields: string[] = [];
  const ends = new Map<string, Condition>();
  const options = new Map<string, string>();
  while (!endsCommand(cursor)) {
    if (cursor.at("startswith") || cursor.at("endswith")) {
      ends.set(cursor.token.text.toLowerCase(), parseEnd(stage));
      continue;
    }
    const option = takeOption(cursor);
    if (option !== undefined) options.set(option.name, option.value);
    else if (!cursor.takeIf(",")) fields.push(takeName(cursor));
  }
  const words = cursor.wordsFrom(start);
  for (const column of ["duration", "eventcount"]) {
    stage.pipeline.columns.define(column, compute([], words), { words, rest: undefined, ...nothingCompared });
  }
  const steps = [ends.get("startswith") ?? always, ends.get("endswith") ?? always];
  const { text, line } = words;
  if (ends.size === 0) return constraint(text, line);
  const limits = ["maxpause", "maxevents"].flatMap((name) => {
    const value = options.get(name);
    return value === undefined ? [] : constraint(`${name}=${value}`, line);
  });
  const within = options.get("maxspan");
  return allThatNarrow([{ kind: "sequence", ordered: true, steps, by: fields, within }, ...limits]);
}

/** end := ("startswith" | "endswith") "=" (text | "(" search ")" | "eval" "(" expression ")") */
function parseEnd({ cursor, pipeline }: Stage): Condition {
  cursor.take();
  const start = cursor.position;
  cursor.take();
  if (cursor.at("(")) return new SplSearch(pipeline, none).parseGroup(cursor);
  if (cursor.token.kind === "text") return new SplSearch(pipeline, none).parseKeyword(cursor);
  cursor.take();
  if (cursor.takeIf("(")) {
    cursor.skipTo(() => false);
    cursor.expect(")");
  }
  const { text, line } = cursor.wordsFrom(start + 1);
  return constraint(text, line);
}

const none: ReadonlySet<string> = new Set();

export const otherEventsCommands: readonly (readonly [string, Command])[] = [
  ["join", parseJoin],
  ["append", parseAppend],
  ["appendcols", parseAppend],
  ["appendpipe", parseAppendPipe],
  ["union", parseUnion],
  ["multisearch", parseUnion],
  ["map", parseMap],
  ["transaction", parseTransaction],
];
