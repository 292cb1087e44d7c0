import type { All, Any, Condition, Predicate, Sequence } from "../model/condition.ts";
import type { Indicator } from "../model/snapshot.ts";
import { opposite, type Polarity } from "../model/visit-leaves.ts";
import { compareIndicators, indicatorKey, indicatorKeys } from "./indicators.ts";
import { intersect } from "./intersect.ts";
import { isQualified } from "./qualification.ts";
import type { ReachIndex } from "./reach.ts";
import { branchesOf, isChoice, maximum, WidthBound } from "./width-bound.ts";

/** How specific a rule is: its weakest path and how many rules test all of it (DESIGN 4.5). */
export interface Width {
  /** Rules that test everything the weakest path tests; undefined where an opaque part lies on it. */
  readonly reach: number | undefined;
  /** Indicators of the weakest path, each once, the most selective first. */
  readonly path: readonly Indicator[];
  /** Whether a threshold, count or comparison narrows the path in a way that reach can't see. */
  readonly isConstrained: boolean;
  /** Whether the path excludes values of the very fields, or the very values, that it tests: {@link isQualified}. */
  readonly isQualified: boolean;
  /** Positions of the rules that test all of it; undefined: every rule of the corpus. */
  readonly rules: readonly number[] | undefined;
}

/** What a width is measured in. */
export type PostingIndex = Pick<ReachIndex, "size" | "rulesWith">;

/**
 * The widest path that a search from the top finds, keeping the rules that are still possible.
 *
 * Exact search is exponential; this is linear in the condition, and what it returns is always a real path. It is the
 * widest one where no path has more than one choice to make. Of several branches one that was understood goes before
 * one that was not: the width is then that of what is known.
 */
export function widthOf(condition: Condition, index: PostingIndex): Width {
  const search = new WidthSearch(index);
  const { rules, path, exclusions, isOpaque, isConstrained } = search.narrow(condition, "positive", start);
  const reach = rules === undefined ? index.size : rules.length;
  const indicators = indicatorsOn(path, index);
  return {
    reach: isOpaque ? undefined : reach,
    path: indicators,
    isConstrained,
    isQualified: isQualified(indicators, exclusionsOn(exclusions)),
    rules,
  };
}

interface State {
  /** Rules that test everything on the path so far; undefined: all of them. */
  readonly rules: readonly number[] | undefined;
  /** Undefined: nothing is tested. */
  readonly path: Path | undefined;
  /** Negated predicates that hold on the path. */
  readonly exclusions: Exclusions | undefined;
  readonly isOpaque: boolean;
  readonly isConstrained: boolean;
}

/** The last test of a path and what was before it: paths share their beginnings, and a long one costs no copies. */
interface Path {
  readonly predicate: Predicate;
  /** Position of the value among the predicate's. */
  readonly value: number;
  readonly before: Path | undefined;
  readonly length: number;
}

interface Exclusions {
  readonly predicate: Predicate;
  readonly before: Exclusions | undefined;
}

const start: State = {
  rules: undefined,
  path: undefined,
  exclusions: undefined,
  isOpaque: false,
  isConstrained: false,
};

function indicatorsOn(last: Path | undefined, index: PostingIndex): readonly Indicator[] {
  const found = new Map<string, { readonly indicator: Indicator; readonly reach: number }>();
  for (let step = last; step !== undefined; step = step.before) {
    const { field, operator, values } = step.predicate;
    const value = values[step.value] ?? "";
    const key = indicatorKey(field, operator, value);
    found.set(key, { indicator: { field, operator, value, key }, reach: index.rulesWith(key).length });
  }
  return [...found.values()]
    .sort((a, b) => a.reach - b.reach || compareIndicators(a.indicator, b.indicator))
    .map(({ indicator }) => indicator);
}

function exclusionsOn(last: Exclusions | undefined): readonly Predicate[] {
  const exclusions: Predicate[] = [];
  for (let step = last; step !== undefined; step = step.before) exclusions.push(step.predicate);
  return exclusions;
}

interface Part {
  readonly condition: Condition;
  readonly polarity: Polarity;
}

class WidthSearch {
  readonly #index: PostingIndex;
  readonly #bound: WidthBound;
  readonly #postings = new Map<Predicate, readonly (readonly number[])[]>();

  constructor(index: PostingIndex) {
    this.#index = index;
    const most = (predicate: Predicate) => maximum(this.#postingsOf(predicate), (posting) => posting.length);
    this.#bound = new WidthBound({ size: index.size, most });
  }

  narrow(condition: Condition, polarity: Polarity, state: State): State {
    switch (condition.kind) {
      case "predicate":
        if (polarity === "positive") return this.#choose(condition, state);
        return { ...state, exclusions: { predicate: condition, before: state.exclusions } };
      case "constraint":
        return { ...state, isConstrained: true };
      case "opaque":
        return polarity === "positive" ? { ...state, isOpaque: true } : state;
      case "not":
        return this.narrow(condition.condition, opposite(polarity), state);
      case "sequence":
      case "all":
      case "any":
        return isChoice(condition, polarity)
          ? this.#widest(condition, polarity, state)
          : this.#every({ condition, polarity }, state);
    }
  }

  /** The value that leaves most rules, the first of several: the values of one predicate are an `any`. */
  #choose(predicate: Predicate, state: State): State {
    let rules: readonly number[] | undefined;
    let value = 0;
    for (const [position, posting] of this.#postingsOf(predicate).entries()) {
      if (rules !== undefined && posting.length <= rules.length) continue;
      const left = intersect(state.rules, posting);
      if (rules !== undefined && left.length <= rules.length) continue;
      rules = left;
      value = position;
      if (left.length === state.rules?.length) break;
    }
    const path = { predicate, value, before: state.path, length: 1 + (state.path?.length ?? 0) };
    return { ...state, rules: rules ?? state.rules, path };
  }

  /** What has to hold anyway, then the choices, the most selective first, so that each is made among what is left. */
  #every(whole: Part, state: State): State {
    const parts = partsOf(whole);
    const choices = parts
      .filter(({ condition, polarity }) => isChoice(condition, polarity))
      .map((part) => ({ part, bound: this.#bound.of(part.condition, part.polarity) }))
      .sort((a, b) => a.bound - b.bound);
    const ordered = [
      ...parts.filter(({ condition, polarity }) => !isChoice(condition, polarity)),
      ...choices.map(({ part }) => part),
    ];
    return ordered.reduce((narrowed, part) => this.narrow(part.condition, part.polarity, narrowed), state);
  }

  /** The branch that leaves most, the first of several that are as wide. */
  #widest(condition: All | Any | Sequence, polarity: Polarity, state: State): State {
    let best: State | undefined;
    for (const part of branchesOf(condition)) {
      const narrowed = this.narrow(part, polarity, state);
      if (best === undefined || this.#isWider(narrowed, best)) best = narrowed;
    }
    // Of several things that are only excluded together, none is excluded.
    return best !== undefined && polarity === "negative" ? { ...best, exclusions: state.exclusions } : (best ?? state);
  }

  /** Of two that leave as many rules, the one without a threshold is wider, then the one that tests less. */
  #isWider(a: State, b: State): boolean {
    if (a.isOpaque !== b.isOpaque) return b.isOpaque;
    const more = this.#left(a) - this.#left(b);
    if (more !== 0) return more > 0;
    if (a.isConstrained !== b.isConstrained) return b.isConstrained;
    return (a.path?.length ?? 0) < (b.path?.length ?? 0);
  }

  #left({ rules }: State): number {
    return rules?.length ?? this.#index.size;
  }

  /** The rules that test each value. */
  #postingsOf(predicate: Predicate): readonly (readonly number[])[] {
    const known = this.#postings.get(predicate);
    if (known !== undefined) return known;
    const postings = indicatorKeys(predicate).map((key) => this.#index.rulesWith(key));
    this.#postings.set(predicate, postings);
    return postings;
  }
}

/** Everything that has to hold together: parts of parts too, as far as no choice lies between. */
function partsOf({ condition, polarity }: Part): readonly Part[] {
  switch (condition.kind) {
    case "not":
      return partsOf({ condition: condition.condition, polarity: opposite(polarity) });
    case "all":
    case "any":
    case "sequence":
      if (isChoice(condition, polarity)) return [{ condition, polarity }];
      return branchesOf(condition).flatMap((part) => partsOf({ condition: part, polarity }));
    default:
      return [{ condition, polarity }];
  }
}
