import type { Condition, OpaqueReason } from "../../model/condition.ts";
import type { Columns } from "../../syntax/columns.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { always, type Operand } from "../../syntax/operand.ts";
import { opaque } from "../../syntax/recovery.ts";
import type { Words } from "../../syntax/tokens.ts";
import {
  appends,
  type Command,
  endsCommand,
  type Stage,
  skipCommand,
  takeJoined,
  takeName,
  takeOption,
} from "./stage.ts";

/** lookup := (option | field)* (("output" | "outputnew") field*)?; what it adds is in no rule, but see `Memories` */
function parseLookup({ cursor, start, pipeline }: Stage): Condition {
  const { columns, context } = pipeline;
  const names: string[] = [];
  const outputs: string[] = [];
  let isOutput = false;
  while (!endsCommand(cursor)) {
    if (cursor.takeIf("output") || cursor.takeIf("outputnew")) isOutput = true;
    const name = takeColumn(cursor);
    if (name !== undefined) (isOutput ? outputs : names).push(name);
  }
  const words = cursor.wordsFrom(start);
  const gap: OpaqueReason | undefined = context.memories.known.has(words.text) ? undefined : "external-lookup";
  const operand: Operand = { kind: "computed", words, isUnderstood: gap === undefined, gap };
  const [, ...inputs] = names;
  const { making } = columns.reading(() => readInputs(inputs, columns, words));
  for (const output of outputs) columns.define(output, operand, { ...making, words, rest: undefined, gap });
  return always;
}

/** What a table is asked for is a part of its answer, where the search has worked it out. */
function readInputs(names: readonly string[], columns: Columns, words: Words): void {
  for (const name of names) if (columns.isWorkedOut(name)) columns.resolve(name, words);
}

/** column := field ("as" field)?; undefined where an option or a comma stands */
function takeColumn(cursor: ExpressionCursor): string | undefined {
  if (endsCommand(cursor) || takeOption(cursor) !== undefined) return undefined;
  const isName = cursor.token.kind === "name" || cursor.token.kind === "text";
  const name = takeName(cursor);
  if (!isName) return undefined;
  return cursor.takeIf("as") && !endsCommand(cursor) ? takeName(cursor) : name;
}

/**
 * The rows of a table that is not in the rule. Beside events they are none themselves: they only count in what is worked
 * out from all rows, such as when something was seen first.
 */
function parseInputLookup({ cursor, start, pipeline }: Stage): Condition {
  const isAppending = appends(cursor);
  skipCommand(cursor);
  const { text, line } = cursor.wordsFrom(start);
  if (isAppending) return constraint(text, line);
  pipeline.isTable = true;
  return opaque("external-lookup", text, line);
}

/** from := "datamodel" ":"? name ("." name)?, or what only the environment has */
function parseFrom({ cursor, start, pipeline }: Stage): Condition {
  const { start: offset } = cursor.token;
  const dataset = takeJoined(cursor);
  const [kind = "", joined = ""] = dataset.split(/:(.*)/s);
  const name = joined === "" ? takeJoined(cursor) : joined;
  skipCommand(cursor);
  const { text, line } = cursor.wordsFrom(start);
  if (kind.toLowerCase() !== "datamodel") return opaque(reasonFor(kind.toLowerCase()), text, line);
  pipeline.context.sources.push({ name, offset });
  pipeline.context.dataModels.push(name.split("."));
  return always;
}

function reasonFor(kind: string): "external-lookup" | "unresolved-reference" {
  return kind === "savedsearch" ? "unresolved-reference" : "external-lookup";
}

/** datamodel := model dataset "search"? */
function parseDataModel({ cursor, pipeline }: Stage): Condition {
  const { start: offset } = cursor.token;
  const names: string[] = [];
  while (!endsCommand(cursor)) {
    if (cursor.token.kind === "symbol") cursor.take();
    else if (takeOption(cursor) === undefined) names.push(takeName(cursor));
  }
  const path = names.slice(0, 2);
  pipeline.context.sources.push({ name: path.join("."), offset });
  pipeline.context.dataModels.push(path);
  return always;
}

/** Commands that bring in what only the environment knows. */
function parseElsewhere({ cursor, start, name }: Stage): Condition {
  skipCommand(cursor);
  const { text, line } = cursor.wordsFrom(start);
  return opaque(name === "savedsearch" || name === "loadjob" ? "unresolved-reference" : "external-lookup", text, line);
}

export const lookupCommands: readonly (readonly [string, Command])[] = [
  ["lookup", parseLookup],
  ["inputlookup", parseInputLookup],
  ["inputcsv", parseInputLookup],
  ["from", parseFrom],
  ["datamodel", parseDataModel],
  ["loadjob", parseElsewhere],
  ["savedsearch", parseElsewhere],
  ["rest", parseElsewhere],
  ["metadata", parseElsewhere],
  ["dbxquery", parseElsewhere],
];
