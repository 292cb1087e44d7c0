import type { Condition } from "../../model/condition.ts";
import { compare, holds, isUnderstood, narrowing, type Test } from "../../syntax/compare.ts";
import { fieldPassesAny } from "../../syntax/conditions.ts";
import { type Excerpt, excerptOnLine, innerExcerpt } from "../../syntax/excerpt.ts";
import { limits } from "../../syntax/limits.ts";
import type { Arm, Literal, Operand } from "../../syntax/operand.ts";
import { sizeOf } from "../../syntax/operand-size.ts";
import { anyRun, reducePattern } from "../../syntax/pattern.ts";
import type { Words } from "../../syntax/tokens.ts";
import { readSearchValue, searchRegardsCase } from "../elastic-search-value.ts";
import { equals } from "./comparisons.ts";
import type { EsqlContext } from "./context.ts";
import { conversions, isValueFunction } from "./function-names.ts";

/** A call of a function of ES|QL. */
export interface FunctionCall {
  /** In lower case. */
  readonly name: string;
  readonly parameters: readonly Operand[];
  readonly words: Words;
  /** Where the text of its first parameter begins in the query, if that is a text. */
  readonly textStart: number | undefined;
}

/** What a call comes to: a condition, another name or choice of its parameters, or a computed value. */
export function callFunction(call: FunctionCall, context: EsqlContext): Operand {
  const { name, parameters, words } = call;
  const [first] = parameters;
  const test = tests.get(name);
  if (test !== undefined) return compareWith(test, call, context);
  if (first === undefined) return computed(call);
  switch (name) {
    case "match":
    case "match_phrase":
      return match(call, context);
    case "kql":
    case "qstr":
      return embed(call, context);
    case "to_lower":
    case "to_upper":
      return foldCase(first, words);
    case "coalesce":
      return choice(call, parameters.map(firstPresent));
    case "case":
      return choice(call, readArms(parameters, words));
    default:
      return conversions.has(name) && first.kind !== "truth" ? first : computed(call);
  }
}

function computed({ name, parameters, words }: FunctionCall): Operand {
  const isKnown = isValueFunction(name) || conversions.has(name);
  return { kind: "computed", words, isUnderstood: isKnown && parameters.every(isUnderstood) };
}

/** A choice within a choice within a choice says its conditions over and over, so there is a limit to it. */
function choice(call: FunctionCall, arms: readonly Arm[]): Operand {
  const operand: Operand = { kind: "choice", arms, words: call.words };
  return sizeOf(operand, limits.choiceParts) < limits.choiceParts ? operand : computed(call);
}

/** Functions that compare their first parameter with each of the others. */
const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["starts_with", pattern((value) => reducePattern([value, anyRun]))],
  ["ends_with", pattern((value) => reducePattern([anyRun, value]))],
  ["contains", pattern((value) => reducePattern([anyRun, value, anyRun]))],
  ["cidr_match", { kind: "pattern", caseSensitive: false, reduce: (value) => ({ operator: "cidr", value }) }],
  ["mv_contains", equals],
]);

function pattern(reduce: Test["reduce"]): Test {
  return { kind: "pattern", caseSensitive: true, reduce };
}

function compareWith(test: Test, { name, parameters, words }: FunctionCall, { columns }: EsqlContext): Operand {
  columns.noteComparison();
  const [left, ...rights] = parameters;
  if (left === undefined || rights.length === 0) return { kind: "computed", words, isUnderstood: false };
  const condition = compare({ test, left, rights, symbol: name, isNegated: false, words });
  return { kind: "truth", condition, words };
}

/** `match(field, "text")`; options such as a fuzziness make it something that no operator says. */
function match({ name, parameters, words }: FunctionCall, context: EsqlContext): Operand {
  const [field, value] = parameters;
  if (field === undefined || value === undefined) return { kind: "computed", words, isUnderstood: false };
  const isPhrase = name === "match_phrase";
  const condition = parameters.length > 2 ? narrowing(words, parameters) : matches(field, value, { isPhrase, words });
  context.columns.noteComparison();
  return { kind: "truth", condition, words };
}

/** What `field : value` and `match(field, value)` say. */
export function matches(
  field: Operand,
  value: Operand,
  { isPhrase, words }: { readonly isPhrase: boolean; readonly words: Words },
): Condition {
  if (field.kind !== "field" || value.kind !== "literal") return narrowing(words, [field, value]);
  const values = readSearchValue(field.name, { pattern: [value.value], isPhrase, line: value.words.line });
  const caseSensitive = searchRegardsCase(field.name) && !field.foldsCase;
  return fieldPassesAny({ field: field.name, caseSensitive, values });
}

function embed({ name, parameters, words, textStart }: FunctionCall, context: EsqlContext): Operand {
  const [query] = parameters;
  if (query?.kind !== "literal" || textStart === undefined) return { kind: "computed", words, isUnderstood: false };
  const parse = name === "kql" ? context.embedded.kql : context.embedded.lucene;
  const { condition, diagnostics } = parse(embeddedQuery(query, textStart, context.query));
  context.diagnostics.push(...diagnostics);
  context.columns.noteComparison();
  return { kind: "truth", condition, words };
}

/** A text with escapes does not stand in the query as it is read, but it is all on one line. */
function embeddedQuery({ value, words }: Literal, textStart: number, whole: Excerpt): Excerpt {
  const quotes = whole.text.startsWith('"""', textStart) ? 3 : 1;
  const start = textStart + quotes;
  return whole.text.startsWith(value, start) ? innerExcerpt(whole, value, start) : excerptOnLine(value, words.line);
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
    default:
      return { kind: "computed", words, isUnderstood: isUnderstood(operand) };
  }
}

/** `coalesce`: the first parameter that is not null. */
function firstPresent(parameter: Operand, index: number, all: readonly Operand[]): Arm {
  if (index === all.length - 1) return { when: undefined, result: parameter };
  return { when: isPresent(parameter), result: parameter };
}

function isPresent(operand: Operand): Condition {
  const { words } = operand;
  const right: Literal = { kind: "literal", type: "null", value: "null", words };
  const text = `${words.text} is not null`;
  return compare({
    test: equals,
    left: operand,
    rights: [right],
    symbol: "is",
    isNegated: true,
    words: { text, line: words.line },
  });
}

/** `case(condition, value, …, otherwise)`; without a last value it is null. */
function readArms(parameters: readonly Operand[], words: Words): readonly Arm[] {
  const arms: Arm[] = [];
  for (let index = 0; index < parameters.length; index += 2) {
    const [condition, result] = [parameters[index], parameters[index + 1]];
    if (condition === undefined) continue;
    arms.push(result === undefined ? { when: undefined, result: condition } : { when: holds(condition), result });
  }
  if (parameters.length % 2 === 1) return arms;
  return [...arms, { when: undefined, result: { kind: "literal", type: "null", value: "null", words } }];
}
