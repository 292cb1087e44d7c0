import type { AnalysedRule } from "../model/snapshot.ts";
import type { RuleTurnover } from "./corpus-history.ts";
import { indicatorKeys } from "./indicators.ts";
import { isNoisy, type NoisePolicy, noiseThreshold } from "./noise.ts";
import { ReachOverTime, ReachTally } from "./reach-history.ts";
import { widthOf } from "./width.ts";
import { maximum, WidthBound } from "./width-bound.ts";

/** How noisy a corpus is at one moment. */
export interface NoiseCount {
  /** Counted rules that are noisy. */
  readonly rules: number;
  /** The least width that is noise. */
  readonly threshold: number;
}

/**
 * How many rules are noisy after each of several turnovers, from an empty corpus on: as if each corpus were measured
 * by itself (DESIGN 4.5).
 *
 * Most rules can be noisy at no time, whatever else there is: the bound of their width by the largest reach that
 * each indicator ever has is below the least threshold. So only the others are measured, each time anew.
 */
export function noiseOverTime(turnovers: readonly RuleTurnover[], policy: NoisePolicy): readonly NoiseCount[] {
  const tally = new ReachTally();
  const thresholds = turnovers.map((turnover) => {
    tally.change(turnover);
    return noiseThreshold(tally, policy);
  });
  const candidates = findCandidates(turnovers, tally, Math.min(...thresholds));
  const reach = new ReachOverTime([...candidates].flatMap(({ indicators }) => indicators.map(({ key }) => key)));
  const present = new Set<AnalysedRule>();
  return turnovers.map((turnover, index) => {
    reach.change(turnover);
    for (const rule of turnover.removed) present.delete(rule);
    for (const rule of turnover.added) if (candidates.has(rule)) present.add(rule);
    const threshold = thresholds[index] ?? 0;
    const context = { rules: reach.rules, threshold };
    const noisy = [...present].filter((rule) => isNoisy(rule, widthOf(rule.rule.condition, reach), context));
    return { rules: noisy.length, threshold };
  });
}

function findCandidates(
  turnovers: readonly RuleTurnover[],
  tally: ReachTally,
  threshold: number,
): ReadonlySet<AnalysedRule> {
  const bound = new WidthBound({
    size: tally.mostRules,
    most: (predicate) => maximum(indicatorKeys(predicate), (key) => tally.mostOf(key)),
  });
  const counted = turnovers.flatMap(({ added }) => added.filter((rule) => rule.counted));
  return new Set(counted.filter(({ rule }) => bound.of(rule.condition, "positive") >= threshold));
}
