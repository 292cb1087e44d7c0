import type { Catalogue } from "../attack/catalogue.ts";
import type { TacticId, TechniqueId } from "../model/attack.ts";
import { coverBy, isCovered } from "../model/cover.ts";
import type { CoverageCount } from "../model/delta.ts";
import { compareEvents, sortTexts } from "../model/order.ts";
import type { RuleKey } from "../model/rule.ts";
import type { AnalysedRule, Event, TechniqueCoverage } from "../model/snapshot.ts";

/** Which counted rules cover which techniques of one catalogue. */
export interface Coverage {
  /** Every active technique, covered or not, sorted by id. */
  readonly techniques: readonly TechniqueCoverage[];
  readonly count: CoverageCount;
  /** In the order of the matrix. */
  readonly tactics: readonly TacticCoverage[];
}

export interface TacticCoverage {
  readonly id: TacticId;
  readonly covered: number;
  readonly total: number;
}

/** Roll-up is one way, and a rule counts once for a technique however many of its children it names (DESIGN 3.3). */
export function coverageOf(rules: readonly AnalysedRule[], catalogue: Catalogue): Coverage {
  const own = new RulesByName();
  const below = new RulesByName();
  const counted = countedByKey(rules);
  for (const rule of counted) {
    for (const id of rule.techniques) {
      own.add(id, rule.rule.key);
      const parent = catalogue.technique(id)?.parent;
      if (parent !== undefined && !rule.techniques.includes(parent)) below.add(parent, rule.rule.key);
    }
  }
  const byKey = new Map(counted.map((rule) => [rule.rule.key, rule]));
  const techniques = catalogue.activeTechniques.map(({ id }): TechniqueCoverage => {
    const [rulesFor, rulesBelow] = [own.of(id), below.of(id)];
    const cover = coverBy([...rulesFor, ...rulesBelow].flatMap((key) => byKey.get(key) ?? []));
    return { id, rules: rulesFor, rulesBelow, cover };
  });
  const covered = new Set(techniques.filter(({ cover }) => isCovered(cover)).map(({ id }) => id));
  return {
    techniques,
    count: { covered: covered.size, total: techniques.length },
    tactics: catalogue.tactics.map(({ id }) => tacticCoverage(id, covered, catalogue)),
  };
}

function tacticCoverage(id: TacticId, covered: ReadonlySet<TechniqueId>, catalogue: Catalogue): TacticCoverage {
  const techniques = catalogue.activeTechniques.filter(({ tactics }) => tactics.includes(id));
  return { id, covered: techniques.filter((technique) => covered.has(technique.id)).length, total: techniques.length };
}

export interface EventCoverage {
  readonly event: Event;
  /** Counted rules that look at it, sorted by key. */
  readonly rules: readonly RuleKey[];
}

/** Every event that a counted rule looks at, by provider and id. */
export function eventCoverageOf(rules: readonly AnalysedRule[]): readonly EventCoverage[] {
  const events = new Map<string, Event>();
  const byName = new RulesByName();
  for (const { events: seen, rule } of countedByKey(rules)) {
    for (const event of seen) {
      const name = nameOfEvent(event);
      events.set(name, event);
      byName.add(name, rule.key);
    }
  }
  return Array.from(events, ([name, event]) => ({ event, rules: byName.of(name) })).sort((a, b) =>
    compareEvents(a.event, b.event),
  );
}

/** The same for the same event, whatever its title. */
export function nameOfEvent({ provider, id }: Event): string {
  return `${provider}\u0000${id}`;
}

/** Sorted once, so that every list made from it is. */
function countedByKey(rules: readonly AnalysedRule[]): readonly AnalysedRule[] {
  const byKey = new Map(rules.filter(({ counted }) => counted).map((rule) => [rule.rule.key, rule]));
  return sortTexts([...byKey.keys()]).flatMap((key) => byKey.get(key) ?? []);
}

/** Lists of rule keys, each key once in a list; rules are added one after the other. */
class RulesByName {
  readonly #rules = new Map<string, RuleKey[]>();

  add(name: string, key: RuleKey): void {
    const keys = this.#rules.get(name);
    if (keys === undefined) this.#rules.set(name, [key]);
    else if (keys.at(-1) !== key) keys.push(key);
  }

  of(name: string): readonly RuleKey[] {
    return this.#rules.get(name) ?? [];
  }
}
