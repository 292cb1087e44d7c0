import type { Condition } from "../../model/condition.ts";
import { allOf, fieldPassesAny, not } from "../../syntax/conditions.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { allThatNarrow } from "../../syntax/operand.ts";
import { readQuery, recovering, strictly } from "../../syntax/recovery.ts";
import { readName } from "../elastic-token.ts";
import type { ParsedQuery } from "../language.ts";
import { parseCondition } from "./expression.ts";
import { eqlLexicon, readText } from "./lexicon.ts";

/** What a rule says about its query. */
export interface EqlOptions {
  /** The field that the word before `where` is about. */
  readonly categoryField: string;
}

/** Reads a query in the Event Query Language of Elasticsearch. Never throws. */
export function parseEql(query: Excerpt, options: EqlOptions = { categoryField: "event.category" }): ParsedQuery {
  return readQuery(query, eqlLexicon, (cursor) => parseWhole(cursor, options));
}

/** One event of a sequence, with the fields that have to agree with those of the other events. */
interface Step {
  readonly condition: Condition;
  readonly by: readonly string[];
}

/** query := (sequence | sample | event) pipe* */
function parseWhole(cursor: ExpressionCursor, options: EqlOptions): Condition {
  const parts = [parseSubject(cursor, options)];
  while (cursor.at("|")) {
    cursor.take();
    const start = cursor.position;
    cursor.skipTo(() => cursor.at("|"));
    const { text, line } = cursor.wordsFrom(start);
    parts.push(constraint(text, line));
  }
  return allOf(parts);
}

function parseSubject(cursor: ExpressionCursor, options: EqlOptions): Condition {
  const isSequence = cursor.at("sequence");
  if ((isSequence || cursor.at("sample")) && cursor.ahead(1).text !== "where") {
    cursor.take();
    return parseSteps(cursor, options, isSequence);
  }
  return parseEvent(cursor, options);
}

/** event := (name | text) "where" condition */
function parseEvent(cursor: ExpressionCursor, options: EqlOptions): Condition {
  const { line } = cursor.token;
  if (cursor.token.kind !== "name" && cursor.token.kind !== "text") cursor.fail("an event category");
  const { kind, text } = cursor.take();
  cursor.expect("where");
  const condition = parseCondition(cursor);
  if (kind === "name" && text.toLowerCase() === "any") return condition;
  const value = kind === "text" ? readText(text) : readName(text);
  const category = fieldPassesAny({
    field: options.categoryField,
    caseSensitive: true,
    values: [{ operator: "equals", value, line }],
  });
  return allThatNarrow([category, condition]);
}

/** sequence := "sequence" by? ("with" "maxspan" "=" time)? by? step+ ("until" step)? */
function parseSteps(cursor: ExpressionCursor, options: EqlOptions, ordered: boolean): Condition {
  const { line } = cursor.token;
  const by = [...parseBy(cursor)];
  const within = parseMaxspan(cursor);
  by.push(...parseBy(cursor));
  const steps: Step[] = [];
  while (cursor.at("[") || cursor.at("!")) steps.push(parseStep(cursor, options));
  if (steps.length === 0) cursor.fail("`[`");
  const shared = sharedFields(steps);
  const conditions = steps.map(({ condition }) => condition);
  const parts: Condition[] = [
    { kind: "sequence", ordered, steps: conditions, by: [...by, ...shared.same], within },
    ...shared.different.map((fields) => constraint(`by ${fields.join(" = ")}`, line)),
  ];
  if (cursor.at("until")) parts.push(parseUntil(cursor, options));
  return allOf(parts);
}

function parseMaxspan(cursor: ExpressionCursor): string | undefined {
  if (!cursor.takeIf("with")) return undefined;
  cursor.expect("maxspan");
  cursor.expect("=");
  return cursor.expectKind("number", "a span of time").text;
}

/** by := "by" name ("," name)* */
function parseBy(cursor: ExpressionCursor): readonly string[] {
  if (!cursor.takeIf("by")) return [];
  const fields: string[] = [];
  do fields.push(readName(cursor.expectKind("name", "a field").text.replace(/^\?/, "")));
  while (cursor.takeIf(","));
  return fields;
}

/** step := "!"? "[" event "]" by? ("with" "runs" "=" number)? by? */
function parseStep(cursor: ExpressionCursor, options: EqlOptions): Step {
  const isMissing = cursor.takeIf("!");
  cursor.expect("[");
  const event = recovering(
    cursor,
    () => false,
    () => parseEvent(cursor, options),
  );
  cursor.expect("]");
  const by = [...parseBy(cursor)];
  const parts = [isMissing ? not(event) : event];
  if (cursor.at("with")) parts.push(parseRuns(cursor));
  by.push(...parseBy(cursor));
  return { condition: allThatNarrow(parts), by };
}

function parseRuns(cursor: ExpressionCursor): Condition {
  const start = cursor.position;
  cursor.expect("with");
  cursor.expect("runs");
  cursor.expect("=");
  cursor.expectKind("number", "how often the event occurs");
  const { text, line } = cursor.wordsFrom(start);
  return constraint(text, line);
}

function parseUntil(cursor: ExpressionCursor, options: EqlOptions): Condition {
  const start = cursor.position;
  return recovering(
    cursor,
    () => cursor.at("|"),
    () => {
      cursor.expect("until");
      strictly(cursor, () => parseStep(cursor, options));
      const { text, line } = cursor.wordsFrom(start);
      return constraint(text, line);
    },
  );
}

/** Fields that every step names at the same place: the same one, or different ones that have to agree. */
function sharedFields(steps: readonly Step[]): { same: readonly string[]; different: readonly (readonly string[])[] } {
  const same: string[] = [];
  const different: (readonly string[])[] = [];
  for (const [place, field] of (steps[0]?.by ?? []).entries()) {
    const fields = steps.flatMap(({ by }) => by[place] ?? []);
    if (fields.every((other) => other === field)) same.push(field);
    else different.push(fields);
  }
  return { same, different };
}
