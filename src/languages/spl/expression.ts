import type { Condition } from "../../model/condition.ts";
import { closure } from "../../syntax/column-definition.ts";
import { compare, type Test } from "../../syntax/compare.ts";
import { isConstraint } from "../../syntax/constraint.ts";
import {
  compute,
  type ExpressionCursor,
  type Grammar,
  literal,
  parseCondition,
  parseExpression,
  parseGroup,
  parseList,
  parseValue,
} from "../../syntax/expression.ts";
import type { Operand } from "../../syntax/operand.ts";
import { isMacroCall, type Pipeline, unresolved } from "./context.ts";
import { callFunction, equals, like } from "./functions.ts";
import { readName, readText } from "./lexicon.ts";

/** Whether the time of the search, or one that is relative to it, comes next. */
function isOwnTime(cursor: ExpressionCursor): boolean {
  return /^(?:now|relative_time)$/i.test(cursor.token.text) && cursor.ahead(1).text === "(";
}

/** Reads the expressions of `eval` and `where`, whose columns its pipeline knows. */
export class SplExpressions {
  readonly #pipeline: Pipeline;
  readonly #grammar: Grammar;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
    this.#grammar = {
      parseOperand: (cursor) => this.#parseOperand(cursor),
      parseComparison: (cursor, left, start) => this.#parseComparison(cursor, left, start),
      followers: none,
      concatenation: ".",
    };
  }

  parseCondition(cursor: ExpressionCursor): Condition {
    return parseCondition(cursor, this.#grammar);
  }

  parseExpression(cursor: ExpressionCursor): Operand {
    return parseExpression(cursor, this.#grammar);
  }

  /** comparison := value (("=" | "==" | "!=" | "<" | …) value | "NOT"? "IN" list | "LIKE" value)? */
  #parseComparison(cursor: ExpressionCursor, left: Operand, start: number): Operand {
    const condition = this.#parsePlain(cursor, left, start) ?? this.#parseListed(cursor, left, start);
    if (condition === undefined) return left;
    const { columns } = this.#pipeline;
    columns.noteComparison();
    if (isConstraint(condition)) this.#needColumns(cursor, start);
    return { kind: "truth", condition, words: cursor.wordsFrom(start) };
  }

  #parsePlain(cursor: ExpressionCursor, left: Operand, start: number): Condition | undefined {
    const symbol = cursor.token.text.toLowerCase();
    const test = comparisons.get(symbol);
    if (test === undefined) return undefined;
    cursor.take();
    if (isOwnTime(cursor)) this.#noteMemories(cursor, start);
    const rights = [parseValue(cursor, this.#grammar)];
    const isNegated = symbol === "!=";
    return compare({ test, left, rights, symbol, isNegated, words: cursor.wordsFrom(start) });
  }

  #parseListed(cursor: ExpressionCursor, left: Operand, start: number): Condition | undefined {
    const isNegated = cursor.at("not");
    if (cursor.ahead(isNegated ? 1 : 0).text.toLowerCase() !== "in") return undefined;
    if (isNegated) cursor.take();
    cursor.take();
    cursor.expect("(");
    const rights = parseList(cursor, (inner) => parseValue(inner, this.#grammar));
    if (rights.length === 0) cursor.fail("a value before `)`");
    return compare({ test: equals, left, rights, symbol: "in", isNegated, words: cursor.wordsFrom(start) });
  }

  /** The lookups that the left side of a comparison comes from. */
  #noteMemories(cursor: ExpressionCursor, start: number): void {
    const names: string[] = [];
    for (let position = start; position < cursor.position; position++) {
      const { kind, text } = cursor.tokenAt(position);
      if (kind === "name") names.push(readName(text));
    }
    const { columns, context } = this.#pipeline;
    for (const { gap, words } of closure(columns.definitionsOf(names), ({ uses }) => uses)) {
      if (gap === "external-lookup") context.memories.found.add(words.text);
    }
  }

  /** Where a comparison is kept in words, what its columns stand for is not to be seen in it. */
  #needColumns(cursor: ExpressionCursor, start: number): void {
    for (let position = start; position < cursor.position; position++) {
      const { kind, text } = cursor.tokenAt(position);
      if (kind === "name") this.#pipeline.columns.need(readName(text));
    }
  }

  /** operand := text | number | ("-" | "+") operand | "(" expression ")" | macro | "[" pipeline "]" | call | field */
  #parseOperand(cursor: ExpressionCursor): Operand {
    const { kind, text } = cursor.token;
    if (kind === "text") return readTextLiteral(cursor);
    if (kind === "number") return literal(cursor.take(), "number", text);
    const isCall = cursor.ahead(1).text === "(";
    if (kind === "name" && (isCall || !reserved.has(text.toLowerCase()))) return this.#parseNamed(cursor);
    if (cursor.takeIf("(")) return parseGroup(cursor, this.#grammar);
    if (text === "[") return this.#parseSubsearch(cursor);
    if (text !== "-" && text !== "+") cursor.fail("a field or a value");
    return this.#parseSigned(cursor);
  }

  #parseSubsearch(cursor: ExpressionCursor): Operand {
    const start = cursor.position;
    const { condition } = this.#pipeline.parseSubsearch(cursor);
    return { kind: "truth", condition, words: cursor.wordsFrom(start) };
  }

  #parseSigned(cursor: ExpressionCursor): Operand {
    const start = cursor.position;
    const sign = cursor.take().text;
    const operand = cursor.nested(() => this.#parseOperand(cursor));
    const words = cursor.wordsFrom(start);
    if (operand.kind !== "literal" || operand.type !== "number") return compute([operand], words);
    return literal(words, "number", sign === "-" ? `-${operand.value}` : operand.value);
  }

  #parseNamed(cursor: ExpressionCursor): Operand {
    const token = cursor.token;
    if (cursor.ahead(1).text === "(") return this.#parseCall(cursor);
    cursor.take();
    if (isMacroCall(token)) {
      const { reason } = unresolved(token, this.#pipeline.context);
      return { kind: "computed", words: token, isUnderstood: false, gap: reason };
    }
    const name = readName(token.text);
    if (name === "null") return literal(token, "null", name);
    if (isToken(name)) return { kind: "computed", words: token, isUnderstood: true };
    return this.#pipeline.columns.resolve(name, token);
  }

  #parseCall(cursor: ExpressionCursor): Operand {
    const start = cursor.position;
    const token = cursor.take();
    const name = token.text.toLowerCase();
    cursor.expect("(");
    const parameters = parseList(cursor, (inner) => this.parseExpression(inner));
    const words = cursor.wordsFrom(start);
    const result = callFunction({ name, parameters, words, start: token.start }, this.#pipeline);
    if (result.kind === "truth" && isConstraint(result.condition)) this.#needColumns(cursor, start);
    return result;
  }
}

const none: ReadonlySet<string> = new Set();

const reserved: ReadonlySet<string> = new Set(["and", "in", "like", "not", "or", "xor"]);

const comparisons: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["=", equals],
  ["==", equals],
  ["!=", equals],
  ["<", ordering("lt")],
  ["<=", ordering("lte")],
  [">", ordering("gt")],
  [">=", ordering("gte")],
  ["like", like],
]);

function ordering(operator: "lt" | "lte" | "gt" | "gte"): Test {
  return { kind: operator, caseSensitive: true, reduce: (value) => ({ operator, value }) };
}

/** A text that is a number compares as one. */
function readTextLiteral(cursor: ExpressionCursor): Operand {
  const token = cursor.take();
  const value = readText(token.text);
  return literal(token, isNumber(value) ? "number" : "text", value);
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

/** What a dashboard, a `foreach` or a `map` fills in: `$token$`, `<<FIELD>>`. */
function isToken(name: string): boolean {
  return (name.length > 2 && name.startsWith("$") && name.endsWith("$")) || name.includes("<<");
}
