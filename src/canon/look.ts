import type { Condition } from "../model/condition.ts";
import { sortedOnce } from "../model/order.ts";
import type { Event } from "../model/snapshot.ts";
import { type EventTraits, type FieldTest, fieldTest, fitOf, partFor, signatureOf, tellingPart } from "./fit.ts";
import type { KnownEvents } from "./known-events.ts";
import type { LogSourceEntry, LogSourceMap, NamedEvents } from "./log-source-map.ts";
import { type Candidate, type MappedEvents, readyMappedEvents, traitsOf } from "./mapped-events.ts";
import { findNamedEvents } from "./named-events.ts";

/** One entry of the map, made ready. */
export class Look {
  /** Looks with a greater number count only where those with a smaller one give nothing. */
  readonly behind: number;
  /** Every field that an answer depends on, lower case; but for those that an event lacks. */
  readonly fields: ReadonlySet<string>;
  /** Fields that some event lacks, lower case. */
  readonly lacks: ReadonlySet<string>;
  readonly #traits: EventTraits;
  readonly #mapped: MappedEvents;
  readonly #operations: MappedEvents;
  readonly #findNamed: ((condition: Condition) => readonly Event[]) | undefined;
  readonly #isTelling: FieldTest;
  readonly #known = new Map<string, Found>();

  constructor(entry: LogSourceEntry, map: LogSourceMap, known: KnownEvents) {
    const { behind = 0, fixed = {}, named } = entry;
    this.behind = behind;
    this.#traits = traitsOf(fixed);
    this.#mapped = readyMappedEvents(entry, known);
    this.#operations = readyMappedEvents(operationsOf(named, map), known);
    this.#findNamed = named === undefined ? undefined : findNamedEvents(named, map, known);
    const candidates = [...this.#mapped.candidates, ...this.#operations.candidates];
    this.fields = new Set([
      ...candidates.flatMap(({ traits }) => [...traits.fixed.keys(), ...traits.naming]),
      ...[...Object.keys(fixed), ...fieldsOf(named)].map((field) => field.toLowerCase()),
    ]);
    this.lacks = new Set(candidates.flatMap(({ lacks }) => lacks));
    this.#isTelling = fieldTest(this.fields);
  }

  /**
   * What a condition looks at here. Of the condition the part that tests `fields` is enough. Found once for all rules
   * that ask the same: most ask for the start of a process and no more.
   */
  find(condition: Condition): Found {
    const telling = tellingPart(condition, this.#isTelling);
    const signature = signatureOf(telling);
    const known = this.#known.get(signature) ?? this.#findNew(telling);
    this.#known.set(signature, known);
    return known;
  }

  #findNew(condition: Condition): Found {
    if (fitOf(condition, this.#traits) === "no") return { events: [], lacking: [] };
    const mapped = this.#mapped.fitting(condition);
    if (this.#findNamed === undefined) return foundIn(mapped, new Set());
    const part = partFor(condition, this.#traits) ?? condition;
    const operations = this.#operations.fitting(part).map(({ event }) => event);
    return foundIn(mapped, new Set([...this.#findNamed(part), ...operations]));
  }
}

/** The answer for all conditions that are the same but for fields that events lack. */
export interface Found {
  /** Sorted, each once. */
  readonly events: readonly Event[];
  /** Those of the events that a condition does not look at if it needs a field that they lack. */
  readonly lacking: readonly Candidate[];
}

/** What a rule names counts, whatever fields it needs besides. */
function foundIn(mapped: readonly Candidate[], named: ReadonlySet<Event>): Found {
  return {
    events: sortedOnce([...mapped.map(({ event }) => event), ...named]),
    lacking: mapped.filter(({ event, lacks }) => lacks.length > 0 && !named.has(event)),
  };
}

function fieldsOf(named: NamedEvents | undefined): readonly string[] {
  const { fields = [], objectFields = [], providerFields = [] } = named ?? {};
  return [...fields, ...objectFields, ...providerFields];
}

/** The known operations of a provider as events that a rule looks at if it names them, by a pattern perhaps. */
function operationsOf(named: NamedEvents | undefined, { operations }: LogSourceMap): LogSourceEntry {
  const { fields = [], provider = "" } = named ?? {};
  const events = (operations[provider] ?? []).map((id) => ({ provider, id }));
  return { when: [], by: fields, idFields: fields, events };
}
