import type { Condition, Sequence } from "../../model/condition.ts";
import { allOf, anyOf, not } from "../../syntax/conditions.ts";

/** What the events of one match have in common. */
export type Grouping = Pick<Sequence, "ordered" | "by" | "within">;

/**
 * Turns a condition whose leaves stand for an event each (the rules of a correlation, the selections of `near`) into
 * one about several events: what `and` joins is a sequence, and what is negated must not occur beside it.
 */
export function acrossEvents(condition: Condition, grouping: Grouping): Condition {
  switch (condition.kind) {
    case "all": {
      const steps = condition.of.filter((part) => part.kind !== "not");
      const absent = condition.of.filter((part) => part.kind === "not");
      const parts = absent.map((part) => acrossEvents(part, grouping));
      return steps.length === 0 ? allOf(parts) : allOf([sequenceOf(steps, grouping), ...parts]);
    }
    case "any":
      return anyOf(condition.of.map((part) => acrossEvents(part, grouping)));
    case "not":
      return not(acrossEvents(condition.condition, grouping));
    case "sequence":
    case "predicate":
    case "constraint":
    case "opaque":
      return condition;
  }
}

function sequenceOf(steps: readonly Condition[], grouping: Grouping): Sequence {
  return { kind: "sequence", ...grouping, steps: steps.map((step) => acrossEvents(step, grouping)) };
}
