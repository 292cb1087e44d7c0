import { type Cover, isCovered, isThin, strengthOf } from "../model/cover.ts";
import type { CoverageChange } from "../model/delta.ts";
import { compareText } from "../model/order.ts";
import type { RuleKey } from "../model/rule.ts";
import type { PairedRules } from "./pair-rules.ts";

/** How the cover of a technique or an event changed (DESIGN 4.7); undefined where it did not. */
export function classifyChange(before: Cover, after: Cover): CoverageChange | undefined {
  const difference = strengthOf(after) - strengthOf(before);
  if (difference === 0) return undefined;
  if (!isCovered(before) && isCovered(after)) return "gained";
  if (isCovered(before) && !isCovered(after)) return "lost";
  if (difference > 0) return "strengthened";
  return isThin(after) && !isThin(before) ? "thinned" : "reduced";
}

/**
 * Keys in head of the rules of base whose key is not the same: their new one, or undefined for what was removed.
 *
 * A removed rule stands here too, because another rule of head may have its key.
 */
export type ChangedKeys = ReadonlyMap<RuleKey, RuleKey | undefined>;

export function changedKeys({ pairs, removed }: PairedRules): ChangedKeys {
  const changed = new Map<RuleKey, RuleKey | undefined>();
  for (const { before, after } of pairs) {
    if (before.rule.key !== after.rule.key) changed.set(before.rule.key, after.rule.key);
  }
  for (const { rule } of removed) changed.set(rule.key, undefined);
  return changed;
}

/** Rules that came and went, each by the key it has in its own revision; a renamed rule did neither. */
export function keyChanges(before: readonly RuleKey[], after: readonly RuleKey[], changed: ChangedKeys) {
  const inHead = (key: RuleKey) => (changed.has(key) ? changed.get(key) : key);
  const old = new Set(before.map(inHead));
  const now = new Set<RuleKey | undefined>(after);
  return {
    added: after.filter((key) => !old.has(key)).sort(compareText),
    removed: before.filter((key) => !now.has(inHead(key))).sort(compareText),
  };
}
