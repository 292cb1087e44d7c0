import type { Sequence } from "./condition.ts";

/** What holds several events together: `one after the other, within 5m, with the same host.id`. */
export function sequenceText({ ordered, by, within }: Pick<Sequence, "ordered" | "by" | "within">): string {
  return [
    ordered ? "one after the other" : "together, in any order",
    ...(within === undefined ? [] : [`within ${within}`]),
    ...(by.length === 0 ? [] : [`with the same ${by.join(", ")}`]),
  ].join(", ");
}
