import type { Condition } from "../model/condition.ts";
import type { Event } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { type EventTraits, type Fit, fitOf, namesOf, tellingPart } from "./fit.ts";
import { foldedId, type KnownEvents } from "./known-events.ts";
import type { FixedValues, LogSourceEntry, MappedEvent } from "./log-source-map.ts";

/** Makes a function that finds, of the events that an entry maps, those that a condition looks at. */
export function findMappedEvents(
  entry: LogSourceEntry,
  known: KnownEvents,
): (condition: Condition) => readonly Event[] {
  const { events = [] } = entry;
  const candidates = events.map((mapped) => candidateOf(mapped, entry, known));
  const fields = new Set(
    candidates.flatMap(({ traits, lacks }) => [...traits.fixed.keys(), ...traits.naming, ...lacks]),
  );
  const untold = candidates.filter(({ isNamed }) => !isNamed).map(({ event }) => event);
  return (condition) => {
    const telling = tellingPart(condition, fields);
    if (telling.kind === "opaque") return untold;
    const tested = testedFields(telling);
    const isLookedAt = (candidate: Candidate) => {
      const fit = fitOfCandidate(candidate, telling, tested);
      return fit === "named" || (fit === "possible" && !candidate.isNamed);
    };
    return candidates.filter(isLookedAt).map(({ event }) => event);
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

interface Candidate {
  readonly event: Event;
  /** Whether a rule has to name it. */
  readonly isNamed: boolean;
  readonly traits: EventTraits;
  readonly lacks: readonly string[];
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

/** A rule that cannot match without one of the fields that an event lacks does not look at it (DESIGN 4.6). */
function fitOfCandidate({ traits, lacks }: Candidate, condition: Condition, tested: ReadonlySet<string>): Fit {
  const fit = fitOf(condition, traits);
  if (fit === "no") return "no";
  const isMissing = lacks.some(
    (field) => tested.has(field) && fitOf(condition, { ...traits, absent: new Set([field]) }) === "no",
  );
  return isMissing ? "no" : fit;
}

function testedFields(condition: Condition): ReadonlySet<string> {
  const fields = new Set<string>();
  visitLeaves(condition, (leaf) => {
    if (leaf.kind === "predicate") for (const name of namesOf(leaf)) fields.add(name);
  });
  return fields;
}
