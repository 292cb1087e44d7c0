import type { LogSource } from "../model/rule.ts";
import type { KnownEvents } from "./known-events.ts";
import type { LogSourceEntry, LogSourceMap } from "./log-source-map.ts";
import { type LogSourceMatch, matchesLogSource, textOfStar } from "./log-source-match.ts";
import { Look } from "./look.ts";

/** Finds the entries that hold for a log source, and makes each ready once. */
export class Looks {
  readonly #map: LogSourceMap;
  readonly #known: KnownEvents;
  readonly #entries = new Map<string, Entries>();
  readonly #ready = new Map<LogSourceEntry, Look>();
  readonly #found = new Map<string, readonly Look[]>();

  constructor(map: LogSourceMap, known: KnownEvents) {
    this.#map = map;
    this.#known = known;
  }

  /** The first entry that holds: one for a log source without tables, else one for each table. */
  of(logSource: LogSource): readonly Look[] {
    const { tables } = logSource;
    if (tables.length === 0) return this.#lookOf(logSource, undefined);
    const { tableSeparators } = this.#map;
    const names = tables.flatMap((table) => tableSeparators.reduce(splitEach, [table]).map((name) => name.trim()));
    return [...new Set(names.flatMap((table) => this.#ofTable(logSource, table)))];
  }

  /** Rules that read a table mostly read others besides, not the same ones: it is remembered by itself. */
  #ofTable(logSource: LogSource, table: string): readonly Look[] {
    const { vocabulary, product, category, service } = logSource;
    const words = this.#entriesOf(vocabulary).isByTable ? [] : [product, category, service];
    const key = [vocabulary, table, ...words].join("\u0000");
    const looks = this.#found.get(key) ?? this.#lookOf({ ...logSource, tables: [table] }, table);
    this.#found.set(key, looks);
    return looks;
  }

  #lookOf(source: LogSource, table: string | undefined, depth = 0): readonly Look[] {
    const { entries } = this.#entriesOf(source.vocabulary);
    const entry = entries.find(({ when }) => when.some((match) => matchesLogSource(match, source)));
    if (entry === undefined) return [];
    if (entry.tables !== undefined) {
      if (depth >= maximalDepth) return [];
      return entry.tables.flatMap((other) => this.#lookOf({ ...source, tables: [other] }, other, depth + 1));
    }
    if (table !== undefined && entry.events?.some(({ id }) => id === "*")) {
      return [new Look(filledIn(entry, table), this.#map, this.#known)];
    }
    const look = this.#ready.get(entry) ?? new Look(entry, this.#map, this.#known);
    this.#ready.set(entry, look);
    return [look];
  }

  #entriesOf(vocabulary: string): Entries {
    const known = this.#entries.get(vocabulary);
    if (known !== undefined) return known;
    const source = { vocabulary, product: undefined, category: undefined, service: undefined, tables: [] };
    const isPossible = (match: LogSourceMatch) => matchesLogSource({ vocabulary: match.vocabulary }, source);
    const entries = this.#map.entries.filter(({ when }) => when.some(isPossible));
    const made = { entries, isByTable: entries.every(({ when }) => when.every(isOnlyTable)) };
    this.#entries.set(vocabulary, made);
    return made;
  }
}

/** The entries that may hold for a vocabulary. */
interface Entries {
  readonly entries: readonly LogSourceEntry[];
  /** Whether the table alone decides which of them does. */
  readonly isByTable: boolean;
}

function isOnlyTable({ product, category, service }: LogSourceMatch): boolean {
  return (product ?? category ?? service) === undefined;
}

function splitEach(texts: readonly string[], separator: string): string[] {
  return texts.flatMap((text) => text.split(separator));
}

/** A table stands for others, those perhaps for others again. */
const maximalDepth = 3;

/** The entry with what the `*` of its table's name stands for in place of the id `*`. */
function filledIn(entry: LogSourceEntry, table: string): LogSourceEntry {
  const texts = entry.when.flatMap(({ table: pattern }) =>
    pattern === undefined ? [] : (textOfStar(pattern, table) ?? []),
  );
  const [text] = texts;
  if (text === undefined) return entry;
  return { ...entry, events: entry.events?.map((event) => (event.id === "*" ? { ...event, id: text } : event)) };
}
