import type { Catalogue } from "../attack/catalogue.ts";
import { type Cover, coverBy, isCovered, isThin } from "../model/cover.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { isCovering } from "./is-covering.ts";
import { idInForce, type Waiver } from "./waiver.ts";

/** Whether what is left is so little that the loss still is one, by the check that tells of it. */
const isStill: ReadonlyMap<string | undefined, (left: Cover) => boolean> = new Map([
  ["technique-lost", isUncovered],
  ["lost-required", isUncovered],
  ["event-lost", isUncovered],
  ["technique-thinned", isThinAtMost],
  [undefined, isThinAtMost],
]);

function isUncovered(left: Cover): boolean {
  return !isCovered(left);
}

function isThinAtMost(left: Cover): boolean {
  return !isCovered(left) || isThin(left);
}

/**
 * Whether a loss that a waiver accepts is still there. Only the change that lost it finds it, and the decision is no
 * less one afterwards. One that names neither technique nor event can't be asked.
 */
export function isLossLasting({ check, target }: Waiver, head: Snapshot, catalogue: Catalogue): boolean {
  const isLoss = isStill.get(check);
  if (isLoss === undefined) return false;
  const { technique, event } = target;
  const counted = head.rules.filter((rule) => rule.counted);
  if (technique !== undefined) {
    const id = idInForce(technique, catalogue);
    const isFor = (named: string) => isCovering(named, id, catalogue);
    return isLoss(coverBy(counted.filter(({ techniques }) => techniques.some(isFor))));
  }
  if (event !== undefined) {
    return !counted.some(({ events }) => events.some(({ provider, id }) => `${provider} ${id}` === event));
  }
  return check !== undefined;
}
