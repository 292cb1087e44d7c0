import type { Condition } from "../model/condition.ts";
import { sortedOnce } from "../model/order.ts";
import type { LogSource, Rule } from "../model/rule.ts";
import type { Event } from "../model/snapshot.ts";
import { type FieldTest, fieldTest, signatureOf, tellingPart, testedFields } from "./fit.ts";
import { type EventTitles, KnownEvents } from "./known-events.ts";
import type { LogSourceMap } from "./log-source-map.ts";
import type { Found, Look } from "./look.ts";
import { Looks } from "./looks.ts";
import { needsWhatIsLacking } from "./mapped-events.ts";

export interface EventMap {
  /** What a canonical rule looks at (DESIGN 4.6), sorted by provider and id; none where its log source is not known. */
  eventsOf(rule: Rule): readonly Event[];
}

/** The first entry that holds applies, so a team's own stand first. */
export function createEventMap(map: LogSourceMap, titles: EventTitles): EventMap {
  const looks = new Looks(map, new KnownEvents(titles, map));
  const sources = new Map<string, Source>();
  return {
    eventsOf({ logSource, condition }) {
      const key = keyOf(logSource);
      const source = sources.get(key) ?? new Source(looks.of(logSource));
      sources.set(key, source);
      return source.eventsOf(condition);
    },
  };
}

function keyOf({ vocabulary, product, category, service, tables }: LogSource): string {
  return `${vocabulary}\u0000${product}\u0000${category}\u0000${service}\u0000${tables.join("\u0000")}`;
}

/** A log source as it was found in rules. */
class Source {
  readonly #places: readonly Place[];
  readonly #isTelling: FieldTest;
  readonly #isTellingOrLacking: FieldTest;

  constructor(looks: readonly Look[]) {
    const numbers = [...new Set(looks.map(({ behind }) => behind))].sort((a, b) => a - b);
    this.#places = numbers.map((number) => new Place(looks.filter(({ behind }) => behind === number)));
    this.#isTelling = fieldTest(new Set(looks.flatMap(({ fields }) => [...fields])));
    this.#isTellingOrLacking = fieldTest(new Set(looks.flatMap(({ fields, lacks }) => [...fields, ...lacks])));
  }

  /** The events of the looks that stand in front, unless they give none. */
  eventsOf(condition: Condition): readonly Event[] {
    const telling = tellingPart(condition, this.#isTelling);
    const signature = signatureOf(telling);
    for (const place of this.#places) {
      const answer = place.find(telling, signature);
      const events = answer.isFinal ? answer.events : this.#without(answer, condition);
      if (events.length > 0) return events;
    }
    return [];
  }

  /** Leaves out events that lack what the condition needs. */
  #without({ found }: Answer, condition: Condition): readonly Event[] {
    const telling = tellingPart(condition, this.#isTellingOrLacking);
    const tested = testedFields(telling);
    const kept = found.flatMap(({ events, lacking }) => {
      const lost = lacking.filter((candidate) => needsWhatIsLacking(candidate, telling, tested));
      return lost.length === 0
        ? events
        : events.filter((event) => !lost.some((candidate) => candidate.event === event));
    });
    return sortedOnce(kept);
  }
}

/** Looks that count together. */
class Place {
  readonly #looks: readonly Look[];
  readonly #known = new Map<string, Answer>();

  constructor(looks: readonly Look[]) {
    this.#looks = looks;
  }

  find(condition: Condition, signature: string): Answer {
    const known = this.#known.get(signature) ?? this.#find(condition);
    this.#known.set(signature, known);
    return known;
  }

  #find(condition: Condition): Answer {
    const found = this.#looks.map((look) => look.find(condition));
    return {
      found,
      events: sortedOnce(found.flatMap(({ events }) => events)),
      isFinal: found.every(({ lacking }) => lacking.length === 0),
    };
  }
}

interface Answer {
  readonly found: readonly Found[];
  readonly events: readonly Event[];
  /** Whether no event lacks anything. */
  readonly isFinal: boolean;
}
