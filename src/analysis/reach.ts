import { compareText } from "../model/order.ts";
import type { AnalysedRule, Indicator } from "../model/snapshot.ts";
import { compareIndicators } from "./indicators.ts";
import { percentile } from "./percentile.ts";

/** Which rules of a corpus use an indicator (DESIGN 4.4). Rules are named by their position in the corpus. */
export interface ReachIndex {
  /** Rules in the corpus. */
  readonly size: number;
  /** Positions of the rules that use an indicator, ascending; none for one that nobody uses. */
  rulesWith(key: string): readonly number[];
  /** Rules that use it, by format, sorted by format. */
  byFormat(key: string): ReadonlyMap<string, number>;
  /** Every indicator of the corpus once, in its first spelling; by reach descending, then field, operator, value. */
  indicators(): readonly Indicator[];
  /** The reach that a share of the distinct indicators does not exceed; 0 for an empty corpus. */
  percentile(percent: number): number;
}

interface Posting {
  readonly indicator: Indicator;
  readonly rules: number[];
}

const noRules: readonly number[] = [];

/** One pass over the rules. */
export function createReachIndex(rules: readonly AnalysedRule[]): ReachIndex {
  const postings = new Map<string, Posting>();
  rules.forEach((rule, position) => {
    for (const indicator of rule.indicators) {
      const posting = postings.get(indicator.key);
      if (posting === undefined) postings.set(indicator.key, { indicator, rules: [position] });
      else posting.rules.push(position);
    }
  });
  // A common indicator is asked about by each of its rules.
  const formats = new Map<string, ReadonlyMap<string, number>>();
  return {
    size: rules.length,
    rulesWith: (key) => postings.get(key)?.rules ?? noRules,
    byFormat(key) {
      const counts = formats.get(key) ?? countFormats(rules, postings.get(key)?.rules ?? noRules);
      formats.set(key, counts);
      return counts;
    },
    indicators: () => [...postings.values()].sort(compareReach).map(({ indicator }) => indicator),
    percentile: (percent) =>
      percentile(
        Array.from(postings.values(), (posting) => posting.rules.length),
        percent,
      ),
  };
}

function compareReach(a: Posting, b: Posting): number {
  return b.rules.length - a.rules.length || compareIndicators(a.indicator, b.indicator);
}

function countFormats(rules: readonly AnalysedRule[], positions: readonly number[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const position of positions) {
    const format = rules[position]?.rule.format;
    if (format !== undefined) counts.set(format, (counts.get(format) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => compareText(a, b)));
}
