import { compare, isUnderstood, type Test } from "../../syntax/compare.ts";
import type { Operand } from "../../syntax/operand.ts";
import { anyRun, reducePattern } from "../../syntax/pattern.ts";
import type { Words } from "../../syntax/tokens.ts";
import { like, likeInAnyCase, regex, regexInAnyCase } from "./operators.ts";

/** A call of a function of EQL. */
export interface FunctionCall {
  /** As written, with its `~`. */
  readonly name: string;
  readonly parameters: readonly Operand[];
  readonly words: Words;
}

/**
 * What a call comes to: a condition for functions that test, its parameter for those that only change the type,
 * a computed value for all others of the reference. Names are taken in any case, as Elastic's own rules write them.
 */
export function callFunction(call: FunctionCall): Operand {
  const lowerCase = call.name.toLowerCase();
  const isCaseSensitive = !lowerCase.endsWith("~");
  const name = isCaseSensitive ? lowerCase : lowerCase.slice(0, -1);
  const test = testOf(name, isCaseSensitive);
  if (test !== undefined) return testWith(test, call);
  const [only] = call.parameters;
  if (conversions.has(name) && call.parameters.length === 1 && only !== undefined && only.kind !== "truth") return only;
  const isKnown = conversions.has(name) || valueFunctions.has(name);
  return { kind: "computed", words: call.words, isUnderstood: isKnown && call.parameters.every(isUnderstood) };
}

/** Functions that compare their first parameter with each of the others (EQL function reference). */
function testOf(name: string, caseSensitive: boolean): Test | undefined {
  switch (name) {
    case "startswith":
      return { kind: "pattern", caseSensitive, reduce: (value) => reducePattern([value, anyRun]) };
    case "endswith":
      return { kind: "pattern", caseSensitive, reduce: (value) => reducePattern([anyRun, value]) };
    case "stringcontains":
      return { kind: "pattern", caseSensitive, reduce: (value) => reducePattern([anyRun, value, anyRun]) };
    case "wildcard":
      return caseSensitive ? like : likeInAnyCase;
    case "match":
      return caseSensitive ? regex : regexInAnyCase;
    case "cidrmatch":
      return { kind: "pattern", caseSensitive: false, reduce: (value) => ({ operator: "cidr", value }) };
    default:
      return undefined;
  }
}

function testWith(test: Test, { name, parameters, words }: FunctionCall): Operand {
  const [left, ...rights] = parameters;
  if (left === undefined || rights.length === 0) return { kind: "computed", words, isUnderstood: false };
  const condition = compare({ test, left, rights, symbol: name, isNegated: false, words });
  return { kind: "truth", words, condition };
}

const conversions: ReadonlySet<string> = new Set(["string", "number"]);

const valueFunctions: ReadonlySet<string> = new Set([
  "add",
  "between",
  "concat",
  "divide",
  "indexof",
  "length",
  "modulo",
  "multiply",
  "substring",
  "subtract",
]);
