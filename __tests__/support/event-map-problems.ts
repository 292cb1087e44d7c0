import { foldedId } from "../../src/canon/known-events.ts";
import type { LogSourceEntry, LogSourceMap, MappedEvent } from "../../src/canon/log-source-map.ts";
import { type LogSourceMatch, matchesTable } from "../../src/canon/log-source-match.ts";

/** What in a map contradicts itself, or can never be of use, each as a sentence. */
export function mapProblems(map: LogSourceMap): readonly string[] {
  return [
    ...hiddenConditions(map),
    ...map.entries.flatMap((entry) => [
      ...emptyParts(entry),
      ...contradictions(entry),
      ...uselessFields(entry),
      ...sharedIds(entry),
      ...ownerlessIds(entry),
      ...leadsNowhere(entry, map),
    ]),
    ...secondSpellings(map),
    ...prefixedProviders(map),
    ...unusedOperations(map),
  ];
}

/** A condition behind one that holds whenever it does is never looked at. */
function hiddenConditions({ entries }: LogSourceMap): readonly string[] {
  const conditions = entries.flatMap(({ when }) => when);
  return conditions
    .filter((condition, index) => conditions.slice(0, index).some((earlier) => isWider(earlier, condition)))
    .map((condition) => `${JSON.stringify(condition)} stands behind a condition that holds whenever it does`);
}

function isWider(earlier: LogSourceMatch, later: LogSourceMatch): boolean {
  const { table, ...words } = earlier;
  const others = new Map(Object.entries(later));
  const holdsTable = table === undefined || (later.table !== undefined && matchesTable(table, later.table));
  return holdsTable && Object.entries(words).every(([key, word]) => others.get(key) === word);
}

function emptyParts(entry: LogSourceEntry): readonly string[] {
  const { when, events, named, tables } = entry;
  const problems = when.filter((match) => Object.keys(match).length === 0).map(() => "an entry holds always");
  if (when.length === 0) problems.push("an entry never holds");
  if (events === undefined && named === undefined && tables === undefined) problems.push(`${nameOf(entry)}: no events`);
  if (tables !== undefined && (events ?? named) !== undefined) problems.push(`${nameOf(entry)}: tables and events`);
  return problems;
}

/** An event that lacks a field cannot have it, nor a value of it. */
function contradictions(entry: LogSourceEntry): readonly string[] {
  return (entry.events ?? []).flatMap((event) => {
    const { lacks = [], has = [], fixed = {} } = event;
    const own = [...has, ...Object.keys(fixed), ...(entry.idFields ?? [])];
    const both = lacks.filter((field) => own.includes(field));
    const empty = Object.keys(fixed).filter((field) => fixed[field]?.length === 0);
    return [
      ...both.map((field) => `${eventName(event)} has and lacks ${field}`),
      ...empty.map((field) => `${eventName(event)} has no value of ${field}`),
    ];
  });
}

/** A field that is to tell events apart has to have a value in one of them. */
function uselessFields(entry: LogSourceEntry): readonly string[] {
  const { by = [], events = [], fixed = {}, idFields = [] } = entry;
  const told = new Set([
    ...Object.keys(fixed),
    ...idFields,
    ...events.flatMap((event) => [...Object.keys(event.fixed ?? {}), ...(event.has ?? [])]),
  ]);
  const ofEvents = events.flatMap((event) => event.by ?? []);
  return [...by, ...ofEvents]
    .filter((field) => !told.has(field))
    .map((field) => `${nameOf(entry)}: no event tells ${field}`);
}

/** An id has one provider. */
function sharedIds({ named, ...entry }: LogSourceEntry): readonly string[] {
  const ranges = Object.entries(named?.providers ?? {}).flatMap(([provider, ids]) =>
    ids.map((id) => ({ provider, id, from: bound(id, 0), to: bound(id, 1) })),
  );
  return ranges.flatMap((range, index) =>
    ranges
      .slice(index + 1)
      .filter(({ id, from, to }) => id === range.id || (from <= range.to && range.from <= to))
      .map((other) => `${nameOf(entry)}: ${range.provider} ${range.id} and ${other.provider} ${other.id}`),
  );
}

function bound(id: string, side: 0 | 1): number {
  const ends = /^\d+(-\d+)?$/.test(id) ? id.split("-").map(Number) : [];
  return ends[side] ?? ends[0] ?? Number.NaN;
}

/** What a value stands for has to be an id of some provider. */
function ownerlessIds({ named, ...entry }: LogSourceEntry): readonly string[] {
  if (named === undefined || named.provider !== undefined) return [];
  const owned = new Set(Object.values(named.providers ?? {}).flatMap((ids) => ids.map(foldedId)));
  return Object.values(named.ids ?? {})
    .filter((id) => !owned.has(foldedId(id)))
    .map((id) => `${nameOf(entry)}: nobody's id ${id}`);
}

/** A table that another stands for has to have an entry with events. */
function leadsNowhere({ tables = [], ...entry }: LogSourceEntry, { entries }: LogSourceMap): readonly string[] {
  const vocabulary = entry.when[0]?.vocabulary;
  const holds = (table: string) => (match: LogSourceMatch) =>
    match.vocabulary === vocabulary && match.table !== undefined && matchesTable(match.table, table);
  return tables
    .filter(
      (table) =>
        entries.find(({ when }) => when.some(holds(table)))?.tables !== undefined ||
        !entries.some(({ when }) => when.some(holds(table))),
    )
    .map((table) => `${nameOf(entry)}: ${table} leads nowhere`);
}

/** One provider, and one id of it, is spelled in one way. */
function secondSpellings({ entries, operations }: LogSourceMap): readonly string[] {
  const events = [
    ...entries.flatMap(({ events: mapped = [] }) => mapped.map(({ provider, id }) => ({ provider, id }))),
    ...entries.flatMap(({ named }) =>
      [named?.provider ?? [], Object.keys(named?.providers ?? {})].flat().map((provider) => ({ provider, id: "" })),
    ),
    ...Object.entries(operations).flatMap(([provider, ids]) => ids.map((id) => ({ provider, id }))),
  ];
  const spellings = new Map<string, string>();
  const problems = new Set<string>();
  for (const { provider, id } of events) {
    for (const text of [provider, `${provider} ${id}`]) {
      const known = spellings.get(text.toLowerCase()) ?? text;
      spellings.set(text.toLowerCase(), known);
      if (known !== text) problems.add(`${known} is also spelled ${text}`);
    }
  }
  return [...problems];
}

function prefixedProviders({ entries, providerPrefixes }: LogSourceMap): readonly string[] {
  const providers = entries.flatMap(({ events = [], named }) => [
    ...events.map(({ provider }) => provider),
    named?.provider ?? "",
    ...Object.keys(named?.providers ?? {}),
  ]);
  return providers.filter((name) => providerPrefixes.some((prefix) => name.startsWith(prefix)));
}

function unusedOperations({ entries, operations }: LogSourceMap): readonly string[] {
  const providers = new Set(entries.map(({ named }) => named?.provider));
  return Object.keys(operations).filter((provider) => !providers.has(provider));
}

function eventName({ provider, id }: MappedEvent): string {
  return `${provider} ${id}`;
}

function nameOf({ when }: LogSourceEntry): string {
  return JSON.stringify(when[0]);
}
