import type { Condition } from "../model/condition.ts";
import type { Operand } from "./operand.ts";

/** How many parts of conditions an operand brings along, counted no further than `enough`. */
export function sizeOf(operand: Operand, enough: number): number {
  if (operand.kind === "truth") return conditionSize(operand.condition, enough);
  if (operand.kind !== "choice") return 1;
  let size = 1;
  for (const { when, result } of operand.arms) {
    if (size >= enough) break;
    if (when !== undefined) size += conditionSize(when, enough - size);
    size += sizeOf(result, enough - size);
  }
  return size;
}

/** A condition may hold one part at many places, so its parts can be far too many to be counted to the end. */
function conditionSize(condition: Condition, enough: number): number {
  const parts = partsOf(condition);
  let size = 1;
  for (const part of parts) {
    if (size >= enough) break;
    size += conditionSize(part, enough - size);
  }
  return size;
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === "all" || condition.kind === "any") return condition.of;
  return condition.kind === "not" ? [condition.condition] : [];
}
