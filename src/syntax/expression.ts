import type { Condition } from "../model/condition.ts";
import { gapOf, holds, isUnderstood } from "./compare.ts";
import { anyOf, not } from "./conditions.ts";
import type { Cursor } from "./cursor.ts";
import { allThatNarrow, type Literal, type Operand } from "./operand.ts";
import { type Operators, parseOperators } from "./precedence.ts";
import { recovering } from "./recovery.ts";
import type { Words } from "./tokens.ts";

/** What the tokens of a language with expressions are. */
export type ExpressionToken = "text" | "name" | "number" | "symbol";
/** A position in a query with expressions. */
export type ExpressionCursor = Cursor<ExpressionToken>;

/** Where the expressions of languages differ. */
export interface Grammar {
  /** Reads what can stand between operators; groups are read by `parseGroup`. */
  readonly parseOperand: (cursor: ExpressionCursor) => Operand;
  /** Reads the operator behind a value and what it is compared with; the value itself where none follows. */
  readonly parseComparison: (cursor: ExpressionCursor, left: Operand, start: number) => Operand;
  /** Words and symbols that may follow a condition, besides closing brackets and the end. */
  readonly followers: ReadonlySet<string>;
  /** What joins texts, where the language has such an operator; as tight as `+`. */
  readonly concatenation?: "." | undefined;
}

/** condition := disjunction; `not` binds tighter than `and`, and `and` tighter than `or` */
export function parseCondition(cursor: ExpressionCursor, grammar: Grammar): Condition {
  return holds(parseExpression(cursor, grammar));
}

/** A condition, or a value that may also stand alone. */
export function parseExpression(cursor: ExpressionCursor, grammar: Grammar): Operand {
  return cursor.nested(() => parseOperators(cursor, logic, (inner) => parseTerm(inner, grammar)));
}

const logic: Operators<ExpressionToken, Operand> = {
  strengthAt: (cursor) => (cursor.at("and") ? 1 : cursor.at("or") ? 0 : undefined),
  take: (cursor) => cursor.take(),
  join: (strength, operands, words) => {
    const join = strength === 1 ? allThatNarrow : anyOf;
    return { kind: "truth", condition: join(operands.map(holds)), words };
  },
};

/** term := "not"* value comparison?; what can't be read up to the next operator is opaque */
function parseTerm(cursor: ExpressionCursor, grammar: Grammar): Operand {
  const start = cursor.position;
  const term = recovering(cursor, isBoundary, () => parseNegation(cursor, grammar));
  return term.kind === "opaque" ? { kind: "truth", condition: term, words: cursor.wordsFrom(start) } : term;
}

function parseNegation(cursor: ExpressionCursor, grammar: Grammar): Operand {
  const start = cursor.position;
  const faults = cursor.faults.length;
  let isNegated = false;
  while (cursor.takeIf("not")) isNegated = !isNegated;
  const first = cursor.position;
  const term = grammar.parseComparison(cursor, parseValue(cursor, grammar), first);
  if (!mayEnd(cursor, grammar)) cursor.fail("`and`, `or` or the end of the condition");
  // A group that was read in part may have gone into a value; then the value is not what it says.
  const fault = cursor.faults[faults];
  if (fault !== undefined && countOpaque(holds(term)) < cursor.faults.length - faults) throw fault;
  return isNegated ? { kind: "truth", condition: not(holds(term)), words: cursor.wordsFrom(start) } : term;
}

function countOpaque(condition: Condition): number {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.reduce((sum, part) => sum + countOpaque(part), 0);
    case "not":
      return countOpaque(condition.condition);
    default:
      return condition.kind === "opaque" && condition.reason === "syntax-error" ? 1 : 0;
  }
}

function isBoundary(cursor: ExpressionCursor): boolean {
  const { text } = cursor.token;
  return text === "|" || text === "," || cursor.at("and") || cursor.at("or");
}

function mayEnd(cursor: ExpressionCursor, { followers }: Grammar): boolean {
  const { kind, text } = cursor.token;
  return kind === "end" || text === ")" || text === "]" || isBoundary(cursor) || followers.has(text.toLowerCase());
}

/** value := product (("+" | "-") product)*; product := operand (("*" | "/" | "%") operand)* */
export function parseValue(cursor: ExpressionCursor, { parseOperand, concatenation }: Grammar): Operand {
  return parseOperators(cursor, concatenation === undefined ? arithmetic : arithmeticOnTexts, parseOperand);
}

const arithmetic: Operators<ExpressionToken, Operand> = {
  strengthAt: (cursor) => (cursor.token.kind === "symbol" ? strengths.get(cursor.token.text) : undefined),
  take: (cursor) => cursor.take(),
  join: (_, operands, words) => compute(operands, words),
};

const arithmeticOnTexts: Operators<ExpressionToken, Operand> = {
  ...arithmetic,
  strengthAt: (cursor) => (cursor.token.text === "." ? 0 : arithmetic.strengthAt(cursor)),
};

const strengths: ReadonlyMap<string, number> = new Map([
  ["+", 0],
  ["-", 0],
  ["*", 1],
  ["/", 1],
  ["%", 1],
]);

/** A value worked out from others. */
export function compute(operands: readonly Operand[], words: Words): Operand {
  return { kind: "computed", words, isUnderstood: operands.every(isUnderstood), gap: gapOf(operands) };
}

/** group := "(" condition ")", behind its bracket */
export function parseGroup(cursor: ExpressionCursor, grammar: Grammar): Operand {
  const inner = parseExpression(cursor, grammar);
  cursor.expect(")");
  return inner;
}

/** list := item ("," item)* ")", behind its bracket */
export function parseList<Item>(
  cursor: ExpressionCursor,
  parseItem: (cursor: ExpressionCursor) => Item,
): readonly Item[] {
  return cursor.nested(() => {
    const items: Item[] = [];
    while (!cursor.takeIf(")")) {
      items.push(parseItem(cursor));
      if (!cursor.at(")")) cursor.expect(",");
    }
    return items;
  });
}

/** A value that the query names. */
export function literal(words: Words, type: Literal["type"], value: string): Literal {
  return { kind: "literal", type, value, words };
}
