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
  const touched = touchedEvents(base, head);
  const isTouched = ({ events }: AnalysedRule) => events.some((event) => touched.has(nameOfEvent(event)));
  const before = byName(eventCoverageOf(base.filter(isTouched)));
  const after = byName(eventCoverageOf(head.filter(isTouched)));
  const changes = [...new Map([...before, ...after])].flatMap(([name, { event }]): readonly EventChange[] => {
    if (!touched.has(name)) return [];
    const old = before.get(name)?.rules ?? [];
    const now = after.get(name)?.rules ?? [];
    const change = classifyChange({ rules: old.length }, { rules: now.length });
    if (change === undefined) return [];
    return [{ event, change, before: old.length, after: now.length, rules: keyChanges(old, now, keys) }];
  });
  return changes.sort((a, b) => compareEvents(a.event, b.event));
}

/** Events that a rule looks at which is not the same in both: the others are looked at by as many as before. */
function touchedEvents(base: readonly AnalysedRule[], head: readonly AnalysedRule[]): ReadonlySet<string> {
  const [old, now] = [new Set(base), new Set(head)];
  const changed = [...base.filter((rule) => !now.has(rule)), ...head.filter((rule) => !old.has(rule))];
  return new Set(changed.flatMap(({ events }) => events.map(nameOfEvent)));
}

function byName(events: readonly EventCoverage[]): ReadonlyMap<string, EventCoverage> {
  return new Map(events.map((coverage) => [nameOfEvent(coverage.event), coverage]));
}
