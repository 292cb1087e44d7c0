import type { Cursor } from "./cursor.ts";
import type { Words } from "./tokens.ts";

/** The binary operators of a language and what they make of their operands. */
export interface Operators<Kind extends string, Node> {
  /**
   * How tightly the operator binds that comes next, from 0; undefined where none comes.
   * It may also answer for an operator that is left out, as between words that stand side by side.
   */
  readonly strengthAt: (cursor: Cursor<Kind>) => number | undefined;
  /** Takes the operator that comes next. */
  readonly take: (cursor: Cursor<Kind>) => void;
  /** Makes one node of two or more operands, which had operators of this strength between them. */
  readonly join: (strength: number, operands: readonly Node[], words: Words) => Node;
}

/**
 * Reads operands with binary operators of at least this strength between them.
 *
 * A chain such as `a or b or c` is one node with three operands, so a long one is not a deep one.
 */
export function parseOperators<Kind extends string, Node>(
  cursor: Cursor<Kind>,
  operators: Operators<Kind, Node>,
  parseOperand: (cursor: Cursor<Kind>) => Node,
  least = 0,
): Node {
  const start = cursor.position;
  let node = parseOperand(cursor);
  let strength = operators.strengthAt(cursor);
  while (strength !== undefined && strength >= least) {
    const operands = [node];
    let next: number | undefined = strength;
    while (next === strength) {
      operators.take(cursor);
      operands.push(parseOperators(cursor, operators, parseOperand, strength + 1));
      next = operators.strengthAt(cursor);
    }
    node = operators.join(strength, operands, cursor.wordsFrom(start));
    strength = next;
  }
  return node;
}
