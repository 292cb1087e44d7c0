import type { Condition, Constraint, Opaque, Predicate } from "./condition.ts";

/** A leaf of a condition with its polarity: `negative` under an odd number of negations. */
export type Leaf = Predicate | Constraint | Opaque;
export type Polarity = "positive" | "negative";

/** Visits every leaf from left to right. */
export function visitLeaves(condition: Condition, visit: (leaf: Leaf, polarity: Polarity) => void): void {
  walk(condition, "positive", visit);
}

function walk(condition: Condition, polarity: Polarity, visit: (leaf: Leaf, polarity: Polarity) => void): void {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const part of condition.of) walk(part, polarity, visit);
      return;
    case "sequence":
      for (const step of condition.steps) walk(step, polarity, visit);
      return;
    case "not":
      walk(condition.condition, opposite(polarity), visit);
      return;
    case "predicate":
    case "constraint":
    case "opaque":
      visit(condition, polarity);
  }
}

export function opposite(polarity: Polarity): Polarity {
  return polarity === "positive" ? "negative" : "positive";
}
