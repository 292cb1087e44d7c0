import { addTo } from "../model/add-to.ts";
import type { TechniqueId } from "../model/attack.ts";
import { compareText } from "../model/order.ts";
import type { Event } from "../model/snapshot.ts";
import type { AnalyticLogSource, AtomicTest, Countermeasure, ValidationFacts } from "../model/validation.ts";
import type { Catalogue } from "./catalogue.ts";

/** The files of `data/validation/`, as far as they are read. */
export interface ValidationData {
  readonly countermeasures: readonly {
    readonly id: string;
    readonly name: string;
    readonly tactic: string;
    readonly slug: string;
    /** Techniques by what is done to them. */
    readonly relations: Readonly<Record<string, readonly TechniqueId[]>>;
  }[];
  readonly tests: readonly Omit<AtomicTest, "url">[];
  readonly analytics: readonly {
    readonly technique: TechniqueId;
    readonly strategy: string;
    readonly logSources: readonly {
      readonly name: string;
      readonly component: string;
      /** Provider and id. */
      readonly events: readonly (readonly [string, string])[];
    }[];
  }[];
}

/**
 * Facts by the techniques of one catalogue: what is listed under a revoked id belongs to what replaced it, what is
 * listed under an id that the catalogue does not know to none.
 *
 * `titleOf` names the events.
 */
export function createValidationFacts(
  data: ValidationData,
  catalogue: Catalogue,
  titleOf: (provider: string, id: string) => string,
): ValidationFacts {
  const current = (id: TechniqueId) => {
    const resolution = catalogue.resolve(id);
    return resolution.kind === "revoked" ? resolution.replacement?.id : resolution.kind === "active" ? id : undefined;
  };
  const tests = groupBy(data.tests, ({ technique }) => current(technique));
  const analytics = groupBy(data.analytics, ({ technique }) => current(technique));
  const countermeasures = groupBy(data.countermeasures.flatMap(mappings), ({ technique }) => current(technique));
  const linked = new Map<TechniqueId, readonly AtomicTest[]>();
  return {
    tests(id) {
      const found = linked.get(id) ?? (tests.get(id) ?? []).map(testOf);
      linked.set(id, found);
      return found;
    },
    analytics: (id) => (analytics.get(id) ?? []).flatMap((entry) => logSourcesOf(entry, titleOf)),
    countermeasures: (id) => uniqueCountermeasures(countermeasures.get(id) ?? []),
    totals: { countermeasures: data.countermeasures.length, tests: data.tests.length },
  };
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    addTo(groups, key, item);
  }
  return groups;
}

interface Mapping {
  readonly technique: TechniqueId;
  readonly countermeasure: Countermeasure;
}

function mappings({
  id,
  name,
  tactic,
  slug,
  relations,
}: ValidationData["countermeasures"][number]): readonly Mapping[] {
  const url = `https://d3fend.mitre.org/technique/d3f:${encodeURIComponent(slug)}/`;
  return Object.entries(relations).flatMap(([relation, techniques]) =>
    techniques.map((technique) => ({ technique, countermeasure: { id, name, tactic, relation, url } })),
  );
}

/** Several revoked ids may bring the same one. */
function uniqueCountermeasures(found: readonly Mapping[]): readonly Countermeasure[] {
  const byName = new Map(
    found.map(({ countermeasure }) => [`${countermeasure.id} ${countermeasure.relation}`, countermeasure]),
  );
  return [...byName].sort(([a], [b]) => compareText(a, b)).map(([, countermeasure]) => countermeasure);
}

function testOf(test: Omit<AtomicTest, "url">): AtomicTest {
  const page = `https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/${test.technique}/${test.technique}.md`;
  return { ...test, url: `${page}#${headingAnchor(`Atomic Test #${test.number} - ${test.name}`)}` };
}

/** As GitHub makes one of a heading. */
function headingAnchor(heading: string): string {
  return encodeURIComponent(
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function logSourcesOf(
  { strategy, logSources }: ValidationData["analytics"][number],
  titleOf: (provider: string, id: string) => string,
): readonly AnalyticLogSource[] {
  return logSources.map(({ name, component, events }) => ({
    name,
    component,
    strategy,
    events: events.map(([provider, id]): Event => ({ provider, id, title: titleOf(provider, id) })),
  }));
}
