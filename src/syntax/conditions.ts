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
  const byOperator = new Map<Operator, TestValue[]>();
  for (const value of test.values) {
    const operator = test.field === undefined && value.operator !== "regex" ? keywordOperator(value) : value.operator;
    const group = byOperator.get(operator);
    if (group === undefined) byOperator.set(operator, [value]);
    else group.push(value);
  }
  return anyOf([...byOperator].map(([operator, values]) => predicate(test, operator, values)));
}

/** Text looked for in the whole event is a keyword, whatever its ends: it is contained either way. */
function keywordOperator({ operator }: TestValue): Operator {
  return operator === "wildcard" || operator === "exists" ? operator : "keyword";
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
  const flat = parts.flatMap((part) => (part.kind === "all" ? part.of : [part]));
  const only = flat[0];
  return flat.length === 1 && only !== undefined ? only : { kind: "all", of: flat };
}

/** Any of the parts, of which there is at least one; a single part stands for itself, and nested `any`s are one. */
export function anyOf(parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.kind === "any" ? part.of : [part]));
  const only = flat[0];
  return flat.length === 1 && only !== undefined ? only : { kind: "any", of: flat };
}

/** Two negations are none. */
export function not(condition: Condition): Condition {
  return condition.kind === "not" ? condition.condition : { kind: "not", condition };
}

/** Text of the author's for a constraint, an opaque part or a message: on one line, and cut where long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
