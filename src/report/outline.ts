import { type Prose, quote, say, type TechniqueMention } from "../model/prose.ts";
import type { Event } from "../model/snapshot.ts";

/** What a report on a change says and in which order, for every output that is read by people. */
export interface DiffOutline {
  readonly mark: Mark;
  /** The verdict with its reason, in one line. */
  readonly headline: string;
  readonly numbers: readonly NumberRow[];
  readonly sections: readonly OutlineSection[];
  /** What was compared and what could not be read. */
  readonly footer: readonly Prose[];
}

export type Mark = "fail" | "warn" | "pass" | "none";

/** The parts of a report that a team may leave out of its comments. */
export type CommentSection = "numbers" | "lost" | "thinned" | "noisy" | "findings" | "gained" | "changes" | "guide";

export interface OutlineSection {
  /** What a team calls it to leave it out; undefined: it always stands. */
  readonly belongsTo: Exclude<CommentSection, "numbers"> | undefined;
  readonly title: string;
  /** Not needed to decide. */
  readonly isFolded: boolean;
  /** For a table; undefined: a list, and each item has one cell. */
  readonly columns: readonly string[] | undefined;
  readonly items: readonly OutlineItem[];
}

export interface OutlineItem {
  readonly mark: Mark;
  readonly cells: readonly Prose[];
  /** One cell that says the least that has to be said, where there is no room for more. */
  readonly short: Prose;
}

/** One line of the headline table. */
export interface NumberRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly isChanged: boolean;
}

/** An event's name may be the author's own text. */
export function eventList(events: readonly Event[]): Prose {
  const [first, second] = events.map(({ provider, id }) => quote(`${provider} ${id}`));
  if (first === undefined) return [];
  if (events.length > 2) return say`${first} and ${events.length - 1} more`;
  return second === undefined ? [first] : say`${first}, ${second}`;
}

export function techniqueMention({ id, name }: { readonly id: string; readonly name: string }): TechniqueMention {
  return { kind: "technique", id, name };
}
