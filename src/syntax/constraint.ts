import type { Condition } from "../model/condition.ts";
import { allOf } from "./conditions.ts";

/**
 * A narrowing part in its author's words.
 *
 * What is too long for one constraint goes on in the next, with `…` at the seam: a threshold or a pattern that is edited
 * behind a cut would be no change.
 */
export function constraint(text: string, line: number): Condition {
  const pieces = piecesOf(text.slice(0, longest).replace(/\s+/g, " ").trim());
  return allOf(pieces.map((piece) => ({ kind: "constraint", text: piece, line })));
}

/** Whether a condition only narrows, in words. */
export function isConstraint(condition: Condition): boolean {
  if (condition.kind === "all") return condition.of.length > 0 && condition.of.every(isConstraint);
  return condition.kind === "constraint" || condition.kind === "opaque";
}

function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > room) {
    const end = endOfPiece(rest);
    pieces.push(`${rest.slice(0, end)}${seam}`);
    rest = seam + rest.slice(end);
  }
  return [...pieces, rest];
}

/** Behind the last blank that leaves a piece of some length, else in the middle of a word, but never of a character. */
function endOfPiece(text: string): number {
  const blank = text.lastIndexOf(" ", room - 2) + 1;
  if (blank > room / 2) return blank;
  return /[\uD800-\uDBFF]/.test(text.charAt(room - 2)) ? room - 2 : room - 1;
}

const seam = "…";

/** Characters of one constraint. */
const room = 200;

/** Beyond it a text is no rule's any more. */
const longest = 20_000;
