import type { Condition, OpaqueReason } from "../model/condition.ts";
import { anyOf, fieldPassesAny, not, type TestValue } from "./conditions.ts";
import { constraint } from "./constraint.ts";
import {
  allThatNarrow,
  always,
  type Choice,
  type Field,
  isAlways,
  isNever,
  type Literal,
  never,
  type Operand,
} from "./operand.ts";
import type { OperatorAndValue } from "./pattern.ts";
import { opaque } from "./recovery.ts";
import type { Words } from "./tokens.ts";

/** How a value is compared. */
export interface Test {
  /** `pattern`: anything that only a field and a text can be compared by. */
  readonly kind: "equals" | "lt" | "lte" | "gt" | "gte" | "pattern";
  readonly caseSensitive: boolean;
  /** What a value of the query comes to as a test of a field. */
  readonly reduce: (value: string, field: string) => OperatorAndValue;
}

/** One comparison as a query writes it. */
export interface Comparison {
  readonly test: Test;
  readonly left: Operand;
  /** One of these has to pass. */
  readonly rights: readonly Operand[];
  /** The operator of the test, without a `not`. */
  readonly symbol: string;
  /** Whether the operator is a negative one such as `!=`. */
  readonly isNegated: boolean;
  /** The whole comparison. */
  readonly words: Words;
}

/** What a comparison says about the event: predicates as far as it tests fields with values, else a constraint. */
export function compare(comparison: Comparison): Condition {
  const { left, rights, isNegated, words } = comparison;
  // The arms exclude each other and leave nothing out, so a `not` around them is one in each of them.
  if (left.kind === "choice") return choose(left, (result) => compareArm(comparison, result));
  const holds = decide(left, comparison);
  if (holds === undefined) return narrowing(words, [left, ...rights]);
  return isNegated ? not(holds) : holds;
}

function compareArm(comparison: Comparison, result: Operand): Condition {
  const { rights, symbol, isNegated } = comparison;
  // Nothing is equal to null, and nothing is different from it either.
  if (isNull(result) && !rights.some(isNull)) return never;
  const list = rights.map((right) => right.words.text).join(", ");
  const text = `${result.words.text} ${spell(symbol, isNegated)} ${rights.length > 1 ? `(${list})` : list}`;
  return compare({ ...comparison, left: result, words: { text, line: comparison.words.line } });
}

function spell(symbol: string, isNegated: boolean): string {
  if (!isNegated || symbol === "!=") return symbol;
  return symbol === "is" ? "is not" : `not ${symbol}`;
}

function isNull(operand: Operand): boolean {
  return operand.kind === "literal" && operand.type === "null";
}

/** What an operand says that stands where a condition has to. */
export function holds(operand: Operand): Condition {
  switch (operand.kind) {
    case "truth":
      return operand.condition;
    case "literal":
      return operand.type === "boolean" && operand.value === "true" ? always : never;
    case "field":
      return fieldPassesAny({
        field: operand.name,
        caseSensitive: true,
        values: [{ operator: "equals", value: "true", line: operand.words.line }],
      });
    case "choice":
      return choose(operand, holds);
    case "computed":
      return narrowing(operand.words, [operand]);
  }
}

/** A part that narrows and is no predicate; opaque where it has a function that is not known. */
export function narrowing({ text, line }: Words, operands: readonly Operand[]): Condition {
  return operands.every(isUnderstood) ? constraint(text, line) : opaque(gapOf(operands) ?? "unsupported", text, line);
}

/** Why one of these is not understood, where there is more to say than that a function is not known. */
export function gapOf(operands: readonly Operand[]): OpaqueReason | undefined {
  for (const operand of operands) {
    const gap = operand.kind === "choice" ? gapOf(operand.arms.map(({ result }) => result)) : ownGap(operand);
    if (gap !== undefined) return gap;
  }
  return undefined;
}

function ownGap(operand: Operand): OpaqueReason | undefined {
  return operand.kind === "computed" ? operand.gap : undefined;
}

/** Whether all functions that a value comes from are known. */
export function isUnderstood(operand: Operand): boolean {
  if (operand.kind === "choice") return operand.arms.every(({ result }) => isUnderstood(result));
  return operand.kind !== "computed" || operand.isUnderstood;
}

/** When the comparison without its `not` holds; undefined where no predicate can say so. */
function decide(left: Operand, comparison: Comparison): Condition | undefined {
  switch (left.kind) {
    case "field":
      return decideField(left, comparison);
    case "literal":
      return decideLiteral(left, comparison);
    case "truth":
      return decideTruth(left.condition, comparison);
    case "choice":
    case "computed":
      return undefined;
  }
}

function decideField(field: Field, { test, rights }: Comparison): Condition | undefined {
  const values: TestValue[] = [];
  let orIsMissing = false;
  for (const right of rights) {
    if (right.kind !== "literal") return undefined;
    if (right.type === "null") orIsMissing = true;
    else values.push(readValue(right, field, test));
  }
  if (orIsMissing && test.kind !== "equals") return undefined;
  const isMissing = orIsMissing ? [not(exists(field))] : [];
  if (values.length === 0) return anyOf(isMissing);
  const caseSensitive = test.caseSensitive && !field.foldsCase;
  const passes = fieldPassesAny({ field: field.name, caseSensitive, values });
  return orIsMissing ? anyOf([...isMissing, passes]) : passes;
}

function readValue({ value, words }: Literal, { name }: Field, { kind, reduce }: Test): TestValue {
  if (kind === "equals") return { operator: "equals", value, line: words.line };
  const reduced = reduce(value, name);
  return { operator: reduced.operator, value: reduced.value, line: words.line };
}

function exists({ name, words }: Field): Condition {
  return fieldPassesAny({
    field: name,
    caseSensitive: true,
    values: [{ operator: "exists", value: "*", line: words.line }],
  });
}

/** A value on the left: `"cmd.exe" == process.name` is read from right to left, two values are compared at once. */
function decideLiteral(literal: Literal, comparison: Comparison): Condition | undefined {
  const parts = comparison.rights.map((right) => {
    if (right.kind === "literal") return decideLiterals(literal, right, comparison.test);
    const test = mirror(comparison.test);
    return right.kind === "field" && test !== undefined
      ? decideField(right, { ...comparison, test, rights: [literal] })
      : undefined;
  });
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.reduce(oneOf, never) : undefined;
}

function decideLiterals(left: Literal, right: Literal, { kind, caseSensitive }: Test): Condition | undefined {
  if (kind === "equals" && !caseSensitive && areTexts(left, right)) {
    return left.value.toLowerCase() === right.value.toLowerCase() ? always : never;
  }
  const passes = kind === "pattern" ? undefined : literalPasses(left, right, kind);
  return passes === undefined ? undefined : passes ? always : never;
}

function areTexts(left: Literal, right: Literal): boolean {
  return left.type === "text" && right.type === "text";
}

function literalPasses(left: Literal, right: Literal, kind: keyof typeof inOrder): boolean | undefined {
  if (left.type === "number" && right.type === "number") return inOrder[kind](Number(left.value) - Number(right.value));
  if (kind === "equals") return left.type === right.type && left.value === right.value;
  return left.type === "null" || right.type === "null" ? false : undefined;
}

/** Whether a test of this kind holds for left minus right. */
const inOrder = {
  equals: (order: number) => order === 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
} as const;

const mirrored = { equals: "equals", lt: "gt", lte: "gte", gt: "lt", gte: "lte" } as const;

function mirror(test: Test): Test | undefined {
  if (test.kind === "pattern") return undefined;
  if (test.kind === "equals") return test;
  const kind = mirrored[test.kind];
  return { ...test, kind, reduce: (value) => ({ operator: kind, value }) };
}

function decideTruth(condition: Condition, { test, rights }: Comparison): Condition | undefined {
  const [right] = rights;
  if (test.kind !== "equals" || rights.length !== 1 || right?.kind !== "literal") return undefined;
  if (right.type === "null") return never;
  if (right.type !== "boolean") return undefined;
  return right.value === "true" ? condition : not(condition);
}

/** When the result of a choice passes a test: each arm by its own condition, once those before it do not hold. */
function choose({ arms }: Choice, passes: (result: Operand) => Condition): Condition {
  return arms.reduceRight<Condition>((otherwise, { when, result }) => {
    const passed = passes(result);
    if (when === undefined) return passed;
    return oneOf(bothOf(when, passed), isAlways(passed) ? otherwise : bothOf(not(when), otherwise));
  }, never);
}

function bothOf(first: Condition, second: Condition): Condition {
  return isNever(first) || isNever(second) ? never : allThatNarrow([first, second]);
}

function oneOf(first: Condition, second: Condition): Condition {
  if (isNever(first)) return second;
  if (isNever(second)) return first;
  return isAlways(first) || isAlways(second) ? always : anyOf([first, second]);
}
