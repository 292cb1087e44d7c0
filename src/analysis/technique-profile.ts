import { addTo } from "../model/add-to.ts";
import type { TechniqueId } from "../model/attack.ts";
import { compareEvents, compareText } from "../model/order.ts";
import type { AnalysedRule, Event, Indicator } from "../model/snapshot.ts";
import type {
  EventUse,
  ExclusionUse,
  FieldUse,
  IndicatorUse,
  TechniqueProfile,
  TechniqueUse,
} from "../model/technique-profile.ts";
import { nameOfEvent } from "./coverage.ts";
import { compareIndicators } from "./indicators.ts";
import type { ReachIndex } from "./reach.ts";

/** The profile of `rules`, each of which is one of the corpus of `reach`; `id` is the technique they are for. */
export function profileOf(id: TechniqueId, rules: readonly AnalysedRule[], reach: ReachIndex): TechniqueProfile {
  const indicators = countIndicators(rules, (rule) => rule.indicators)
    .map(({ indicator, rules: here }) => ({ indicator, here, reach: reach.rulesWith(indicator.key).length }))
    .sort((a, b) => b.here - a.here || b.reach - a.reach || compareIndicators(a.indicator, b.indicator));
  return {
    events: eventsOf(rules),
    fields: fieldsOf(rules, indicators),
    indicators: indicators.map((use) => ({ ...use, byFormat: reach.byFormat(use.indicator.key) })),
    exclusions: countIndicators(rules, (rule) => rule.exclusions).sort(
      (a, b) => b.rules - a.rules || compareIndicators(a.indicator, b.indicator),
    ),
    techniques: techniquesOf(id, rules),
  };
}

function eventsOf(rules: readonly AnalysedRule[]): readonly EventUse[] {
  const uses = new Map<string, { readonly event: Event; rules: number }>();
  for (const event of rules.flatMap((rule) => rule.events)) {
    const use = uses.get(nameOfEvent(event)) ?? { event, rules: 0 };
    use.rules++;
    uses.set(nameOfEvent(event), use);
  }
  return [...uses.values()].sort((a, b) => compareEvents(a.event, b.event));
}

function countIndicators(
  rules: readonly AnalysedRule[],
  indicatorsOf: (rule: AnalysedRule) => readonly Indicator[],
): ExclusionUse[] {
  const uses = new Map<string, { readonly indicator: Indicator; rules: number }>();
  for (const indicator of rules.flatMap(indicatorsOf)) {
    const use = uses.get(indicator.key) ?? { indicator, rules: 0 };
    use.rules++;
    uses.set(indicator.key, use);
  }
  return [...uses.values()];
}

/** More would be the list of indicators again. */
const mostSamples = 5;

function fieldsOf(
  rules: readonly AnalysedRule[],
  indicators: readonly Pick<IndicatorUse, "indicator" | "here" | "reach">[],
): readonly FieldUse[] {
  const byField = new Map<string, Pick<IndicatorUse, "indicator" | "here" | "reach">[]>();
  for (const use of indicators) {
    const name = fieldName(use.indicator.field);
    addTo(byField, name, use);
  }
  const counts = countRules(rules, ({ field }) => fieldName(field));
  const operators = countRules(rules, ({ field, operator }) => `${fieldName(field)}\u0000${operator}`);
  return Array.from(byField, ([name, uses]): FieldUse => {
    const used = [...new Set(uses.map(({ indicator }) => indicator.operator))];
    return {
      field: uses[0]?.indicator.field,
      rules: counts.get(name) ?? 0,
      operators: used
        .map((operator) => ({ operator, rules: operators.get(`${name}\u0000${operator}`) ?? 0 }))
        .sort((a, b) => b.rules - a.rules || compareText(a.operator, b.operator)),
      values: uses.length,
      samples: samplesOf(uses),
    };
  }).sort((a, b) => b.rules - a.rules || compareText(a.field ?? "", b.field ?? ""));
}

/** In the order of the indicators. */
function samplesOf(uses: readonly Pick<IndicatorUse, "indicator" | "here" | "reach">[]): readonly string[] {
  const telling = uses.filter(({ indicator }) => indicator.operator !== "exists");
  return [...new Set(telling.map(({ indicator }) => indicator.value))].slice(0, mostSamples);
}

/** How many rules have an indicator under each name. */
function countRules(
  rules: readonly AnalysedRule[],
  nameOf: (indicator: Indicator) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { indicators } of rules) {
    for (const name of new Set(indicators.map(nameOf))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function fieldName(field: string | undefined): string {
  return (field ?? "").toLowerCase();
}

function techniquesOf(id: TechniqueId, rules: readonly AnalysedRule[]): readonly TechniqueUse[] {
  const counts = new Map<TechniqueId, number>();
  for (const other of rules.flatMap(({ techniques }) => techniques)) {
    if (other !== id) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  return Array.from(counts, ([other, uses]) => ({ id: other, rules: uses })).sort(
    (a, b) => b.rules - a.rules || compareText(a.id, b.id),
  );
}
