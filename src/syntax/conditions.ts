import { addTo } from "../model/add-to.ts";
import type { Condition, Operator, Predicate } from "../model/condition.ts";

/** One value of a test, with the operator it reduces to and the line it stands on. */
export interface TestValue {
  readonly operator: Operator;
  readonly value: string;
  readonly line: number;
}

export interface FieldTest {
  /** Undefined: anywhere in the event. */
  readonly field: string | undefined;
  readonly caseSensitive: boolean;
  /** At least one. */
  readonly values: readonly TestValue[];
}

/** Holds when the field passes any of the values: one predicate for each operator among them. */
export function fieldPassesAny(test: FieldTest): Condition {
  const first = operatorFor(test, test.values[0]);
  if (test.values.every((value) => operatorFor(test, value) === first)) return predicate(test, first, test.values);
  const byOperator = new Map<Operator, TestValue[]>();
  for (const value of test.values) {
    const operator = operatorFor(test, value);
    addTo(byOperator, operator, value);
  }
  return anyOf(Array.from(byOperator, ([operator, values]) => predicate(test, operator, values)));
}

function operatorFor(test: FieldTest, value: TestValue | undefined): Operator {
  if (value === undefined) return "exists";
  return test.field === undefined ? keywordOperator(value.operator) : value.operator;
}

/** Text looked for in the whole event is a keyword, whatever its ends: it is contained either way. */
function keywordOperator(operator: Operator): Operator {
  switch (operator) {
    case "equals":
    case "contains":
    case "starts_with":
    case "ends_with":
    case "basename":
    case "keyword":
      return "keyword";
    case "wildcard":
    case "regex":
    case "cidr":
    case "lt":
    case "lte":
    case "gt":
    case "gte":
    case "exists":
      return operator;
  }
}

function predicate(test: FieldTest, operator: Operator, values: readonly TestValue[]): Predicate {
  const line = values[0]?.line ?? 1;
  return {
    kind: "predicate",
    field: test.field,
    nativeField: test.field,
    operator,
    values: values.map(({ value }) => value),
    caseSensitive: test.caseSensitive,
    line,
    lines: values.every((value) => value.line === line) ? undefined : values.map((value) => value.line),
  };
}

/** All of the parts; a single part stands for itself, and nested `all`s are one. */
export function allOf(parts: readonly Condition[]): Condition {
  return joinParts("all", parts);
}

/** Any of the parts, of which there is at least one; a single part stands for itself, and nested `any`s are one. */
export function anyOf(parts: readonly Condition[]): Condition {
  return joinParts("any", parts);
}

function joinParts(kind: "all" | "any", parts: readonly Condition[]): Condition {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  if (parts.every((part) => part.kind !== kind)) return { kind, of: parts };
  return { kind, of: parts.flatMap((part) => (part.kind === kind ? part.of : part)) };
}

/** Two negations are none. */
export function not(condition: Condition): Condition {
  return condition.kind === "not" ? condition.condition : { kind: "not", condition };
}

/** Text of the author's for a constraint, an opaque part or a message: on one line, and cut where long. */
export function oneLine(text: string): string {
  const line = text.slice(0, maximalText).replace(/\s+/g, " ").trim();
  if (line.length <= 200) return line;
  // A character of two UTF-16 units is kept or cut as a whole.
  const end = /[\uD800-\uDBFF]/.test(line.charAt(198)) ? 198 : 199;
  return `${line.slice(0, end)}…`;
}

/** No more is looked at: what follows it would be cut, if it is not white space. */
const maximalText = 10_000;
