import type { Catalogue } from "../attack/catalogue.ts";
import type { TacticId, TechniqueId } from "../model/attack.ts";
import { type Cover, coverBy, isCovered } from "../model/cover.ts";
import type { CoverageCount } from "../model/delta.ts";
import { compareEvents, sortTexts } from "../model/order.ts";
import type { RuleKey } from "../model/rule.ts";
import type { AnalysedRule, Event, TechniqueCoverage } from "../model/snapshot.ts";
import type { Difference } from "./difference.ts";

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
  const coverageBy = coverageFinder(rules, catalogue);
  return summed(
    catalogue.activeTechniques.map(({ id }) => coverageBy(id)),
    catalogue,
  );
}

/** As {@link coverageOf}, where another revision is known: what no rule touches that differs is as it is there. */
export function coverageBeside(
  other: Coverage,
  rules: readonly AnalysedRule[],
  { difference: { gone, come }, catalogue }: { readonly difference: Difference; readonly catalogue: Catalogue },
): Coverage {
  const parentOf = (id: TechniqueId) => catalogue.technique(id)?.parent ?? id;
  const touched = new Set(
    [...gone, ...come].flatMap(({ techniques }) => techniques.flatMap((id) => [id, parentOf(id)])),
  );
  if (touched.size === 0) return other;
  const isTouching = ({ techniques }: AnalysedRule) =>
    techniques.some((id) => touched.has(id) || touched.has(parentOf(id)));
  const coverageBy = coverageFinder(rules.filter(isTouching), catalogue);
  return summed(
    other.techniques.map((coverage) => (touched.has(coverage.id) ? coverageBy(coverage.id) : coverage)),
    catalogue,
  );
}

function coverageFinder(rules: readonly AnalysedRule[], catalogue: Catalogue): (id: TechniqueId) => TechniqueCoverage {
  const own = new RulesByName();
  const below = new RulesByName();
  for (const rule of rules) {
    if (!rule.counted) continue;
    for (const id of rule.techniques) {
      own.add(id, rule);
      const parent = catalogue.technique(id)?.parent;
      if (parent !== undefined && !rule.techniques.includes(parent)) below.add(parent, rule);
    }
  }
  return (id) => new CountedTechnique(id, own.of(id), below.of(id));
}

/** Of a class, for there are hundreds of it, and a change asks few of them which rules they have. */
class CountedTechnique implements TechniqueCoverage {
  readonly id: TechniqueId;
  readonly cover: Cover;
  readonly #own: readonly AnalysedRule[];
  readonly #below: readonly AnalysedRule[];

  constructor(id: TechniqueId, own: readonly AnalysedRule[], below: readonly AnalysedRule[]) {
    this.id = id;
    this.cover = coverBy([...own, ...below]);
    this.#own = own;
    this.#below = below;
  }

  get rules() {
    return keysOf(this.#own);
  }

  get rulesBelow() {
    return keysOf(this.#below);
  }
}

function summed(techniques: readonly TechniqueCoverage[], catalogue: Catalogue): Coverage {
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
  for (const rule of rules) {
    if (!rule.counted) continue;
    for (const event of rule.events) {
      const name = nameOfEvent(event);
      events.set(name, event);
      byName.add(name, rule);
    }
  }
  return Array.from(events, ([name, event]) => ({ event, rules: keysOf(byName.of(name)) })).sort((a, b) =>
    compareEvents(a.event, b.event),
  );
}

/** The same for the same event, whatever its title. */
export function nameOfEvent({ provider, id }: Event): string {
  return `${provider}\u0000${id}`;
}

/** Lists of rules, each once in a list; rules are added one after the other. */
class RulesByName {
  readonly #rules = new Map<string, AnalysedRule[]>();

  add(name: string, rule: AnalysedRule): void {
    const rules = this.#rules.get(name);
    if (rules === undefined) this.#rules.set(name, [rule]);
    else if (rules.at(-1) !== rule) rules.push(rule);
  }

  of(name: string): readonly AnalysedRule[] {
    return this.#rules.get(name) ?? [];
  }
}

function keysOf(rules: readonly AnalysedRule[]): readonly RuleKey[] {
  return sortTexts(rules.map(({ rule }) => rule.key));
}
