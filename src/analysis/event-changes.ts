import type { EventChange } from "../model/delta.ts";
import { compareEvents } from "../model/order.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { type EventCoverage, eventCoverageOf, nameOfEvent } from "./coverage.ts";
import { type ChangedKeys, classifyChange, keyChanges } from "./coverage-change.ts";

/** Events that more or fewer counted rules look at than before; by provider and id. */
export function eventChanges(
  base: readonly AnalysedRule[],
  head: readonly AnalysedRule[],
  keys: ChangedKeys,
): readonly EventChange[] {
  const before = byName(eventCoverageOf(base));
  const after = byName(eventCoverageOf(head));
  const changes = [...new Map([...before, ...after])].flatMap(([name, { event }]): readonly EventChange[] => {
    const old = before.get(name)?.rules ?? [];
    const now = after.get(name)?.rules ?? [];
    const change = classifyChange(old.length, now.length);
    if (change === undefined) return [];
    return [{ event, change, before: old.length, after: now.length, rules: keyChanges(old, now, keys) }];
  });
  return changes.sort((a, b) => compareEvents(a.event, b.event));
}

function byName(events: readonly EventCoverage[]): ReadonlyMap<string, EventCoverage> {
  return new Map(events.map((coverage) => [nameOfEvent(coverage.event), coverage]));
}
