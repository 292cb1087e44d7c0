import type { Catalogue } from "../attack/catalogue.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { isCovering } from "./is-covering.ts";
import { idInForce, type Waiver } from "./waiver.ts";

/** How many rules may be left for a loss still to be one, by the check that tells of it. */
const mostLeft: ReadonlyMap<string | undefined, number> = new Map([
  ["technique-lost", 0],
  ["lost-required", 0],
  ["event-lost", 0],
  ["technique-thinned", 1],
  [undefined, 1],
]);

/**
 * Whether a loss that a waiver accepts is still there. Only the change that lost it finds it, and the decision is no
 * less one afterwards. One that names neither technique nor event can't be asked.
 */
export function isLossLasting({ check, target }: Waiver, head: Snapshot, catalogue: Catalogue): boolean {
  const most = mostLeft.get(check);
  if (most === undefined) return false;
  const { technique, event } = target;
  const counted = head.rules.filter((rule) => rule.counted);
  if (technique !== undefined) {
    const id = idInForce(technique, catalogue);
    const isFor = (named: string) => isCovering(named, id, catalogue);
    return counted.filter(({ techniques }) => techniques.some(isFor)).length <= most;
  }
  if (event !== undefined) {
    return !counted.some(({ events }) => events.some(({ provider, id }) => `${provider} ${id}` === event));
  }
  return check !== undefined;
}
