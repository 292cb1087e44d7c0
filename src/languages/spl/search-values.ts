import type { Condition } from "../../model/condition.ts";
import type { Test } from "../../syntax/compare.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { ExpressionCursor, ExpressionToken } from "../../syntax/expression.ts";
import { isNetwork } from "../../syntax/network.ts";
import type { Literal } from "../../syntax/operand.ts";
import { anyRun, type OperatorAndValue, type Pattern, reducePattern } from "../../syntax/pattern.ts";
import type { Token } from "../../syntax/tokens.ts";
import { decode, readText } from "./lexicon.ts";

/** What a search looks for. */
export type SearchValue = KnownValue | UnknownValue;

export interface KnownValue {
  readonly kind: "known";
  /** Without quotes and escapes; `*` is any run. */
  readonly text: string;
  readonly words: { readonly text: string; readonly line: number };
  readonly offset: number;
  readonly caseSensitive: boolean;
}

/** What an unresolved macro or a sub-search stands for. */
export interface UnknownValue {
  readonly kind: "unknown";
  readonly condition: Condition;
}

export function isCaseCall(cursor: ExpressionCursor): boolean {
  return (cursor.at("term") || cursor.at("case")) && cursor.ahead(1).text === "(";
}

/** Words and texts that no blank parts; a call such as `relative_time(now(), "-1d")` is about a time. */
export function parseWords(cursor: ExpressionCursor): SearchValue {
  const start = cursor.position;
  const { start: offset } = cursor.token;
  let text = "";
  let end = offset;
  while (cursor.token.start === end && isPartOfValue(cursor.token) && !(text !== "" && isOperator(cursor.token))) {
    const token = cursor.take();
    text += token.kind === "text" ? readText(token.text) : decode(token.text);
    end = token.end;
  }
  const isCall = cursor.at("(") && cursor.token.start === end;
  if (!isCall) return { kind: "known", text, words: cursor.wordsFrom(start), offset, caseSensitive: false };
  cursor.take();
  cursor.skipTo(() => false);
  cursor.expect(")");
  const words = cursor.wordsFrom(start);
  return { kind: "unknown", condition: constraint(words.text, words.line) };
}

function isPartOfValue({ kind, text }: Token<ExpressionToken>): boolean {
  return kind === "name" || kind === "text" || (kind === "symbol" && /^[<>=!]+$/.test(text));
}

/** `TERM(text)`: as it stands in the index; `CASE(text)`: with regard to case */
export function parseCaseCall(cursor: ExpressionCursor): SearchValue {
  const start = cursor.position;
  const { start: offset } = cursor.token;
  const caseSensitive = cursor.take().text.toLowerCase() === "case";
  cursor.expect("(");
  const from = cursor.token.start;
  const first = cursor.position;
  cursor.skipTo(() => false);
  const inner = cursor.tokenAt(cursor.position - 1);
  const text = cursor.position === first ? "" : cursor.query.text.slice(from, inner.end);
  cursor.expect(")");
  const isQuoted = cursor.tokenAt(first).kind === "text";
  const value = isQuoted ? readText(text) : decode(text);
  return { kind: "known", text: value, words: cursor.wordsFrom(start), offset, caseSensitive };
}

/** What a `map` or a dashboard fills in: `$user$`. */
export function isToken(value: SearchValue): boolean {
  return value.kind === "known" && /^\$[^$\s]+\$$/.test(value.text);
}

export function isOperator({ text, kind }: Token<ExpressionToken>): boolean {
  return kind === "name" && (text === "AND" || text === "OR");
}

export function isComparison(symbol: string): boolean {
  return comparisonKinds.has(symbol);
}

const comparisonKinds: ReadonlyMap<string, Test["kind"]> = new Map([
  ["=", "equals"],
  ["==", "equals"],
  ["!=", "equals"],
  ["<", "lt"],
  ["<=", "lte"],
  [">", "gt"],
  [">=", "gte"],
]);

export function testFor(symbol: string, values: readonly KnownValue[]): Test {
  const caseSensitive = values.every((value) => value.caseSensitive);
  const kind = comparisonKinds.get(symbol) ?? "equals";
  if (kind !== "equals") return { kind, caseSensitive, reduce: (value) => ({ operator: asOrder(kind), value }) };
  const isPattern = values.some(({ text }) => text.includes("*") || isNetwork(text));
  return { kind: isPattern ? "pattern" : "equals", caseSensitive, reduce: reduceStars };
}

function asOrder(kind: Test["kind"]): "lt" | "lte" | "gt" | "gte" {
  return kind === "lt" || kind === "lte" || kind === "gt" ? kind : "gte";
}

export function readLiteral({ text, words }: KnownValue): Literal {
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(text);
  return { kind: "literal", type: isNumber ? "number" : "text", value: text, words };
}

/** `*` is any run of characters, and nothing makes it plain; a network stands for its addresses. */
export function reduceStars(text: string): OperatorAndValue {
  if (text.includes("*")) return reducePattern(starPattern(text));
  return { operator: isNetwork(text) ? "cidr" : "equals", value: text };
}

function starPattern(text: string): Pattern {
  return (text.match(/\*|[^*]+/g) ?? []).map((part) => (part === "*" ? anyRun : part));
}
