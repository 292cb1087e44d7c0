import { addTo } from "../model/add-to.ts";
import type { TechniqueId } from "../model/attack.ts";
import type { Operator } from "../model/condition.ts";
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
import type { Posting } from "./postings.ts";
import type { ReachIndex } from "./reach.ts";

/** The profile of `rules`, each of which is one of the corpus of `reach`; `id` is the technique they are for. */
export function profileOf(id: TechniqueId, rules: readonly AnalysedRule[], reach: ReachIndex): TechniqueProfile {
  const counts = new TestCounts();
  for (const rule of rules) counts.add(reach.postingsOf(rule));
  const indicators = counts.indicators
    .sort((a, b) => b.here - a.here || reach.compare(a.posting, b.posting))
    .map(({ posting: { indicator, rules: everywhere }, here }): IndicatorUse => {
      return { indicator, here, reach: everywhere.length, byFormat: reach.formatsOf(everywhere) };
    });
  return {
    events: eventsOf(rules),
    fields: fieldsOf(counts, indicators),
    indicators,
    exclusions: countIndicators(rules.flatMap(({ exclusions }) => exclusions)).sort(
      (a, b) => b.rules - a.rules || compareIndicators(a.indicator, b.indicator),
    ),
    techniques: techniquesOf(id, rules),
  };
}

/** What rules look at, by provider and id. */
export function eventsOf(rules: readonly AnalysedRule[]): readonly EventUse[] {
  const uses = new Map<string, { readonly event: Event; rules: number }>();
  for (const event of rules.flatMap((rule) => rule.events)) {
    const name = nameOfEvent(event);
    const use = uses.get(name);
    if (use === undefined) uses.set(name, { event, rules: 1 });
    else use.rules++;
  }
  return [...uses.values()].sort((a, b) => compareEvents(a.event, b.event));
}

function countIndicators(indicators: readonly Indicator[]): ExclusionUse[] {
  const uses = new Map<string, { readonly indicator: Indicator; rules: number }>();
  for (const indicator of indicators) {
    const use = uses.get(indicator.key) ?? { indicator, rules: 0 };
    use.rules++;
    uses.set(indicator.key, use);
  }
  return [...uses.values()];
}

/** How many rules test something; each once, however often it does. */
class RuleCount {
  rules = 0;
  #last: number | undefined;

  add(rule: number): void {
    if (rule === this.#last) return;
    this.#last = rule;
    this.rules++;
  }
}

interface FieldCount {
  readonly count: RuleCount;
  readonly operators: Map<Operator, RuleCount>;
}

interface IndicatorCount {
  readonly posting: Posting;
  readonly tests: readonly RuleCount[];
  /** Rules that were counted. */
  here: number;
}

/** Counts indicators, their fields and their operators in one pass: techniques and events have a million together. */
class TestCounts {
  readonly #uses = new Map<Posting, IndicatorCount>();
  readonly #fields = new Map<string, FieldCount>();
  #rules = 0;

  /** The indicators of one more rule, each once. */
  add(postings: readonly Posting[]): void {
    const rule = this.#rules++;
    for (const posting of postings) {
      const use = this.#uses.get(posting) ?? this.#begin(posting);
      use.here++;
      for (const test of use.tests) test.add(rule);
    }
  }

  /** In order of appearance. */
  get indicators(): IndicatorCount[] {
    return [...this.#uses.values()];
  }

  /** Of a field that some indicator is of. */
  field(field: string | undefined): FieldCount {
    const name = fieldName(field);
    const known = this.#fields.get(name) ?? { count: new RuleCount(), operators: new Map() };
    this.#fields.set(name, known);
    return known;
  }

  #begin(posting: Posting): IndicatorCount {
    const { field, operator: name } = posting.indicator;
    const { count, operators } = this.field(field);
    const operator = operators.get(name) ?? new RuleCount();
    operators.set(name, operator);
    const use = { posting, tests: [count, operator], here: 0 };
    this.#uses.set(posting, use);
    return use;
  }
}

/** More would be the list of indicators again. */
const mostSamples = 5;

function fieldsOf(counts: TestCounts, indicators: readonly IndicatorUse[]): readonly FieldUse[] {
  const byField = new Map<FieldCount, IndicatorUse[]>();
  for (const use of indicators) addTo(byField, counts.field(use.indicator.field), use);
  return Array.from(
    byField,
    ([{ count, operators }, uses]): FieldUse => ({
      field: uses[0]?.indicator.field,
      rules: count.rules,
      operators: Array.from(operators, ([operator, { rules }]) => ({ operator, rules })).sort(
        (a, b) => b.rules - a.rules || compareText(a.operator, b.operator),
      ),
      values: uses.length,
      samples: samplesOf(uses),
    }),
  ).sort((a, b) => b.rules - a.rules || compareText(a.field ?? "", b.field ?? ""));
}

/** In the order of the indicators. */
function samplesOf(uses: readonly IndicatorUse[]): readonly string[] {
  const samples = new Set<string>();
  for (const { indicator } of uses) {
    if (samples.size === mostSamples) break;
    if (indicator.operator !== "exists") samples.add(indicator.value);
  }
  return [...samples];
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
