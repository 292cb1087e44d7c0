import type { Condition } from "../../model/condition.ts";
import { compare } from "../../syntax/compare.ts";
import {
  type ExpressionCursor,
  type Grammar,
  literal,
  parseGroup,
  parseList,
  parseCondition as parseShared,
  parseValue,
} from "../../syntax/expression.ts";
import type { Operand } from "../../syntax/operand.ts";
import { readName } from "../elastic-token.ts";
import { callFunction } from "./functions.ts";
import { readText } from "./lexicon.ts";
import { type EqlOperator, eqlOperator } from "./operators.ts";

/** Reads what follows `where`. */
export function parseCondition(cursor: ExpressionCursor): Condition {
  return parseShared(cursor, grammar);
}

const grammar: Grammar = { parseOperand, parseComparison, followers: new Set() };

/** comparison := value (["not"] operator (value | list))? */
function parseComparison(cursor: ExpressionCursor, left: Operand, start: number): Operand {
  const isNegated = cursor.token.text === "not" && eqlOperator(cursor.ahead(1).text)?.takesList === true;
  if (isNegated) cursor.take();
  const symbol = cursor.token.text;
  const operator = eqlOperator(symbol);
  if (operator === undefined) return left;
  cursor.take();
  const rights = parseRights(cursor, operator);
  const words = cursor.wordsFrom(start);
  const { test } = operator;
  const condition = compare({ test, left, rights, symbol, isNegated: isNegated || operator.isNegated, words });
  return { kind: "truth", condition, words };
}

function parseRights(cursor: ExpressionCursor, { takesList }: EqlOperator): readonly Operand[] {
  return takesList && cursor.takeIf("(") ? parseParameters(cursor) : [parseValue(cursor, grammar)];
}

function parseParameters(cursor: ExpressionCursor): readonly Operand[] {
  const parameters = parseList(cursor, (inner) => parseValue(inner, grammar));
  if (parameters.length === 0) cursor.fail("a value before `)`");
  return parameters;
}

/** operand := "(" condition ")" | text | ["-"] number | "true" | "false" | "null" | call | field */
function parseOperand(cursor: ExpressionCursor): Operand {
  const { token } = cursor;
  if (token.kind === "text") return literal(cursor.take(), "text", readText(token.text));
  if (token.kind === "number") return literal(cursor.take(), "number", token.text);
  if (token.kind === "name" && !reserved.has(token.text)) return parseNamed(cursor);
  if (token.text === "-" && cursor.ahead(1).kind === "number") return parseNegative(cursor);
  if (!cursor.takeIf("(")) cursor.fail("a field or a value");
  return parseGroup(cursor, grammar);
}

function parseNegative(cursor: ExpressionCursor): Operand {
  const start = cursor.position;
  cursor.take();
  const { text } = cursor.take();
  return literal(cursor.wordsFrom(start), "number", `-${text}`);
}

function parseNamed(cursor: ExpressionCursor): Operand {
  const start = cursor.position;
  const token = cursor.take();
  const { text } = token;
  if (cursor.takeIf("(")) {
    const parameters = parseParameters(cursor);
    return callFunction({ name: text, parameters, words: cursor.wordsFrom(start) });
  }
  if (text === "true" || text === "false") return literal(token, "boolean", text);
  if (text === "null") return literal(token, "null", text);
  const name = text.startsWith("?") ? text.slice(1) : text;
  return { kind: "field", name: readName(name), foldsCase: false, words: token };
}

const reserved: ReadonlySet<string> = new Set([
  "and",
  "in",
  "in~",
  "like",
  "like~",
  "not",
  "or",
  "regex",
  "regex~",
  "where",
]);
