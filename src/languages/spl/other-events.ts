import type { Condition, Sequence } from "../../model/condition.ts";
import { allThatNarrow } from "../../syntax/operand.ts";
import { countJoined, type SplContext } from "./context.ts";

/**
 * All of the parts; those that are about other events (a sub-search, of which a sequence of one step stands) become steps
 * beside the one that the rest is about.
 */
export function conjunction(parts: readonly Condition[], context: SplContext): Condition {
  const others = parts.filter(isOtherEvents);
  const own = allThatNarrow(parts.filter((part) => !isOtherEvents(part)));
  return others.reduce((condition, other) => {
    countJoined(context);
    return withOtherEvents(condition, other);
  }, own);
}

/** An event of which one thing holds and another of which something else does, with the same values in some fields. */
export function withOtherEvents(own: Condition, others: Sequence): Condition {
  const isNothing = own.kind === "all" && own.of.length === 0;
  if (isNothing) return others;
  const isSame = own.kind === "sequence" && !own.ordered && own.by.join("\n") === others.by.join("\n");
  return { ...others, steps: [...(isSame ? own.steps : [own]), ...others.steps] };
}

function isOtherEvents(condition: Condition): condition is Sequence {
  return condition.kind === "sequence" && condition.steps.length === 1;
}
