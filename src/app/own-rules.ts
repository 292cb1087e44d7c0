import type { RuleSource } from "../config/config.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { createOwnership } from "./read-corpora.ts";

/**
 * A revision without the rules of reference sources. What changes in those is no change of the team's, and nothing
 * that checks judge; they count for reach all the same, which is that of the whole revision.
 */
export function ownRules(snapshot: Snapshot, sources: readonly RuleSource[]): Snapshot {
  const isOwn = createOwnership(sources);
  const rules = snapshot.rules.filter(({ rule }) => isOwn(rule.path));
  return rules.length === snapshot.rules.length ? snapshot : { ...snapshot, rules };
}

/** How many rules of reference sources differ between two revisions. */
export function countReferenceChanges(base: Snapshot, head: Snapshot, sources: readonly RuleSource[]): number {
  const isOwn = createOwnership(sources);
  const referencesIn = ({ rules }: Snapshot) => rules.map(({ rule }) => rule).filter(({ path }) => !isOwn(path));
  const before = referencesIn(base);
  const after = referencesIn(head);
  // A rule whose file did not change is the same object in both.
  const known = new Set(before);
  const keys = new Set(after.map(({ key }) => key));
  return after.filter((rule) => !known.has(rule)).length + before.filter(({ key }) => !keys.has(key)).length;
}
