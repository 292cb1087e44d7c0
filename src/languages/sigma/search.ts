import type { Condition, Constraint, Opaque } from "../../model/condition.ts";
import { allOf, oneLine } from "../../syntax/conditions.ts";
import { acrossEvents, type Grouping } from "./across-events.ts";
import {
  type Expression,
  type ExpressionContext,
  readExpression,
  type Selection,
  takeSelection,
} from "./expression.ts";

/** A detection's `timeframe`. */
export interface Timeframe {
  readonly text: string;
  readonly line: number;
}

/**
 * Reads the text of a condition: an expression and, after a pipe, what Sigma 1 aggregates of its events
 * (`| count(User) by Computer > 5`) or wants to see near them (`| near logon and not logoff`).
 */
export function readSearch(text: string, context: ExpressionContext, timeframe: Timeframe | undefined): Expression {
  const uncommented = withoutComments(text);
  const pipe = uncommented.indexOf("|");
  const search = readExpression(pipe < 0 ? uncommented : uncommented.slice(0, pipe), context);
  if (pipe < 0) return { ...search, condition: allOf([search.condition, ...windowOf(timeframe)]) };
  const after = uncommented.slice(pipe + 1).trim();
  const near = /^near\s(.*)$/is.exec(after)?.[1];
  if (near !== undefined) return readNear(near, search, { context, within: timeframe?.text });
  const aggregation = readAggregation(oneLine(after), context.line);
  return { ...search, condition: allOf([search.condition, aggregation, ...windowOf(timeframe)]) };
}

/** A comment within a block or a quoted text is none to YAML, and every author means it as one. */
function withoutComments(text: string): string {
  return text.replace(/(^|\s)#[^\r\n]*/g, "$1");
}

function windowOf(timeframe: Timeframe | undefined): readonly Constraint[] {
  if (timeframe === undefined) return [];
  return [{ kind: "constraint", text: oneLine(`within ${timeframe.text}`), line: timeframe.line }];
}

/** `aggregation := function "(" field? ")" ("by" field)? comparison number` (rules specification 1.0). */
function readAggregation(text: string, line: number): Constraint | Opaque {
  const isKnown = /^(?:count|min|max|avg|sum) ?(?:\([^()]*\))?(?: by [^<>=|]+)? ?(?:<=|>=|==|<|>|=) ?\d+$/i.test(text);
  return isKnown ? { kind: "constraint", text, line } : { kind: "opaque", reason: "unsupported", text, line };
}

interface NearContext {
  readonly context: ExpressionContext;
  readonly within: string | undefined;
}

/** The search and each selection after `near` are an event of their own, in any order. */
function readNear(text: string, search: Expression, { context, within }: NearContext): Expression {
  const marks = new Map<Opaque, Selection>();
  const marked = new Map<string, Selection>();
  for (const [name, selection] of context.selections) {
    const mark = markOf(name);
    marks.set(mark, selection);
    marked.set(name, { condition: mark, size: 1 });
  }
  const { condition: near, problems } = readExpression(text, { ...context, selections: marked });
  const searchMark = markOf("");
  const grouping: Grouping = { ordered: false, by: [], within };
  const together = acrossEvents(allOf([searchMark, near]), grouping);
  const condition = replaceLeaves(together, (leaf) => {
    if (leaf === searchMark) return search.condition;
    const selection = leaf.kind === "opaque" ? marks.get(leaf) : undefined;
    return selection === undefined ? leaf : takeSelection(selection, context, text);
  });
  return { condition, problems: [...search.problems, ...problems] };
}

/** Stands for a selection until it is known which events it is about; told apart by identity. */
function markOf(name: string): Opaque {
  return { kind: "opaque", reason: "unresolved-reference", text: name, line: 0 };
}

function replaceLeaves(condition: Condition, replace: (leaf: Condition) => Condition): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return { ...condition, of: condition.of.map((part) => replaceLeaves(part, replace)) };
    case "not":
      return { ...condition, condition: replaceLeaves(condition.condition, replace) };
    case "sequence":
      return { ...condition, steps: condition.steps.map((step) => replaceLeaves(step, replace)) };
    case "predicate":
    case "constraint":
    case "opaque":
      return replace(condition);
  }
}
