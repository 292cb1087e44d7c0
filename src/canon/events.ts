import type { Condition } from "../model/condition.ts";
import { compareEvents } from "../model/order.ts";
import type { LogSource, Rule } from "../model/rule.ts";
import type { Event } from "../model/snapshot.ts";
import { partFor } from "./fit.ts";
import { type EventTitles, KnownEvents } from "./known-events.ts";
import type { LogSourceEntry, LogSourceMap, NamedEvents } from "./log-source-map.ts";
import { matchesLogSource, textOfStar } from "./log-source-match.ts";
import { findMappedEvents, traitsOf } from "./mapped-events.ts";
import { findNamedEvents } from "./named-events.ts";

export interface EventMap {
  /** What a canonical rule looks at (DESIGN 4.6), sorted by provider and id; none where its log source is not known. */
  eventsOf(rule: Rule): readonly Event[];
}

/** The first entry that holds applies, so a team's own stand first. */
export function createEventMap(map: LogSourceMap, titles: EventTitles): EventMap {
  const known = new KnownEvents(titles);
  for (const { provider, id } of map.entries.flatMap(({ events = [] }) => events))
    if (id !== "*") known.of(provider, id);
  const looks = new Looks(map, known);
  const chosen = new Map<string, readonly Look[]>();
  return {
    eventsOf({ logSource, condition }) {
      const { vocabulary, product, category, service, tables } = logSource;
      const key = `${vocabulary}\u0000${product}\u0000${category}\u0000${service}\u0000${tables.join("\u0000")}`;
      const here = chosen.get(key) ?? looks.of(logSource);
      chosen.set(key, here);
      return eventsIn(here, condition);
    },
  };
}

/** The events of the looks that stand in front, unless they give none. */
function eventsIn(looks: readonly Look[], condition: Condition): readonly Event[] {
  const places = [...new Set(looks.map(({ behind }) => behind))].sort((a, b) => a - b);
  for (const place of places) {
    const events = looks.filter(({ behind }) => behind === place).flatMap((look) => look.eventsOf(condition));
    if (events.length > 0) return [...new Set(events)].sort(compareEvents);
  }
  return [];
}

/** One entry of the map, made ready. */
interface Look {
  readonly behind: number;
  /** In no order and perhaps twice. */
  eventsOf(condition: Condition): readonly Event[];
}

class Looks {
  readonly #map: LogSourceMap;
  readonly #known: KnownEvents;
  readonly #ready = new Map<LogSourceEntry, Look>();

  constructor(map: LogSourceMap, known: KnownEvents) {
    this.#map = map;
    this.#known = known;
  }

  /** One entry for a log source without tables, else one for each table. */
  of(logSource: LogSource): readonly Look[] {
    const { tables } = logSource;
    if (tables.length === 0) return this.#lookOf(logSource, undefined);
    const { tableSeparators } = this.#map;
    const names = tables.flatMap((table) => tableSeparators.reduce(splitEach, [table]).map((name) => name.trim()));
    return [...new Set(names.flatMap((table) => this.#lookOf({ ...logSource, tables: [table] }, table)))];
  }

  #lookOf(source: LogSource, table: string | undefined, depth = 0): readonly Look[] {
    const entry = this.#map.entries.find(({ when }) => when.some((match) => matchesLogSource(match, source)));
    if (entry === undefined) return [];
    if (entry.tables !== undefined) {
      if (depth >= maximalDepth) return [];
      return entry.tables.flatMap((other) => this.#lookOf({ ...source, tables: [other] }, other, depth + 1));
    }
    if (table !== undefined && entry.events?.some(({ id }) => id === "*")) return [this.#make(filledIn(entry, table))];
    const look = this.#ready.get(entry) ?? this.#make(entry);
    this.#ready.set(entry, look);
    return [look];
  }

  #make(entry: LogSourceEntry): Look {
    const { behind = 0, fixed = {}, named } = entry;
    const mapped = findMappedEvents(entry, this.#known);
    if (named === undefined) return { behind, eventsOf: mapped };
    const naming = findNamedEvents(named, this.#map, this.#known);
    const patterns = findMappedEvents(operationsOf(named, this.#map), this.#known);
    const traits = traitsOf(fixed);
    const isWide = traits.fixed.size === 0;
    return {
      behind,
      eventsOf: (condition) => {
        const part = isWide ? condition : partFor(condition, traits);
        return part === undefined ? [] : [...mapped(condition), ...naming(part), ...patterns(part)];
      },
    };
  }
}

function splitEach(texts: readonly string[], separator: string): string[] {
  return texts.flatMap((text) => text.split(separator));
}

/** A table stands for others, those perhaps for others again. */
const maximalDepth = 3;

/** The known operations of a provider as events that a rule looks at if it names them, by a pattern perhaps. */
function operationsOf({ fields, provider = "" }: NamedEvents, { operations }: LogSourceMap): LogSourceEntry {
  const events = (operations[provider] ?? []).map((id) => ({ provider, id }));
  return { when: [], by: fields, idFields: fields, events };
}

/** The entry with what the `*` of its table's name stands for in place of the id `*`. */
function filledIn(entry: LogSourceEntry, table: string): LogSourceEntry {
  const texts = entry.when.flatMap(({ table: pattern }) =>
    pattern === undefined ? [] : (textOfStar(pattern, table) ?? []),
  );
  const [text] = texts;
  if (text === undefined) return entry;
  return { ...entry, events: entry.events?.map((event) => (event.id === "*" ? { ...event, id: text } : event)) };
}
