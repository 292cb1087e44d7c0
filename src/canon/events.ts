import type { Condition } from "../model/condition.ts";
import { compareEvents } from "../model/order.ts";
import type { LogSource, Rule } from "../model/rule.ts";
import type { Event } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { type LogSourceMatch, matchesLogSource } from "./log-source-match.ts";
import { type Requirements, requirementsOf } from "./requirements.ts";

/** The map from log sources to events; `data/events/README.md` says what each key means. */
export interface LogSourceMap {
  readonly providerPrefixes: readonly string[];
  readonly providerAliases: Readonly<Record<string, string>>;
  readonly entries: readonly LogSourceEntry[];
}

export interface LogSourceEntry {
  readonly when: readonly LogSourceMatch[];
  readonly events?: readonly MappedEvent[] | undefined;
  readonly named?: NamedEvents | undefined;
}

export interface MappedEvent {
  readonly provider: string;
  readonly id: string;
  readonly lacks?: readonly string[] | undefined;
  readonly fixed?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface NamedEvents {
  readonly fields: readonly string[];
  readonly provider: string;
  readonly providerField?: string | undefined;
  readonly providers?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly ids?: Readonly<Record<string, string>> | undefined;
}

/** Titles of events by provider and id. */
export type EventTitles = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface EventMap {
  /** What a canonical rule looks at (DESIGN 4.6), sorted by provider and id; none where its log source is not known. */
  eventsOf(rule: Rule): readonly Event[];
}

/** The first entry that holds applies, so a team's own stand first. */
export function createEventMap(map: LogSourceMap, titles: EventTitles): EventMap {
  const known = new KnownEvents(titles);
  const looks = map.entries.map((entry) => lookOf(entry, map, known));
  const chosen = new Map<string, readonly Look[]>();
  return {
    eventsOf({ logSource, condition }) {
      const { vocabulary, product, category, service, tables } = logSource;
      const key = `${vocabulary}\u0000${product}\u0000${category}\u0000${service}\u0000${tables.join("\u0000")}`;
      const here = chosen.get(key) ?? looksFor(looks, logSource);
      chosen.set(key, here);
      const [only] = here;
      if (only !== undefined && here.length === 1) return only.eventsOf(condition);
      return sortedOnce(here.flatMap((look) => look.eventsOf(condition)));
    },
  };
}

/** One object for each event, so that an event is itself wherever it is looked at. */
class KnownEvents {
  readonly #titles: EventTitles;
  readonly #byProvider = new Map<string, Map<string, Event>>();

  constructor(titles: EventTitles) {
    this.#titles = titles;
  }

  of(provider: string, id: string): Event {
    const events = this.#byProvider.get(provider) ?? new Map<string, Event>();
    this.#byProvider.set(provider, events);
    const event = events.get(id) ?? { provider, id, title: this.#titles[provider]?.[id] ?? "" };
    events.set(id, event);
    return event;
  }
}

/** One entry of the map, made ready. */
interface Look {
  readonly when: readonly LogSourceMatch[];
  /** Sorted, each once. */
  eventsOf(condition: Condition): readonly Event[];
}

function lookOf({ when, events, named }: LogSourceEntry, map: LogSourceMap, known: KnownEvents): Look {
  const mapped = events === undefined ? undefined : mappedLook(events, known);
  const naming = named === undefined ? undefined : namedLook(named, map, known);
  if (mapped === undefined || naming === undefined) return { when, eventsOf: mapped ?? naming ?? (() => []) };
  return { when, eventsOf: (condition) => sortedOnce([...mapped(condition), ...naming(condition)]) };
}

/** One entry for a log source without tables, else one for each table. */
function looksFor(looks: readonly Look[], logSource: LogSource): readonly Look[] {
  const sources =
    logSource.tables.length === 0 ? [logSource] : logSource.tables.map((table) => ({ ...logSource, tables: [table] }));
  const found = sources.flatMap(
    (source) => looks.find(({ when }) => when.some((match) => matchesLogSource(match, source))) ?? [],
  );
  return [...new Set(found)];
}

/** Of the events of a log source those that the condition can match. */
function mappedLook(events: readonly MappedEvent[], known: KnownEvents): Look["eventsOf"] {
  const fields = events.flatMap(({ lacks, fixed }) => [...(lacks ?? []), ...Object.keys(fixed ?? {})]);
  const telling = new Set(["eventid", ...fields.map((field) => field.toLowerCase())]);
  const toEvents = (mapped: readonly MappedEvent[]) =>
    sortedOnce(mapped.map(({ provider, id }) => known.of(provider, id)));
  const all = toEvents(events);
  return (condition) => {
    const required = requirementsOf(condition, telling);
    return required.size === 0 ? all : toEvents(events.filter((event) => canMatch(event, required)));
  };
}

/** Whether a rule with these requirements can match the event. */
function canMatch({ id, lacks, fixed }: MappedEvent, required: Requirements): boolean {
  if (!allows(required.get("eventid"), [id])) return false;
  if (lacks?.some((field) => required.has(field.toLowerCase()))) return false;
  return Object.entries(fixed ?? {}).every(([field, values]) => allows(required.get(field.toLowerCase()), values));
}

/** Whether one of the values is among those that are required. */
function allows(required: ReadonlySet<string> | "any" | undefined, values: readonly string[]): boolean {
  return required === undefined || required === "any" || values.some((value) => required.has(value.toLowerCase()));
}

/** The events that the condition names. */
function namedLook(named: NamedEvents, map: LogSourceMap, known: KnownEvents): Look["eventsOf"] {
  const idsIn = (condition: Condition) => firstFilled(named.fields, (field) => equalsValues(condition, field));
  const providersIn = (condition: Condition) =>
    named.providerField === undefined ? [] : equalsValues(condition, named.providerField);
  const eventsIn = (condition: Condition): readonly Event[] => {
    const ids = idsIn(condition).map((value) => named.ids?.[value] ?? value);
    const providers = providersIn(condition).map((text) => providerName(text, map));
    if (providers.length === 0) return ids.map((id) => known.of(providerOf(id, named), id));
    return ids.flatMap((id) => providers.map((provider) => known.of(provider, id)));
  };
  const isNaming = (part: Condition) => idsIn(part).length > 0 && providersIn(part).length > 0;
  return (condition) => {
    const isAmbiguous = providersIn(condition).length > 1;
    return sortedOnce(isAmbiguous ? branchesOf(condition, isNaming).flatMap(eventsIn) : eventsIn(condition));
  };
}

/**
 * The branches of a condition where each names who and what: (A and 1) or (B and 2) is not (A or B) and (1 or 2).
 * The condition itself where its names belong to no single branch.
 */
function branchesOf(condition: Condition, isNaming: (part: Condition) => boolean): readonly Condition[] {
  if (condition.kind === "any") {
    return condition.of.every(isNaming) ? condition.of.flatMap((part) => branchesOf(part, isNaming)) : [condition];
  }
  const [only, ...others] = condition.kind === "all" ? condition.of.filter(isNaming) : [];
  return only === undefined || others.length > 0 ? [condition] : branchesOf(only, isNaming);
}

function firstFilled(fields: readonly string[], valuesOf: (field: string) => readonly string[]): readonly string[] {
  for (const field of fields) {
    const values = valuesOf(field);
    if (values.length > 0) return values;
  }
  return [];
}

function providerOf(id: string, { provider, providers }: NamedEvents): string {
  const other = Object.entries(providers ?? {}).find(([, ids]) => ids.includes(id));
  return other === undefined ? provider : other[0];
}

function providerName(text: string, { providerPrefixes, providerAliases }: LogSourceMap): string {
  const prefix = providerPrefixes.find((known) => text.toLowerCase().startsWith(known.toLowerCase()));
  const name = prefix === undefined ? text : text.slice(prefix.length);
  const alias = Object.entries(providerAliases).find(([known]) => known.toLowerCase() === name.toLowerCase());
  return alias === undefined ? name : alias[1];
}

/** Values that a positive predicate compares a field with for equality, in order of appearance. */
function equalsValues(condition: Condition, field: string): readonly string[] {
  const name = field.toLowerCase();
  const values = new Set<string>();
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" || polarity === "negative" || leaf.operator !== "equals") return;
    if (leaf.field?.toLowerCase() !== name && leaf.nativeField?.toLowerCase() !== name) return;
    for (const value of leaf.values) values.add(value);
  });
  return [...values];
}

function sortedOnce(events: readonly Event[]): readonly Event[] {
  if (events.length <= 1) return events;
  return [...new Set(events)].sort(compareEvents);
}
