import { addTo } from "../model/add-to.ts";
import type { ComparedRule } from "../model/neighbours.ts";
import { nameOfEvent } from "./coverage.ts";

/** Which rules can match one event: they look at one in common or, where none is known, at the same log source. */
export class Peers {
  readonly #byName = new Map<string, number[]>();

  constructor(rules: readonly ComparedRule[]) {
    rules.forEach((rule, position) => {
      for (const name of namesOf(rule)) addTo(this.#byName, name, position);
    });
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
function namesOf({ events, rule }: ComparedRule): readonly string[] {
  return events.length === 0 ? [JSON.stringify(rule.logSource)] : events.map(nameOfEvent);
}
