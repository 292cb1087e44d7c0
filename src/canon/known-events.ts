import { sortedOnce } from "../model/order.ts";
import type { Event } from "../model/snapshot.ts";
import type { LogSourceMap } from "./log-source-map.ts";

/** Titles of events by provider and id. */
export type EventTitles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * One object for each event, with its title.
 *
 * Providers and ids are compared without case, ids that are numbers by their number, and names without a full stop at
 * the end, which some services write and others leave out. What the map or the titles know is spelled as there.
 */
export class KnownEvents {
  readonly #providers = new Map<string, string>();
  readonly #known = new Map<string, Event>();
  readonly #others = new Map<string, Event>();

  constructor(titles: EventTitles, { entries, operations }: Pick<LogSourceMap, "entries" | "operations">) {
    for (const [provider, titlesOfIds] of Object.entries(titles)) {
      for (const [id, title] of Object.entries(titlesOfIds)) this.#add({ provider, id, title });
    }
    for (const { provider, id } of entries.flatMap(({ events = [] }) => events)) this.#add({ provider, id, title: "" });
    for (const [provider, ids] of Object.entries(operations)) {
      for (const id of ids) this.#add({ provider, id, title: "" });
    }
  }

  of(provider: string, id: string): Event {
    const known = this.#known.get(eventKey(provider, id));
    if (known !== undefined) return known;
    const event = { provider: this.#providers.get(provider.toLowerCase()) ?? provider, id: tidyId(id), title: "" };
    const key = `${event.provider}\u0000${event.id}`;
    const other = this.#others.get(key) ?? event;
    this.#others.set(key, other);
    return other;
  }

  #add(event: Event): void {
    const key = eventKey(event.provider, event.id);
    const provider = event.provider.toLowerCase();
    if (!this.#known.has(key)) this.#known.set(key, event);
    if (!this.#providers.has(provider)) this.#providers.set(provider, event.provider);
  }
}

/** Gives events that are spelled in several ways the first spelling, in the order in which it is asked. */
export class EventSpellings {
  readonly #first = new Map<string, Event>();
  /** Thousands of rules look at a few hundred events, each of which is one object. */
  readonly #known = new Map<Event, Event>();
  /** And many of them at the same ones, which may be one list. */
  readonly #lists = new Map<readonly Event[], readonly Event[]>();

  /** The event itself, or the same one as it was spelled first. */
  of(event: Event): Event {
    const known = this.#known.get(event);
    if (known !== undefined) return known;
    const key = eventKey(event.provider, event.id);
    const first = this.#first.get(key) ?? event;
    this.#first.set(key, first);
    this.#known.set(event, first);
    return first;
  }

  /** Those of a rule, sorted, each once; the list itself where all are spelled as they were first. */
  ofRule(events: readonly Event[]): readonly Event[] {
    const known = this.#lists.get(events);
    if (known !== undefined) return known;
    const isFirst = events.every((event) => this.of(event) === event);
    const spelled = isFirst ? events : sortedOnce(events.map((event) => this.of(event)));
    this.#lists.set(events, spelled);
    return spelled;
  }
}

/** The id as it is compared. */
export function foldedId(id: string): string {
  return tidyId(id).toLowerCase();
}

function tidyId(id: string): string {
  const text = id.trim();
  return /^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, "") : text.replace(/\.$/, "");
}

function eventKey(provider: string, id: string): string {
  return `${provider.toLowerCase()}\u0000${foldedId(id)}`;
}
