import type { Condition } from "../../model/condition.ts";
import { nothingCompared } from "../../syntax/column-definition.ts";
import { compare, type Test } from "../../syntax/compare.ts";
import { fieldPassesAny, not } from "../../syntax/conditions.ts";
import { compute, type ExpressionCursor } from "../../syntax/expression.ts";
import { always, type Literal, type Operand } from "../../syntax/operand.ts";
import type { Pipeline } from "./context.ts";
import { decode, readText } from "./lexicon.ts";
import { type Command, endsCommand, type Stage, skipCommand, takeName, takeOption } from "./stage.ts";

/** regex := (field ("=" | "!="))? expression */
function parseRegex({ cursor, start, pipeline }: Stage): Condition {
  const symbol = cursor.ahead(1).text;
  const hasField = symbol === "=" || symbol === "!=";
  const fieldToken = cursor.token;
  const field = hasField ? takeName(cursor) : undefined;
  if (hasField) cursor.take();
  const { text: value, line } = takeExpression(cursor);
  if (field === undefined) {
    return fieldPassesAny({ field, caseSensitive: true, values: [{ operator: "regex", value, line }] });
  }
  const words = cursor.wordsFrom(start);
  const right: Literal = { kind: "literal", type: "text", value, words: { text: value, line } };
  const left = pipeline.columns.resolve(field, fieldToken);
  const condition = compare({
    test: regex,
    left,
    rights: [right],
    symbol: "=",
    isNegated: false,
    words,
  });
  return symbol === "!=" ? not(condition) : condition;
}

const regex: Test = { kind: "pattern", caseSensitive: true, reduce: (value) => ({ operator: "regex", value }) };

/** A regular expression is quoted, or all that is left of the command. */
function takeExpression(cursor: ExpressionCursor): { readonly text: string; readonly line: number } {
  const { kind, line, start } = cursor.token;
  const first = cursor.position;
  if (endsCommand(cursor)) cursor.fail("a regular expression");
  skipCommand(cursor);
  if (kind === "text" && cursor.position === first + 1) return { text: readText(cursor.tokenAt(first).text), line };
  const { end } = cursor.tokenAt(cursor.position - 1);
  return { text: decode(cursor.query.text.slice(start, end)), line };
}

/** rex := (option)* expression; the names of its groups become columns */
function parseRex({ cursor, start, pipeline }: Stage): Condition {
  const { columns } = pipeline;
  let field = "_raw";
  let isReplacing = false;
  let expression = "";
  while (!endsCommand(cursor)) {
    const option = takeOption(cursor);
    if (option?.name === "field") field = option.value;
    else if (option?.name === "mode") isReplacing = option.value === "sed";
    else if (option === undefined) expression += takeAny(cursor);
  }
  const words = cursor.wordsFrom(start);
  const { result, making } = columns.reading(() => columns.resolve(field, words));
  const operand = compute([result], words);
  const definition = { words, rest: undefined, ...making };
  for (const name of isReplacing ? [field] : groupNames(expression)) columns.define(name, operand, definition);
  return always;
}

function takeAny(cursor: ExpressionCursor): string {
  const { kind, text } = cursor.take();
  return kind === "text" ? readText(text) : text;
}

function groupNames(expression: string): readonly string[] {
  return [...expression.matchAll(/\(\?P?<([^>=!]+)>/g)].map(([, name]) => name ?? "");
}

/** rename := (old "as" new ","?)* */
function parseRename({ cursor, pipeline }: Stage): Condition {
  while (!endsCommand(cursor)) {
    const start = cursor.position;
    if (cursor.token.kind === "symbol") cursor.fail("a field");
    const from = takeName(cursor);
    cursor.expect("as");
    if (endsCommand(cursor)) cursor.fail("a field");
    const to = takeName(cursor);
    const words = cursor.wordsFrom(start);
    pipeline.columns.later(() => rename(pipeline, { from, to, words }));
    cursor.takeIf(",");
  }
  return always;
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly words: { readonly text: string; readonly line: number };
}

/** `a.* as *` names every column anew that begins with `a.`; what comes from the data keeps the name it is tested by. */
function rename({ columns }: Pipeline, { from, to, words }: Renaming): void {
  const star = from.indexOf("*");
  if (star < 0) {
    if (from !== to) columns.rename(from, to, words);
    return;
  }
  const [before, after] = [from.slice(0, star), from.slice(star + 1)];
  for (const name of columns.names) {
    const isMatch = name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
    if (!isMatch) continue;
    const middle = name.slice(before.length, name.length - after.length);
    const renamed = to.replace("*", () => middle);
    if (renamed !== name) columns.rename(name, renamed, words);
  }
}

/** spath := (option)* path?; a path of the event itself is a field, one of anything else is computed */
function parseSpath({ cursor, start, pipeline }: Stage): Condition {
  const { columns } = pipeline;
  const options = new Map<string, string>();
  while (!endsCommand(cursor)) {
    const option = takeOption(cursor);
    options.set(option?.name ?? "path", option?.value ?? takeAny(cursor));
  }
  const path = options.get("path");
  const input = options.get("input") ?? "_raw";
  const output = options.get("output") ?? path;
  if (path === undefined || output === undefined) return always;
  const words = cursor.wordsFrom(start);
  const { result, making } = columns.reading(() => columns.resolve(input === "_raw" ? path : input, words));
  const operand = input === "_raw" ? result : compute([result], words);
  if (input === "_raw" && output === path) return always;
  columns.define(output, operand, { words, rest: undefined, ...making });
  return always;
}

/** making := (option | field ("as" field)?)*; what it makes is worked out from the fields that it names */
function parseMaking({ cursor, start, name, pipeline }: Stage): Condition {
  if (name === "convert" && !namesAnew(cursor)) {
    skipCommand(cursor);
    return always;
  }
  const { columns } = pipeline;
  const names: string[] = [];
  const shown: string[] = [];
  const options = new Map<string, string>();
  while (!endsCommand(cursor)) {
    const option = takeOption(cursor);
    if (option !== undefined) options.set(option.name, option.value);
    else if (cursor.takeIf("as")) shown.push(takeAny(cursor));
    else if (cursor.token.kind === "symbol") cursor.take();
    else names.push(takeAny(cursor));
  }
  const words = cursor.wordsFrom(start);
  const { making } = columns.reading(() => names.map((each) => columns.resolve(each, words)));
  for (const column of madeBy(name, { names, shown, options })) {
    columns.define(column, compute([], words), { words, rest: undefined, ...making });
  }
  return always;
}

/** Whether a command that works on fields in their place gives one of them another name. */
function namesAnew(cursor: ExpressionCursor): boolean {
  let count = 0;
  while (!/^(?:\||\]|as|)$/i.test(cursor.ahead(count).text)) count++;
  return cursor.ahead(count).text.toLowerCase() === "as";
}

interface Making {
  readonly names: readonly string[];
  /** Names behind `as`. */
  readonly shown: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

function madeBy(command: string, { names, shown, options }: Making): readonly string[] {
  switch (command) {
    case "iplocation":
      return ["City", "Country", "Region", "lat", "lon"].map((name) => `${options.get("prefix") ?? ""}${name}`);
    case "addtotals":
      return [options.get("fieldname") ?? "Total"];
    case "rangemap":
      return ["range"];
    case "strcat":
      return names.slice(-1);
    case "erex":
    case "makemv":
      return names;
    case "bin":
    case "bucket":
    case "discretize":
      return shown.length > 0 ? shown : names;
    default:
      return shown;
  }
}

/** replace := (old "with" new ","?)* ("in" field*)?; what it changes is worked out */
function parseReplace({ cursor, start, pipeline }: Stage): Condition {
  const { columns } = pipeline;
  const fields: string[] = [];
  let isField = false;
  while (!endsCommand(cursor)) {
    if (cursor.takeIf("in")) isField = true;
    else if (cursor.token.kind === "symbol") cursor.take();
    else if (isField) fields.push(takeName(cursor));
    else cursor.take();
  }
  const words = cursor.wordsFrom(start);
  for (const field of fields) {
    const { result, making } = columns.reading(() => columns.resolve(field, words));
    columns.define(field, compute([result], words), { words, rest: undefined, ...making });
  }
  return always;
}

/** fillnull := ("value" "=" text)? field*; a field that is missing has the value from here on */
function parseFillNull({ cursor, start, pipeline }: Stage): Condition {
  const { columns } = pipeline;
  const fields: string[] = [];
  let value = "0";
  while (!endsCommand(cursor)) {
    const option = takeOption(cursor);
    if (option?.name === "value") value = option.value;
    else if (option === undefined && cursor.token.kind !== "symbol") fields.push(takeName(cursor));
    else if (option === undefined) cursor.take();
  }
  const words = cursor.wordsFrom(start);
  for (const name of fields.filter((field) => !columns.has(field))) {
    const field: Operand = { kind: "field", name, foldsCase: false, words };
    const isThere = fieldPassesAny({
      field: name,
      caseSensitive: true,
      values: [{ operator: "exists", value: "*", line: words.line }],
    });
    const filling: Literal = { kind: "literal", type: "text", value, words: { text: value, line: words.line } };
    const arms = [
      { when: isThere, result: field },
      { when: undefined, result: filling },
    ];
    columns.define(name, { kind: "choice", arms, words }, { words, rest: undefined, ...nothingCompared });
  }
  return always;
}

/** foreach := field* "[" eval "]": the columns that it sets */
function parseForeach({ cursor, start, pipeline }: Stage): Condition {
  const first = cursor.position;
  skipCommand(cursor);
  const words = cursor.wordsFrom(start);
  const operand = compute([], words);
  const definition = { words, rest: undefined, ...nothingCompared };
  for (let position = first; position < cursor.position; position++) {
    const before = cursor.tokenAt(position - 1).text.toLowerCase();
    const { kind, text } = cursor.tokenAt(position);
    if (kind !== "name" || (before !== "eval" && before !== ",") || cursor.tokenAt(position + 1).text !== "=") continue;
    pipeline.columns.define(text.replaceAll("'", ""), operand, definition);
  }
  return always;
}

export const columnCommands: readonly (readonly [string, Command])[] = [
  ["regex", parseRegex],
  ["rex", parseRex],
  ["rename", parseRename],
  ["spath", parseSpath],
  ["accum", parseMaking],
  ["addtotals", parseMaking],
  ["autoregress", parseMaking],
  ["bin", parseMaking],
  ["bucket", parseMaking],
  ["convert", parseMaking],
  ["delta", parseMaking],
  ["discretize", parseMaking],
  ["erex", parseMaking],
  ["iplocation", parseMaking],
  ["makemv", parseMaking],
  ["rangemap", parseMaking],
  ["strcat", parseMaking],
  ["foreach", parseForeach],
  ["replace", parseReplace],
  ["fillnull", parseFillNull],
];
