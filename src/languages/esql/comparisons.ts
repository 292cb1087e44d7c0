import type { Test } from "../../syntax/compare.ts";
import type { OperatorAndValue } from "../../syntax/pattern.ts";
import { wholeValueRegex } from "../elastic-whole-value-regex.ts";
import { reduceWildcards } from "../elastic-wildcards.ts";

/** `==`, with regard to case. */
export const equals: Test = { kind: "equals", caseSensitive: true, reduce: equal };
const equalsInAnyCase: Test = { kind: "pattern", caseSensitive: false, reduce: equal };

/** `*` and `?`, made plain by a backslash; the pattern is about the whole value. */
const like: Test = {
  kind: "pattern",
  caseSensitive: true,
  reduce: (value) => reduceWildcards(value, "backslash"),
};
const rlike: Test = { kind: "pattern", caseSensitive: true, reduce: wholeValueRegex };

/** Comparisons with one value to their right. */
export const comparisons: ReadonlyMap<string, { readonly test: Test; readonly isNegated: boolean }> = new Map([
  ["==", { test: equals, isNegated: false }],
  ["!=", { test: equals, isNegated: true }],
  ["=~", { test: equalsInAnyCase, isNegated: false }],
  ["<", { test: ordering("lt"), isNegated: false }],
  ["<=", { test: ordering("lte"), isNegated: false }],
  [">", { test: ordering("gt"), isNegated: false }],
  [">=", { test: ordering("gte"), isNegated: false }],
]);

/** Comparisons that a `not` may stand before and that may have a list to their right. */
export const listComparisons: ReadonlyMap<string, Test> = new Map([
  ["in", equals],
  ["like", like],
  ["rlike", rlike],
]);

function equal(value: string): OperatorAndValue {
  return { operator: "equals", value };
}

function ordering(operator: "lt" | "lte" | "gt" | "gte"): Test {
  return { kind: operator, caseSensitive: true, reduce: (value) => ({ operator, value }) };
}
