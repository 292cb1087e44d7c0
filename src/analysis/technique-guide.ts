import type { Catalogue } from "../attack/catalogue.ts";
import type { Technique } from "../model/attack.ts";
import type { Delta } from "../model/delta.ts";
import type { TechniqueGuide } from "../model/guide.ts";
import { compareEvents, compareText } from "../model/order.ts";
import type { AnalysedRule, Event } from "../model/snapshot.ts";
import type { TechniqueProfile } from "../model/technique-profile.ts";
import type { ValidationFacts } from "../model/validation.ts";
import { nameOfEvent } from "./coverage.ts";
import type { ReachIndex } from "./reach.ts";
import { profileOf } from "./technique-profile.ts";

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
  const profile = profileOf(technique.id, others, context.reach);
  return {
    technique,
    rules: others.length,
    indicators: untestedIndicators(profile, changed, context.reach),
    fields: untestedFields(profile, changed),
    events: unwatchedEvents(
      profile,
      changed,
      context.facts.analytics(technique.id).flatMap(({ events }) => events),
    ),
    tests: context.facts.tests(technique.id),
  };
}

/** What a single rule tests is its own matter. */
const leastRules = 2;

/** What so many of the corpus test, such as the platform, is no advice. */
const shareOfStructure = 15;

function untestedIndicators(
  { indicators }: TechniqueProfile,
  changed: readonly AnalysedRule[],
  { size }: ReachIndex,
): TechniqueGuide["indicators"] {
  const tested = new Set(changed.flatMap((rule) => [...rule.indicators, ...rule.exclusions].map(({ key }) => key)));
  return indicators
    .filter(({ indicator, here, reach }) => {
      return here >= leastRules && reach * shareOfStructure < size && !tested.has(indicator.key);
    })
    .map(({ indicator, here }) => ({ indicator, rules: here }));
}

function untestedFields({ fields }: TechniqueProfile, changed: readonly AnalysedRule[]): TechniqueGuide["fields"] {
  const tested = new Set(
    changed.flatMap((rule) => [...rule.indicators, ...rule.exclusions].map(({ field }) => field?.toLowerCase())),
  );
  return fields.flatMap(({ field, rules }) =>
    field === undefined || rules < leastRules || tested.has(field.toLowerCase()) ? [] : [{ field, rules }],
  );
}

function unwatchedEvents(
  { events }: TechniqueProfile,
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
