import { addTo } from "../model/add-to.ts";
import type { ComparedRule } from "../model/neighbours.ts";
import type { LogSource } from "../model/rule.ts";
import { nameOfEvent } from "./coverage.ts";

/** Which rules can match one event: they look at one in common or, where none is known, at the same log source. */
export class Peers {
  readonly #byName = new Map<string, number[]>();

  constructor(rules: readonly ComparedRule[]) {
    // Thousands of rules look at what is one of a few hundred lists.
    const byLook = new Map<Look, number[]>();
    rules.forEach((rule, position) => {
      addTo(byLook, lookOf(rule), position);
    });
    for (const [look, positions] of byLook) {
      for (const name of namesOfLook(look)) for (const position of positions) addTo(this.#byName, name, position);
    }
    for (const positions of this.#byName.values()) positions.sort((a, b) => a - b);
  }

  /** Their positions, ascending; a rule is its own peer. */
  of(rule: ComparedRule): readonly number[] {
    const [only = "", ...others] = namesOf(rule);
    const first = this.#byName.get(only) ?? [];
    if (others.length === 0) return first;
    return [...new Set([only, ...others].flatMap((name) => this.#byName.get(name) ?? []))].sort((a, b) => a - b);
  }
}

/** Tells peers apart from others one by one, for who asks about few of many. */
export class PeerTest {
  /** By position. */
  readonly #names: readonly (readonly string[])[];

  constructor(rules: readonly ComparedRule[]) {
    this.#names = rules.map(namesOf);
  }

  of(position: number, others: readonly number[]): readonly number[] {
    const names = new Set(this.#names[position]);
    return others.filter((other) => this.#names[other]?.some((name) => names.has(name)));
  }
}

/** The same for rules with the same peers. */
export function groupOf(rule: ComparedRule): string {
  return namesOf(rule).join("\u0001");
}

/** Whether a rule looks at all that another one looks at. */
export function looksAtAll(rule: ComparedRule, other: ComparedRule): boolean {
  const names = new Set(namesOf(rule));
  return namesOf(other).every((name) => names.has(name));
}

/** What a rule looks at. Events are sorted, and their names are no log sources. */
function namesOf(rule: ComparedRule): readonly string[] {
  return namesOfLook(lookOf(rule));
}

type Look = ComparedRule["events"] | LogSource;

function lookOf({ events, rule }: ComparedRule): Look {
  return events.length === 0 ? rule.logSource : events;
}

function namesOfLook(look: Look): readonly string[] {
  return "vocabulary" in look ? [JSON.stringify(look)] : look.map(nameOfEvent);
}
