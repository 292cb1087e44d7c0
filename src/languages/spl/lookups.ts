import type { Condition, OpaqueReason } from "../../model/condition.ts";
import { nothingCompared } from "../../syntax/column-definition.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { always, type Operand } from "../../syntax/operand.ts";
import { opaque } from "../../syntax/recovery.ts";

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
  const outputs: string[] = [];
  let isOutput = false;
  while (!endsCommand(cursor)) {
    if (cursor.takeIf("output") || cursor.takeIf("outputnew")) isOutput = true;
    const name = takeColumn(cursor);
    if (isOutput && name !== undefined) outputs.push(name);
  }
  const words = cursor.wordsFrom(start);
  const gap: OpaqueReason | undefined = pipeline.context.memories.known.has(words.text) ? undefined : "external-lookup";
  const operand: Operand = { kind: "computed", words, isUnderstood: gap === undefined, gap };
  const definition = { ...nothingCompared, words, rest: undefined, gap };
  for (const output of outputs) pipeline.columns.define(output, operand, definition);
  return always;
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
