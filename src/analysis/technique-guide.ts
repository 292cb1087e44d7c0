import type { Catalogue } from "../attack/catalogue.ts";
import type { Technique } from "../model/attack.ts";
import type { Delta } from "../model/delta.ts";
import type { TechniqueGuide } from "../model/guide.ts";
import { compareEvents, compareText } from "../model/order.ts";
import type { AnalysedRule, Event, Indicator } from "../model/snapshot.ts";
import type { EventUse } from "../model/technique-profile.ts";
import type { ValidationFacts } from "../model/validation.ts";
import { nameOfEvent } from "./coverage.ts";
import { compareIndicators } from "./indicators.ts";
import type { ReachIndex } from "./reach.ts";
import { eventsOf } from "./technique-profile.ts";

export interface GuideContext {
  /** Rules that count, and those of reference sources that would. */
  readonly rules: readonly AnalysedRule[];
  /** Of the whole corpus. */
  readonly reach: ReachIndex;
  readonly catalogue: Catalogue;
  readonly facts: ValidationFacts;
}

/** More techniques are not written for in one change: it is a migration rather than a rule. */
const mostTechniques = 10;

/** A guide for each technique of the rules that a change adds or edits, sorted by id; none where there is nothing to say. */
export function guidesFor(delta: Delta, context: GuideContext): readonly TechniqueGuide[] {
  const written = rulesWritten(delta);
  const ids = [...new Set(written.flatMap(({ techniques }) => techniques))].sort(compareText);
  const techniques = ids.flatMap((id) => context.catalogue.technique(id) ?? []);
  return techniques
    .map((technique) => guideFor(technique, written, context))
    .filter((guide) => guide.indicators.length + guide.fields.length + guide.events.length + guide.tests.length > 0)
    .slice(0, mostTechniques);
}

/** Counted rules that are new, or whose logic, log source or techniques changed. */
export function rulesWritten({ rules }: Delta): readonly AnalysedRule[] {
  const aspects: ReadonlySet<string> = new Set(["logic", "log-source", "techniques"]);
  const edited = rules.edited.filter((edit) => edit.aspects.some((aspect) => aspects.has(aspect)));
  return [...rules.added, ...edited.map(({ after }) => after)].filter(({ counted }) => counted);
}

function guideFor(technique: Technique, written: readonly AnalysedRule[], context: GuideContext): TechniqueGuide {
  const changed = written.filter(({ techniques }) => techniques.includes(technique.id));
  const keys = new Set(changed.map(({ rule }) => rule.key));
  const others = context.rules.filter(({ rule, techniques }) => {
    return techniques.includes(technique.id) && !keys.has(rule.key);
  });
  const tests = new Tests(others, context.reach);
  return {
    technique,
    rules: others.length,
    indicators: untestedIndicators(tests, changed, context.reach),
    fields: untestedFields(tests, changed),
    events: unwatchedEvents(
      eventsOf(others),
      changed,
      context.facts.analytics(technique.id).flatMap(({ events }) => events),
    ),
    tests: context.facts.tests(technique.id),
  };
}

/** An indicator, and how many rules test it. */
interface Use {
  readonly indicator: Indicator;
  readonly field: FieldUse;
  rules: number;
}

/** A field by its name in lower case, and how many rules test it. */
interface FieldUse {
  readonly name: string;
  rules: number;
  /** The number of the last rule that was counted, which may test it several times. */
  last: number;
}

/** What rules test: as much of a technique's profile as a guide needs, for which no rule's logic has to be looked at. */
class Tests {
  readonly #uses = new Map<string, Use>();
  readonly #fields = new Map<string, FieldUse>();
  readonly #reachOf = new Map<string, number>();
  readonly #reach: ReachIndex;

  constructor(rules: readonly AnalysedRule[], reach: ReachIndex) {
    this.#reach = reach;
    rules.forEach(({ indicators }, number) => {
      for (const indicator of indicators) {
        const use = this.#uses.get(indicator.key) ?? this.#begin(indicator);
        use.rules++;
        if (use.field.last !== number) use.field.rules++;
        use.field.last = number;
      }
    });
  }

  reachOf({ key }: Indicator): number {
    const known = this.#reachOf.get(key) ?? this.#reach.reachOf(key);
    this.#reachOf.set(key, known);
    return known;
  }

  get uses(): Iterable<Use> {
    return this.#uses.values();
  }

  /** The order of a profile. */
  compare(a: Use, b: Use): number {
    return (
      b.rules - a.rules ||
      this.reachOf(b.indicator) - this.reachOf(a.indicator) ||
      compareIndicators(a.indicator, b.indicator)
    );
  }

  #begin(indicator: Indicator): Use {
    const name = foldedField(indicator);
    const field = this.#fields.get(name) ?? { name, rules: 0, last: -1 };
    this.#fields.set(name, field);
    const use = { indicator, field, rules: 0 };
    this.#uses.set(indicator.key, use);
    return use;
  }
}

/** What a single rule tests is its own matter. */
const leastRules = 2;

/** What so many of the corpus test, such as the platform, is no advice. */
const shareOfStructure = 15;

function untestedIndicators(
  tests: Tests,
  changed: readonly AnalysedRule[],
  { size }: ReachIndex,
): TechniqueGuide["indicators"] {
  const tested = new Set(changed.flatMap((rule) => [...rule.indicators, ...rule.exclusions].map(({ key }) => key)));
  return [...tests.uses]
    .filter(({ indicator, rules }) => {
      return rules >= leastRules && tests.reachOf(indicator) * shareOfStructure < size && !tested.has(indicator.key);
    })
    .sort((a, b) => tests.compare(a, b))
    .map(({ indicator, rules }) => ({ indicator, rules }));
}

/** Each as it is spelled in what most rules test of it. */
function untestedFields(tests: Tests, changed: readonly AnalysedRule[]): TechniqueGuide["fields"] {
  const tested = new Set(changed.flatMap((rule) => [...rule.indicators, ...rule.exclusions].map(foldedField)));
  const first = new Map<FieldUse, Use>();
  for (const use of tests.uses) {
    const { field } = use;
    if (field.rules < leastRules || tested.has(field.name)) continue;
    const known = first.get(field);
    if (known === undefined || tests.compare(use, known) < 0) first.set(field, use);
  }
  return [...first.values()]
    .flatMap(({ indicator, field: { rules } }) => {
      return indicator.field === undefined ? [] : [{ field: indicator.field, rules }];
    })
    .sort((a, b) => b.rules - a.rules || compareText(a.field, b.field));
}

function foldedField({ field }: Indicator): string {
  return (field ?? "").toLowerCase();
}

function unwatchedEvents(
  events: readonly EventUse[],
  changed: readonly AnalysedRule[],
  named: readonly Event[],
): TechniqueGuide["events"] {
  const watched = new Set(changed.flatMap((rule) => rule.events.map(foldedName)));
  const uses = new Map(events.map((use) => [foldedName(use.event), use]));
  for (const event of named) {
    if (!uses.has(foldedName(event))) uses.set(foldedName(event), { event, rules: 0 });
  }
  return [...uses]
    .filter(([name]) => !watched.has(name))
    .map(([, use]) => use)
    .sort((a, b) => b.rules - a.rules || compareEvents(a.event, b.event));
}

/** Sources write the name of an operation in more than one way. */
function foldedName(event: Event): string {
  return nameOfEvent(event).toLowerCase();
}
