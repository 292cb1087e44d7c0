import type { All, Any, Condition, Predicate, Sequence } from "../model/condition.ts";
import { opposite, type Polarity } from "../model/visit-leaves.ts";

/** What a bound is found with. */
export interface BoundSource {
  /** Rules of the corpus. */
  readonly size: number;
  /** The largest number of rules that test one of the predicate's values. */
  most(predicate: Predicate): number;
}

/**
 * At most so many rules can be left by a condition, whatever was chosen before it (DESIGN 4.5).
 *
 * No width is larger than the bound of the whole condition, and a bound never falls where reaches rise.
 */
export class WidthBound {
  readonly #source: BoundSource;
  readonly #known = { positive: new Map<Condition, number>(), negative: new Map<Condition, number>() };

  constructor(source: BoundSource) {
    this.#source = source;
  }

  of(condition: Condition, polarity: Polarity): number {
    const known = this.#known[polarity].get(condition);
    if (known !== undefined) return known;
    const bound = this.#compute(condition, polarity);
    this.#known[polarity].set(condition, bound);
    return bound;
  }

  #compute(condition: Condition, polarity: Polarity): number {
    const { size } = this.#source;
    switch (condition.kind) {
      case "predicate":
        return polarity === "negative" ? size : this.#source.most(condition);
      case "constraint":
      case "opaque":
        return size;
      case "not":
        return this.of(condition.condition, opposite(polarity));
      case "sequence":
      case "all":
      case "any": {
        const bounds = branchesOf(condition).map((part) => this.of(part, polarity));
        if (isChoice(condition, polarity)) return maximum(bounds, (bound) => bound);
        return bounds.reduce((least, bound) => Math.min(least, bound), size);
      }
    }
  }
}

/** Whether there are several ways to fulfil a condition, of which a path takes one. */
export function isChoice(condition: Condition, polarity: Polarity): boolean {
  switch (condition.kind) {
    case "any":
      return polarity === "positive";
    case "all":
    case "sequence":
      return polarity === "negative";
    case "predicate":
      return polarity === "positive" && condition.values.length > 1;
    default:
      return false;
  }
}

export function branchesOf(condition: All | Any | Sequence): readonly Condition[] {
  return condition.kind === "sequence" ? condition.steps : condition.of;
}

export function maximum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((most, item) => Math.max(most, measure(item)), 0);
}
