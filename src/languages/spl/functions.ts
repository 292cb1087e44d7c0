import type { Condition } from "../../model/condition.ts";
import { compare, gapOf, holds, isUnderstood, narrowing, type Test } from "../../syntax/compare.ts";
import { decidedArms } from "../../syntax/decided-arms.ts";
import type { Arm, Literal, Operand } from "../../syntax/operand.ts";
import { sizeOf } from "../../syntax/operand-size.ts";
import { anyOne, anyRun, type OperatorAndValue, reducePattern } from "../../syntax/pattern.ts";
import type { Words } from "../../syntax/tokens.ts";
import type { Pipeline } from "./context.ts";
import { isValueFunction, preserving } from "./function-names.ts";

/** A call of a function in an expression. */
export interface FunctionCall {
  /** In lower case. */
  readonly name: string;
  readonly parameters: readonly Operand[];
  readonly words: Words;
  /** Offset into the query. */
  readonly start: number;
}

/** What a call comes to: a condition, another name or choice of its parameters, or a computed value. */
export function callFunction(call: FunctionCall, pipeline: Pipeline): Operand {
  const { name, parameters, words } = call;
  const [first] = parameters;
  const test = tests.get(name);
  if (test !== undefined) return compareWith(test, call, pipeline);
  if (name === "true" || name === "false") return { kind: "literal", type: "boolean", value: name, words };
  if (name === "null") return nullValue(words);
  if (first === undefined) return computed(call);
  if (preserving.has(name)) return first.kind === "truth" ? computed(call) : first;
  switch (name) {
    case "isnull":
    case "isnotnull":
      return { kind: "truth", condition: isNull(first, words, name), words };
    case "lower":
    case "upper":
      return foldCase(first, words);
    case "coalesce":
      return choice(call, parameters.map(firstPresent));
    case "if":
      return choice(call, [
        { when: holds(first), result: parameters[1] ?? nullValue(words) },
        { when: undefined, result: parameters[2] ?? nullValue(words) },
      ]);
    case "searchmatch":
      return matchSearch(call, pipeline);
    case "case":
      return choice(call, readArms(parameters, words));
    default:
      return computed(call);
  }
}

/** `=`, with regard to case. */
export const equals: Test = {
  kind: "equals",
  caseSensitive: true,
  reduce: (value) => ({ operator: "equals", value }),
};

/** `%` is any run and `_` any one character; the pattern is about the whole value. */
export const like: Test = { kind: "pattern", caseSensitive: true, reduce: reduceLike };

const regex: Test = { kind: "pattern", caseSensitive: true, reduce: (value) => ({ operator: "regex", value }) };

const network: Test = { kind: "pattern", caseSensitive: false, reduce: (value) => ({ operator: "cidr", value }) };

/** Functions that compare their first parameter with each of the others. */
const tests: ReadonlyMap<string, Test> = new Map([
  ["like", like],
  ["match", regex],
  ["in", equals],
  ["cidrmatch", network],
]);

function reduceLike(value: string): OperatorAndValue {
  const parts = value.match(/[%_]|[^%_]+/g) ?? [];
  return reducePattern(parts.map((part) => (part === "%" ? anyRun : part === "_" ? anyOne : part)));
}

function compareWith(test: Test, { name, parameters, words }: FunctionCall, { columns }: Pipeline): Operand {
  columns.noteComparison();
  const [left, ...rights] = name === "cidrmatch" ? [...parameters].reverse() : parameters;
  if (left === undefined || rights.length === 0) return { kind: "computed", words, isUnderstood: false };
  const condition = compare({ test, left, rights, symbol: name, isNegated: false, words });
  return { kind: "truth", condition, words };
}

/** `searchmatch("search")`: whether the event would be found. */
function matchSearch(call: FunctionCall, { parseText, columns }: Pipeline): Operand {
  const [search] = call.parameters;
  if (search?.kind !== "literal") return computed(call);
  columns.noteComparison();
  const text = { text: search.value, line: search.words.line };
  return { kind: "truth", condition: parseText(text, call.start), words: call.words };
}

function computed({ name, parameters, words }: FunctionCall): Operand {
  const isKnown = isValueFunction(name);
  return { kind: "computed", words, isUnderstood: isKnown && parameters.every(isUnderstood), gap: gapOf(parameters) };
}

/**
 * Parts of the conditions that one value is chosen by. A choice within a choice within a choice says its conditions over
 * and over: what goes beyond, such as the decoding of an audit record, says more as a constraint.
 */
const maximalChoice = 60;

/** A choice, unless it is too large to be told at every place where it is tested. */
function choice(call: FunctionCall, arms: readonly Arm[]): Operand {
  const { words } = call;
  const isSmall = sizeOf({ kind: "choice", arms, words }, maximalChoice) < maximalChoice;
  return isSmall ? { kind: "choice", arms: decidedArms(arms), words } : computed(call);
}

function nullValue(words: Words): Literal {
  return { kind: "literal", type: "null", value: "null", words };
}

function isNull(operand: Operand, words: Words, name: "isnull" | "isnotnull"): Condition {
  const isNegated = name === "isnotnull";
  if (operand.kind === "computed") return narrowing(words, [operand]);
  return compare({ test: equals, left: operand, rights: [nullValue(words)], symbol: "is", isNegated, words });
}

function foldCase(operand: Operand, words: Words): Operand {
  switch (operand.kind) {
    case "field":
      return { kind: "field", name: operand.name, foldsCase: true, words };
    case "choice":
      return {
        kind: "choice",
        arms: operand.arms.map(({ when, result }) => ({ when, result: foldCase(result, result.words) })),
        words,
      };
    case "literal":
      return operand;
    case "truth":
    case "computed":
      return { kind: "computed", words, isUnderstood: isUnderstood(operand), gap: gapOf([operand]) };
  }
}

/** `coalesce`: the first parameter that is not null. */
function firstPresent(parameter: Operand, index: number, all: readonly Operand[]): Arm {
  if (index === all.length - 1) return { when: undefined, result: parameter };
  const text = `isnotnull(${parameter.words.text})`;
  const words = { text, line: parameter.words.line };
  return { when: isNull(parameter, words, "isnotnull"), result: parameter };
}

/** `case(condition, value, …)`; where none holds it is null. */
function readArms(parameters: readonly Operand[], words: Words): readonly Arm[] {
  const arms: Arm[] = [];
  for (let index = 0; index + 1 < parameters.length; index += 2) {
    const [condition, result] = [parameters[index], parameters[index + 1]];
    if (condition !== undefined && result !== undefined) arms.push({ when: holds(condition), result });
  }
  return [...arms, { when: undefined, result: nullValue(words) }];
}
