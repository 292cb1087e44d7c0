import { compareText } from "../model/order.ts";
import type { Rule } from "../model/rule.ts";
import type { AnalysedRule, Indicator } from "../model/snapshot.ts";
import { compareIndicators } from "./indicators.ts";
import { percentileOfTally } from "./percentile.ts";
import { type Posting, postingsIn } from "./postings.ts";

/** Which rules of a corpus use an indicator (DESIGN 4.4). Rules are named by their position in the corpus. */
export interface ReachIndex {
  /** Rules in the corpus. */
  readonly size: number;
  /** Positions of the rules that use an indicator, ascending; none for one that nobody uses. */
  rulesWith(key: string): readonly number[];
  /** How many there are. */
  reachOf(key: string): number;
  /** Rules at some positions, counted by format, sorted by format. Equal counts are one map. */
  formatsOf(positions: readonly number[]): ReadonlyMap<string, number>;
  /** Of each indicator of a rule of the corpus. */
  postingsOf(rule: ReachingRule): readonly Posting[];
  /** The order of {@link indicators}. */
  compare(a: Posting, b: Posting): number;
  /** Every indicator of the corpus once, in its first spelling; by reach descending, then field, operator, value. */
  indicators(): readonly Indicator[];
  /** The reach that a share of the distinct indicators does not exceed; 0 for an empty corpus. */
  percentile(percent: number): number;
}

const noRules: readonly number[] = [];

/** What of a rule is counted. */
interface ReachingRule extends Pick<AnalysedRule, "indicators" | "coded"> {
  readonly rule: Pick<Rule, "format">;
}

/** One pass over the rules. */
export function createReachIndex(rules: readonly ReachingRule[]): ReachIndex {
  const postings = postingsIn(rules);
  const formats = new FormatCounts(rules);
  return {
    size: rules.length,
    rulesWith: (key) => postings.of(key)?.rules ?? noRules,
    reachOf: (key) => postings.countOf(key),
    formatsOf: (positions) => formats.of(positions),
    postingsOf: (rule) => postings.ofRule(rule),
    compare: compareReach,
    indicators() {
      const sorted = [...postings.all()].sort(compareReach);
      for (const [rank, posting] of sorted.entries()) posting.rank = rank;
      return sorted.map(({ indicator }) => indicator);
    },
    percentile: (percent) => percentileOfTally(postings.tally(), percent),
  };
}

function compareReach(a: Posting, b: Posting): number {
  if (a.rank !== undefined && b.rank !== undefined) return a.rank - b.rank;
  return b.rules.length - a.rules.length || compareIndicators(a.indicator, b.indicator);
}

/**
 * Counts rules by format. A common indicator is asked about by each of its rules; and tens of thousands have one of a
 * few hundred counts, which are kept once each.
 */
class FormatCounts {
  readonly #rules: readonly ReachingRule[];
  readonly #byRules = new Map<readonly number[], ReadonlyMap<string, number>>();
  readonly #byContent = new Map<string, ReadonlyMap<string, number>>();
  /** Most indicators are tested by one rule. */
  readonly #single = new Map<string, ReadonlyMap<string, number>>();

  constructor(rules: readonly ReachingRule[]) {
    this.#rules = rules;
  }

  of(positions: readonly number[]): ReadonlyMap<string, number> {
    const counts = this.#byRules.get(positions) ?? this.#count(positions);
    this.#byRules.set(positions, counts);
    return counts;
  }

  #count(positions: readonly number[]): ReadonlyMap<string, number> {
    const [only] = positions;
    if (only !== undefined && positions.length === 1) return this.#one(this.#rules[only]?.rule.format ?? "");
    const counts = new Map<string, number>();
    for (const position of positions) {
      const format = this.#rules[position]?.rule.format;
      if (format !== undefined) counts.set(format, (counts.get(format) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([a], [b]) => compareText(a, b));
    const content = sorted.join();
    const same = this.#byContent.get(content) ?? new Map(sorted);
    this.#byContent.set(content, same);
    return same;
  }

  #one(format: string): ReadonlyMap<string, number> {
    const known = this.#single.get(format) ?? new Map([[format, 1]]);
    this.#single.set(format, known);
    return known;
  }
}
