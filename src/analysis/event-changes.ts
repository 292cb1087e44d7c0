import type { EventChange } from "../model/delta.ts";
import { compareEvents } from "../model/order.ts";
import type { RuleKey } from "../model/rule.ts";
import type { AnalysedRule, Event } from "../model/snapshot.ts";
import { nameOfEvent } from "./coverage.ts";
import { type ChangedKeys, classifyChange, keyChanges } from "./coverage-change.ts";
import type { Difference } from "./difference.ts";

/** Events that more or fewer counted rules look at than before; by provider and id. */
export function eventChanges(
  head: readonly AnalysedRule[],
  { gone, come }: Difference,
  keys: ChangedKeys,
): readonly EventChange[] {
  // The other events are looked at by as many as before.
  const touched = new Set([...gone, ...come].flatMap(({ events }) => events.map(nameOfEvent)));
  if (touched.size === 0) return [];
  const lookingNow = head.filter(lookingAt(touched));
  const isNew = new Set(come);
  const before = rulesByEvent([...gone, ...lookingNow.filter((rule) => !isNew.has(rule))], touched);
  const after = rulesByEvent(lookingNow, touched);
  const changes = [...new Map([...before, ...after])].flatMap(([name, { event }]): readonly EventChange[] => {
    const old = before.get(name)?.rules ?? [];
    const now = after.get(name)?.rules ?? [];
    const change = classifyChange({ rules: old.length }, { rules: now.length });
    if (change === undefined) return [];
    return [{ event, change, before: old.length, after: now.length, rules: keyChanges(old, now, keys) }];
  });
  return changes.sort((a, b) => compareEvents(a.event, b.event));
}

/** Whether a rule looks at any of the events. Thousands of rules share a few hundred, each of which is one object. */
function lookingAt(names: ReadonlySet<string>): (rule: AnalysedRule) => boolean {
  const known = new Map<Event, boolean>();
  const isNamed = (event: Event) => {
    const answer = known.get(event) ?? names.has(nameOfEvent(event));
    known.set(event, answer);
    return answer;
  };
  return ({ events }) => events.some(isNamed);
}

interface LookingRules {
  readonly event: Event;
  readonly rules: RuleKey[];
}

/** Counted rules that look at some events, in no certain order. */
function rulesByEvent(rules: readonly AnalysedRule[], names: ReadonlySet<string>): ReadonlyMap<string, LookingRules> {
  const found = new Map<string, LookingRules>();
  for (const { events, rule } of rules.filter(({ counted }) => counted)) {
    for (const event of events) {
      const name = nameOfEvent(event);
      const looking = found.get(name) ?? { event, rules: [] };
      if (names.has(name)) found.set(name, looking);
      looking.rules.push(rule.key);
    }
  }
  return found;
}
