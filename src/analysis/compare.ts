import type { Catalogue } from "../attack/catalogue.ts";
import type { Delta, RulePair } from "../model/delta.ts";
import { compareText } from "../model/order.ts";
import type { AnalysedRule, Snapshot } from "../model/snapshot.ts";
import { type Coverage, coverageBeside, coverageOf } from "./coverage.ts";
import { changedKeys } from "./coverage-change.ts";
import { differenceOf } from "./difference.ts";
import { eventChanges } from "./event-changes.ts";
import { indicatorChanges } from "./indicator-changes.ts";
import { pairRules } from "./pair-rules.ts";
import type { ReachIndex } from "./reach.ts";
import { editOf } from "./rule-edit.ts";
import { techniqueChanges } from "./technique-changes.ts";

export interface Comparison {
  readonly delta: Delta;
  readonly before: Coverage;
  readonly after: Coverage;
}

/** What changed from base to head (DESIGN 4.7). `reach` is the index of the head corpus. */
export function compare(base: Snapshot, head: Snapshot, catalogue: Catalogue, reach: ReachIndex): Comparison {
  const difference = differenceOf(base.rules, head.rules);
  const paired = pairRules(difference);
  const { pairs, added, removed } = paired;
  const edited = pairs.flatMap((pair) => editOf(pair) ?? []);
  const moved = pairs.filter(({ before, after }) => before.rule.path !== after.rule.path);
  const after = coverageOf(head.rules, catalogue);
  const before = coverageBeside(after, base.rules, { difference, catalogue });
  const keys = changedKeys(paired);
  const delta: Delta = {
    base: base.revision,
    head: head.revision,
    rules: { added: sortRules(added), removed: sortRules(removed), moved: sortPairs(moved), edited: sortPairs(edited) },
    techniques: techniqueChanges({ before, after, keys, pairs, catalogue }),
    events: eventChanges(head.rules, difference, keys),
    indicators: indicatorChanges({ added, removed, edited }, reach),
    coverage: { before: before.count, after: after.count },
  };
  return { delta, before, after };
}

function sortRules(rules: readonly AnalysedRule[]): readonly AnalysedRule[] {
  return [...rules].sort(comparePlaces);
}

function sortPairs<Pair extends RulePair>(pairs: readonly Pair[]): readonly Pair[] {
  return [...pairs].sort((a, b) => comparePlaces(a.after, b.after));
}

function comparePlaces({ rule: a }: AnalysedRule, { rule: b }: AnalysedRule): number {
  return compareText(a.path, b.path) || a.line - b.line || compareText(a.key, b.key);
}
