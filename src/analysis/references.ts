import type { Condition, Opaque } from "../model/condition.ts";
import { type Leaf, visitLeaves } from "../model/visit-leaves.ts";

/** Whether a part of the condition is another rule, to be filled in. */
export function hasReference(condition: Condition): boolean {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.some(hasReference);
    case "sequence":
      return condition.steps.some(hasReference);
    case "not":
      return hasReference(condition.condition);
    case "opaque":
      return condition.reason === "unresolved-reference";
    case "predicate":
    case "constraint":
      return false;
  }
}

/** Visits every part that is another rule, to be filled in. */
export function visitReferences(condition: Condition, visit: (reference: Opaque) => void): void {
  visitLeaves(condition, (leaf) => {
    if (leaf.kind === "opaque" && leaf.reason === "unresolved-reference") visit(leaf);
  });
}

/** The condition with something else in place of each reference. */
export function replaceReferences(condition: Condition, replace: (reference: Opaque) => Condition): Condition {
  return mapLeaves(condition, (leaf) =>
    leaf.kind === "opaque" && leaf.reason === "unresolved-reference" ? replace(leaf) : leaf,
  );
}

/** The condition as if all of it stood on one line. */
export function atLine(condition: Condition, line: number): Condition {
  return mapLeaves(condition, (leaf) =>
    leaf.kind === "predicate" ? { ...leaf, line, lines: undefined } : { ...leaf, line },
  );
}

/** How many values, constraints and opaque parts a condition has. */
export function sizeOf(condition: Condition): number {
  let size = 0;
  visitLeaves(condition, (leaf) => {
    size += leaf.kind === "predicate" ? leaf.values.length : 1;
  });
  return size;
}

function mapLeaves(condition: Condition, change: (leaf: Leaf) => Condition): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map((part) => mapLeaves(part, change)) };
    case "sequence":
      return { ...condition, steps: condition.steps.map((step) => mapLeaves(step, change)) };
    case "not":
      return { kind: "not", condition: mapLeaves(condition.condition, change) };
    case "predicate":
    case "constraint":
    case "opaque":
      return change(condition);
  }
}
