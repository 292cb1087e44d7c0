import type { Condition, Operator, Predicate } from "../model/condition.ts";
import { compareText } from "../model/order.ts";
import type { ReadingLevel } from "../model/rule.ts";
import type { Indicator } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";

/** What two indicators have in common exactly when they are one: case is folded, numbers are numbers (DESIGN 4.2). */
export function indicatorKey(field: string | undefined, operator: Operator, value: string): string {
  return keyOfTest(field, operator) + foldValue(operator, value);
}

/** Keys of a predicate's values, in step with them. */
export function indicatorKeys({ field, operator, values }: Predicate): readonly string[] {
  const test = keyOfTest(field, operator);
  return values.map((value) => test + foldValue(operator, value));
}

/** How the keys of all indicators with this field and operator begin; what follows stands for the value. */
export function keyOfTest(field: string | undefined, operator: Operator): string {
  return `${field === undefined ? "" : field.toLowerCase()}\u0000${operator}\u0000`;
}

function foldValue(operator: Operator, value: string): string {
  switch (operator) {
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return foldNumber(value);
    case "equals":
      return /^-?\d{1,15}(?:\.\d+)?$/.test(value) ? foldNumber(value) : value.toLowerCase();
    case "regex":
      return foldExpression(value);
    default:
      return value.toLowerCase();
  }
}

function foldNumber(text: string): string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text.toLowerCase() : String(value);
}

/** The letter behind a backslash keeps its case: `\S` and `\s` are opposites. */
function foldExpression(expression: string): string {
  return expression.replace(/\\.|[^\\]+/gsu, (part) => (part.startsWith("\\") ? part : part.toLowerCase()));
}

export interface Indicators {
  readonly indicators: readonly Indicator[];
  readonly exclusions: readonly Indicator[];
  readonly reading: ReadingLevel;
}

/** Indicators and exclusions of a canonical condition, each once, in order of appearance; and how far it was read. */
export function indicatorsOf(condition: Condition): Indicators {
  const positive = new Map<string, Indicator>();
  const negative = new Map<string, Indicator>();
  let opaque = 0;
  let understood = 0;
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind === "opaque") opaque++;
    else understood++;
    if (leaf.kind === "predicate") collect(leaf, polarity === "positive" ? positive : negative);
  });
  return {
    indicators: [...positive.values()],
    exclusions: [...negative.values()],
    reading: opaque === 0 ? "full" : understood === 0 ? "metadata" : "partial",
  };
}

function collect({ field, operator, values }: Predicate, into: Map<string, Indicator>): void {
  const test = keyOfTest(field, operator);
  for (const value of values) {
    const key = test + foldValue(operator, value);
    if (!into.has(key)) into.set(key, { field, operator, value, key });
  }
}

/** Order of lists without a reach: field, operator, value by code unit; keywords first. */
export function compareIndicators(a: Indicator, b: Indicator): number {
  return (
    compareText(a.field ?? "", b.field ?? "") || compareText(a.operator, b.operator) || compareText(a.value, b.value)
  );
}
