import { addTo } from "../../model/add-to.ts";
import { compareText } from "../../model/order.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";

/** How many of some rules there are under each name, by name; a rule can have several. */
function countBy(
  rules: readonly AnalysedRule[],
  namesOf: (rule: AnalysedRule) => readonly string[],
): ReadonlyMap<string, number> {
  return new Map(Array.from(groupBy(rules, namesOf), ([name, members]) => [name, members.length]));
}

/** The rules under each name, by name. */
export function groupBy(
  rules: readonly AnalysedRule[],
  namesOf: (rule: AnalysedRule) => readonly string[],
): ReadonlyMap<string, readonly AnalysedRule[]> {
  const groups = new Map<string, AnalysedRule[]>();
  for (const rule of rules) {
    for (const name of new Set(namesOf(rule))) {
      addTo(groups, name, rule);
    }
  }
  return new Map([...groups].sort(([a], [b]) => compareText(a, b)));
}

export function formatsOf(rules: readonly AnalysedRule[]): ReadonlyMap<string, number> {
  return countBy(rules, ({ rule }) => [rule.format]);
}

/** What a rule's events come from, in one word. */
export function productOf({ rule: { logSource }, events }: AnalysedRule): string {
  return logSource.product ?? logSource.category ?? logSource.service ?? events[0]?.provider ?? "other";
}
