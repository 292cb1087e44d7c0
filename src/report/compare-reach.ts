import { compareText } from "../model/order.ts";
import type { ReachedIndicator } from "./rule-view.ts";

/** By reach descending, then field, operator, value; keywords first (DESIGN 4.4). */
export function compareReach(a: ReachedIndicator, b: ReachedIndicator): number {
  return (
    b.reach - a.reach ||
    compareText(a.indicator.field ?? "", b.indicator.field ?? "") ||
    compareText(a.indicator.operator, b.indicator.operator) ||
    compareText(a.indicator.value, b.indicator.value)
  );
}
