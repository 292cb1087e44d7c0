import type { Condition } from "../../model/condition.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import { Columns } from "../../syntax/columns.ts";
import { compare } from "../../syntax/compare.ts";
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
import { readName } from "../elastic-token.ts";
import { comparisons, equals, listComparisons } from "./comparisons.ts";
import type { EsqlContext } from "./context.ts";
import { callFunction, matches } from "./functions.ts";
import { readText } from "./lexicon.ts";

/** Reads the expressions of one query, whose columns its context knows. */
export class EsqlExpressions {
  readonly #context: EsqlContext;
  readonly #grammar: Grammar;

  constructor(context: EsqlContext) {
    this.#context = context;
    this.#grammar = {
      parseOperand: (cursor) => this.#parseCast(cursor),
      parseComparison: (cursor, left, start) => this.#parseComparison(cursor, left, start),
      followers,
    };
  }

  parseCondition(cursor: ExpressionCursor): Condition {
    return parseCondition(cursor, this.#grammar);
  }

  parseExpression(cursor: ExpressionCursor): Operand {
    return parseExpression(cursor, this.#grammar);
  }

  parseValue(cursor: ExpressionCursor): Operand {
    return parseValue(cursor, this.#grammar);
  }

  /** comparison := value (operator value | "not"? ("in" | "like" | "rlike") list | "is" "not"? "null" | ":" value)? */
  #parseComparison(cursor: ExpressionCursor, left: Operand, start: number): Operand {
    const condition =
      this.#parsePlain(cursor, left, start) ??
      this.#parseListed(cursor, left, start) ??
      this.#parseNullTest(cursor, left, start) ??
      this.#parseMatch(cursor, left, start);
    if (condition === undefined) return left;
    this.#context.columns.noteComparison();
    if (isConstraint(condition)) this.#needColumns(cursor, start);
    return { kind: "truth", condition, words: cursor.wordsFrom(start) };
  }

  #parsePlain(cursor: ExpressionCursor, left: Operand, start: number): Condition | undefined {
    const symbol = cursor.token.text;
    const comparison = comparisons.get(symbol);
    if (comparison === undefined) return undefined;
    cursor.take();
    const rights = [parseValue(cursor, this.#grammar)];
    const { test, isNegated } = comparison;
    return compare({ test, left, rights, symbol, isNegated, words: cursor.wordsFrom(start) });
  }

  #parseListed(cursor: ExpressionCursor, left: Operand, start: number): Condition | undefined {
    const isNegated = cursor.at("not");
    const symbol = cursor.ahead(isNegated ? 1 : 0).text.toLowerCase();
    const test = listComparisons.get(symbol);
    if (test === undefined) return undefined;
    if (isNegated) cursor.take();
    cursor.take();
    const rights = this.#parseRights(cursor);
    return compare({ test, left, rights, symbol, isNegated, words: cursor.wordsFrom(start) });
  }

  #parseRights(cursor: ExpressionCursor): readonly Operand[] {
    if (!cursor.takeIf("(")) return [parseValue(cursor, this.#grammar)];
    return atQuery(cursor) ? [this.#parseQuery(cursor)] : this.#parseValues(cursor);
  }

  /** The rest of a query in brackets: its values are looked up in other rows, so nothing in it is about this one. */
  #parseQuery(cursor: ExpressionCursor): Operand {
    const start = cursor.position;
    const context = { ...this.#context, columns: new Columns(), sources: [], isNested: true };
    const condition = this.#context.parsePipeline(cursor, context);
    const words = cursor.wordsFrom(start);
    cursor.expect(")");
    return { kind: "computed", words, isUnderstood: isReadInFull(condition) };
  }

  #parseNullTest(cursor: ExpressionCursor, left: Operand, start: number): Condition | undefined {
    if (!cursor.takeIf("is")) return undefined;
    const isNegated = cursor.takeIf("not");
    const rights = [literal(cursor.expect("null"), "null", "null")];
    return compare({ test: equals, left, rights, symbol: "is", isNegated, words: cursor.wordsFrom(start) });
  }

  /** `field:text`, with or without a type behind the field */
  #parseMatch(cursor: ExpressionCursor, left: Operand, start: number): Condition | undefined {
    if (!cursor.takeIf(":")) return undefined;
    const value = parseValue(cursor, this.#grammar);
    return matches(left, value, { isPhrase: false, words: cursor.wordsFrom(start) });
  }

  /** Where a comparison is kept in words, what its columns stand for is not to be seen in it. */
  #needColumns(cursor: ExpressionCursor, start: number): void {
    for (let position = start; position < cursor.position; position++) {
      const { kind, text } = cursor.tokenAt(position);
      if (kind === "name") this.#context.columns.need(readName(text));
    }
  }

  #parseValues(cursor: ExpressionCursor): readonly Operand[] {
    const values = parseList(cursor, (inner) => parseValue(inner, this.#grammar));
    if (values.length === 0) cursor.fail("a value before `)`");
    return values;
  }

  /** cast := operand ("::" type)* */
  #parseCast(cursor: ExpressionCursor): Operand {
    const operand = this.#parseOperand(cursor);
    while (cursor.takeIf("::")) cursor.expectKind("name", "a type");
    return operand;
  }

  /** operand := group | array | map | "*" | "-"* (text | number unit? | "true" | "false" | "null" | call | column) */
  #parseOperand(cursor: ExpressionCursor): Operand {
    const { kind, text } = cursor.token;
    if (kind === "text") return literal(cursor.take(), "text", readText(text));
    if (kind === "number") return parseNumber(cursor);
    if (kind === "name" && !reserved.has(text.toLowerCase())) return this.#parseNamed(cursor);
    if (cursor.takeIf("(")) return parseGroup(cursor, this.#grammar);
    if (text === "-" || text === "+") return this.#parseSigned(cursor);
    if (text === "[" || text === "{") return parseBracketed(cursor);
    if (text !== "*") cursor.fail("a column or a value");
    return compute([], cursor.take());
  }

  #parseSigned(cursor: ExpressionCursor): Operand {
    const start = cursor.position;
    const sign = cursor.take().text;
    const operand = cursor.nested(() => this.#parseCast(cursor));
    const words = cursor.wordsFrom(start);
    if (operand.kind !== "literal" || operand.type !== "number") return compute([operand], words);
    return literal(words, "number", sign === "-" ? `-${operand.value}` : operand.value);
  }

  #parseNamed(cursor: ExpressionCursor): Operand {
    const start = cursor.position;
    const token = cursor.take();
    const word = token.text.toLowerCase();
    if (cursor.token.text === "(") return this.#parseCall(cursor, start, word);
    if (word === "true" || word === "false") return literal(token, "boolean", word);
    if (word === "null") return literal(token, "null", word);
    if (word.startsWith("?")) return { kind: "computed", words: token, isUnderstood: false };
    return this.#context.columns.resolve(readName(token.text), token);
  }

  #parseCall(cursor: ExpressionCursor, start: number, name: string): Operand {
    cursor.expect("(");
    const { kind, start: textStart } = cursor.token;
    const parameters = parseList(cursor, (inner) => this.parseExpression(inner));
    const words = cursor.wordsFrom(start);
    return callFunction({ name, parameters, words, textStart: kind === "text" ? textStart : undefined }, this.#context);
  }
}

/** Whether a query begins, and not a list with a column of that name. */
function atQuery(cursor: ExpressionCursor): boolean {
  const { text } = cursor.ahead(1);
  return (cursor.at("from") || cursor.at("ts") || cursor.at("row")) && text !== "," && text !== ")";
}

function isReadInFull(condition: Condition): boolean {
  let isRead = true;
  visitLeaves(condition, ({ kind }) => {
    if (kind === "opaque") isRead = false;
  });
  return isRead;
}

const reserved: ReadonlySet<string> = new Set(["and", "in", "is", "like", "not", "or", "rlike"]);

/** What may follow a condition in a list of columns or aggregations. */
const followers: ReadonlySet<string> = new Set(["by", "where", "as", "with"]);

/** number := digits unit?, where the unit of time may stand apart: `5 minutes` */
function parseNumber(cursor: ExpressionCursor): Operand {
  const start = cursor.position;
  const token = cursor.take();
  const hasUnit = /[a-df-z]/i.test(token.text);
  if (!hasUnit && !(cursor.token.kind === "name" && isUnit(cursor.token.text)))
    return literal(token, "number", token.text);
  if (!hasUnit) cursor.take();
  return compute([], cursor.wordsFrom(start));
}

function isUnit(word: string): boolean {
  return /^(?:ms|millis(?:econds?)?|s(?:ec(?:onds?)?)?|m(?:in(?:utes?)?|o(?:nths?)?)?|h(?:ours?)?|d(?:ays?)?|w(?:eeks?)?|q(?:uarters?)?|y(?:r|ears?)?)$/i.test(
    word,
  );
}

/** An array, or the options of a function. */
function parseBracketed(cursor: ExpressionCursor): Operand {
  const start = cursor.position;
  const close = cursor.take().text === "[" ? "]" : "}";
  cursor.skipTo(() => false);
  cursor.expect(close);
  return compute([], cursor.wordsFrom(start));
}
