import type { Condition, Predicate } from "../model/condition.ts";
import type { Event } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { type EventTraits, fitOf, readyTest } from "./fit.ts";
import { foldedId, type KnownEvents } from "./known-events.ts";
import type { FixedValues, LogSourceEntry, MappedEvent } from "./log-source-map.ts";

/** An event that a rule on a log source may look at. */
export interface Candidate {
  readonly event: Event;
  /** Whether a rule has to name it. */
  readonly isNamed: boolean;
  readonly traits: EventTraits;
  /** Fields that it does not have, lower case. */
  readonly lacks: readonly string[];
}

/** The events that an entry maps, of which a condition fits some. */
export interface MappedEvents {
  readonly candidates: readonly Candidate[];
  /** Those that a condition fits, whatever fields it needs besides. */
  fitting(condition: Condition): readonly Candidate[];
}

/** Makes the events that an entry maps ready to be asked. */
export function readyMappedEvents(entry: LogSourceEntry, known: KnownEvents): MappedEvents {
  const candidates = (entry.events ?? []).map((mapped) => candidateOf(mapped, entry, known));
  const unnamed = candidates.filter(({ isNamed }) => !isNamed);
  const named = indexOf(candidates.filter(({ isNamed }) => isNamed));
  return {
    candidates,
    fitting: (condition) => {
      if (condition.kind === "opaque") return unnamed;
      return [
        ...unnamed.filter(({ traits }) => fitOf(condition, traits) !== "no"),
        ...[...namedBy(condition, named)].filter(({ traits }) => fitOf(condition, traits) === "named"),
      ];
    },
  };
}

/** What is known of an event that has these values, and tells it from others by the fields `naming`. */
export function traitsOf(fixed: FixedValues, naming: readonly string[] = []): EventTraits {
  const values = Object.entries(fixed).map(
    ([field, texts]) => [field.toLowerCase(), texts.map((text) => text.toLowerCase())] as const,
  );
  return {
    fixed: new Map(values),
    absent: new Set(),
    naming: new Set(naming.map((field) => field.toLowerCase())),
  };
}

/**
 * Whether a condition cannot hold of an event because of a field that the event lacks (DESIGN 4.6); `tested` are the
 * fields of the condition.
 */
export function needsWhatIsLacking(
  { traits, lacks }: Candidate,
  condition: Condition,
  tested: ReadonlySet<string>,
): boolean {
  const isNeeded = (field: string) => fitOf(condition, { ...traits, absent: new Set([field]) }) === "no";
  return lacks.some((field) => tested.has(field) && isNeeded(field));
}

function candidateOf(mapped: MappedEvent, entry: LogSourceEntry, known: KnownEvents): Candidate {
  const { provider, id, lacks = [], has = [], fixed } = mapped;
  const { idFields = ["EventID"], lacks: lacksOfAll = [] } = entry;
  const by = mapped.by ?? entry.by;
  const values = { ...Object.fromEntries(idFields.map((field) => [field, [foldedId(id)]])), ...entry.fixed, ...fixed };
  const naming = by?.filter((field) => values[field] !== undefined) ?? [];
  return {
    event: known.of(provider, id),
    isNamed: by !== undefined,
    traits: traitsOf(values, [...naming, ...has]),
    lacks: [...lacks, ...lacksOfAll].filter((field) => !has.includes(field)).map((field) => field.toLowerCase()),
  };
}

/** Candidates by naming field, then by the value that they have of it; by `*` those that may have any. */
type Index = ReadonlyMap<string, ReadonlyMap<string, readonly Candidate[]>>;

function indexOf(candidates: readonly Candidate[]): Index {
  const index = new Map<string, Map<string, Candidate[]>>();
  const pairs = candidates.flatMap((candidate) => [...candidate.traits.naming].map((field) => ({ candidate, field })));
  for (const { candidate, field } of pairs) {
    const byValue = index.get(field) ?? new Map<string, Candidate[]>();
    index.set(field, byValue);
    for (const value of candidate.traits.fixed.get(field) ?? ["*"]) {
      byValue.set(value, [...(byValue.get(value) ?? []), candidate]);
    }
  }
  return index;
}

/** The candidates that a condition may name. */
function namedBy(condition: Condition, index: Index): ReadonlySet<Candidate> {
  const found = new Set<Candidate>();
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" || polarity === "negative") return;
    for (const candidate of namedByTest(leaf, index)) found.add(candidate);
  });
  return found;
}

function namedByTest(test: Predicate, index: Index): readonly Candidate[] {
  const { names, values } = readyTest(test);
  return names.flatMap((name) => {
    const byValue = index.get(name);
    if (byValue === undefined) return [];
    const keys = test.operator === "equals" ? [...values, "*"] : [...byValue.keys()];
    return keys.flatMap((key) => byValue.get(key) ?? []);
  });
}
