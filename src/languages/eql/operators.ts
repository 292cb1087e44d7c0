import type { Test } from "../../syntax/compare.ts";
import type { OperatorAndValue } from "../../syntax/pattern.ts";
import { wholeValueRegex } from "../elastic-whole-value-regex.ts";
import { reduceWildcards } from "../elastic-wildcards.ts";

/** A comparison of EQL: what it tests and whether it may have a list to its right. */
export interface EqlOperator {
  readonly test: Test;
  readonly isNegated: boolean;
  readonly takesList: boolean;
}

const equals: Test = { kind: "equals", caseSensitive: true, reduce: equal };
const equalsInAnyCase: Test = { kind: "equals", caseSensitive: false, reduce: equal };
/** `like`, with regard to case. */
export const like: Test = { kind: "pattern", caseSensitive: true, reduce: reduceLike };
/** `like~` and `:`. */
export const likeInAnyCase: Test = { kind: "pattern", caseSensitive: false, reduce: reduceLike };
/** `regex`, with regard to case. */
export const regex: Test = { kind: "pattern", caseSensitive: true, reduce: wholeValueRegex };
/** `regex~`. */
export const regexInAnyCase: Test = { kind: "pattern", caseSensitive: false, reduce: wholeValueRegex };

/** By symbol, in lower case; a negative form is its symbol with `not` before it, and `!=`. */
export function eqlOperator(symbol: string): EqlOperator | undefined {
  return operators.get(symbol);
}

const operators: ReadonlyMap<string, EqlOperator> = new Map([
  ["==", { test: equals, isNegated: false, takesList: false }],
  ["!=", { test: equals, isNegated: true, takesList: false }],
  ["in", { test: equals, isNegated: false, takesList: true }],
  ["in~", { test: equalsInAnyCase, isNegated: false, takesList: true }],
  [":", { test: likeInAnyCase, isNegated: false, takesList: true }],
  ["like", { test: like, isNegated: false, takesList: true }],
  ["like~", { test: likeInAnyCase, isNegated: false, takesList: true }],
  ["regex", { test: regex, isNegated: false, takesList: true }],
  ["regex~", { test: regexInAnyCase, isNegated: false, takesList: true }],
  ["<", { test: ordering("lt"), isNegated: false, takesList: false }],
  ["<=", { test: ordering("lte"), isNegated: false, takesList: false }],
  [">", { test: ordering("gt"), isNegated: false, takesList: false }],
  [">=", { test: ordering("gte"), isNegated: false, takesList: false }],
]);

function equal(value: string): OperatorAndValue {
  return { operator: "equals", value };
}

/** `*` and `?`, which nothing escapes (EQL reference, "Wildcards"). */
function reduceLike(value: string): OperatorAndValue {
  return reduceWildcards(value, "none");
}

function ordering(operator: "lt" | "lte" | "gt" | "gte"): Test {
  return { kind: operator, caseSensitive: true, reduce: (value) => ({ operator, value }) };
}
