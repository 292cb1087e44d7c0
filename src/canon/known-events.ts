import type { Event } from "../model/snapshot.ts";
import type { LogSourceMap } from "./log-source-map.ts";

/** Titles of events by provider and id. */
export type EventTitles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * One object for each event, so that an event is itself wherever it is looked at.
 *
 * Providers and ids are compared without case, ids that are numbers by their number, and names without a full stop at
 * the end, which some services write and others leave out. The map's spelling stays, else the first.
 */
export class KnownEvents {
  readonly #titles = new Map<string, string>();
  readonly #providers = new Map<string, string>();
  readonly #events = new Map<string, Event>();

  constructor(titles: EventTitles, { entries, operations }: Pick<LogSourceMap, "entries" | "operations">) {
    for (const [provider, titlesOfIds] of Object.entries(titles)) {
      for (const [id, title] of Object.entries(titlesOfIds)) this.#titles.set(keyOf(provider, id), title);
    }
    for (const { provider, id } of entries.flatMap(({ events = [] }) => events)) if (id !== "*") this.of(provider, id);
    for (const [provider, ids] of Object.entries(operations)) for (const id of ids) this.of(provider, id);
  }

  of(provider: string, id: string): Event {
    const key = keyOf(provider, id);
    const known = this.#events.get(key);
    if (known !== undefined) return known;
    const spelling = this.#providers.get(provider.toLowerCase()) ?? provider;
    this.#providers.set(provider.toLowerCase(), spelling);
    const event = { provider: spelling, id: tidyId(id), title: this.#titles.get(key) ?? "" };
    this.#events.set(key, event);
    return event;
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

function keyOf(provider: string, id: string): string {
  return `${provider.toLowerCase()}\u0000${foldedId(id)}`;
}
