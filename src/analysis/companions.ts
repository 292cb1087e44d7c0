import type { AnalysedRule, Indicator } from "../model/snapshot.ts";
import { compareIndicators } from "./indicators.ts";
import type { ReachIndex } from "./reach.ts";
import type { Width } from "./width.ts";

/** An indicator that rules test besides those of a path, and how many of them do. */
export interface Companion {
  readonly indicator: Indicator;
  readonly rules: number;
}

export interface CompanionContext {
  readonly index: ReachIndex;
  /** The corpus of the index. */
  readonly rules: readonly AnalysedRule[];
  /** Indicators of the rule that is judged. */
  readonly own: readonly Indicator[];
}

/** More would be no advice. */
const most = 5;

/**
 * What the other rules that test a weakest path test besides, most often first; of two that are as frequent the
 * one that fewer rules of the corpus test. The advice for a noisy rule.
 *
 * Left out are tests of fields that the path tests already, and what the judged rule tests anyway. What more than
 * half of those rules share (an event id, a platform) is structure and narrows nothing, and what a single rule tests
 * is chance: each is named only where nothing better is left. A path without a test has no companions: its rules
 * have nothing in common. Costs one look at each indicator of the rules on the path.
 */
export function companionsOf(width: Width, { index, rules, own }: CompanionContext): readonly Companion[] {
  if (width.rules === undefined) return [];
  const testedFields = new Set(width.path.map(fieldOf));
  const ownKeys = new Set(own.map(({ key }) => key));
  const found = countIndicators(
    width.rules.flatMap((position) => rules[position] ?? []),
    (indicator) => !ownKeys.has(indicator.key) && !testedFields.has(fieldOf(indicator)),
  );
  const reach = ({ key }: Indicator) => index.reachOf(key);
  return bestOf(found, width.rules.length / 2)
    .sort(
      (a, b) =>
        b.rules - a.rules || reach(a.indicator) - reach(b.indicator) || compareIndicators(a.indicator, b.indicator),
    )
    .slice(0, most);
}

function countIndicators(
  rules: readonly AnalysedRule[],
  isWanted: (indicator: Indicator) => boolean,
): readonly Companion[] {
  const found = new Map<string, { readonly indicator: Indicator; rules: number }>();
  for (const indicator of rules.flatMap(({ indicators }) => indicators.filter(isWanted))) {
    const companion = found.get(indicator.key);
    if (companion === undefined) found.set(indicator.key, { indicator, rules: 1 });
    else companion.rules++;
  }
  return [...found.values()];
}

function fieldOf({ field }: Indicator): string {
  return (field ?? "").toLowerCase();
}

function bestOf(companions: readonly Companion[], half: number): Companion[] {
  const repeated = companions.filter(({ rules }) => rules > 1);
  const telling = repeated.filter(({ rules }) => rules <= half);
  if (telling.length > 0) return telling;
  return repeated.length > 0 ? repeated : [...companions];
}
