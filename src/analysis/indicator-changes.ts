import type { Delta, IndicatorChange, RulePair } from "../model/delta.ts";
import type { AnalysedRule, Indicator } from "../model/snapshot.ts";
import { compareIndicators } from "./indicators.ts";
import type { ReachIndex } from "./reach.ts";

export interface ChangedRules {
  readonly added: readonly AnalysedRule[];
  readonly removed: readonly AnalysedRule[];
  /** All pairs whose indicators differ, and any others. */
  readonly edited: readonly RulePair[];
}

/**
 * Indicators that changed rules gained or lost, with their reach before and after; by reach in head descending.
 *
 * The base corpus needs no index: what head has more or less of an indicator, the changed rules brought or took.
 */
export function indicatorChanges(changed: ChangedRules, reach: ReachIndex): Delta["indicators"] {
  const gained = new Tally();
  const lost = new Tally();
  for (const rule of changed.added) gained.add(rule.indicators);
  for (const rule of changed.removed) lost.add(rule.indicators);
  for (const { before, after } of changed.edited) {
    gained.add(without(after.indicators, before.indicators));
    lost.add(without(before.indicators, after.indicators));
  }
  const changeOf = (indicator: Indicator): IndicatorChange => {
    const after = reach.reachOf(indicator.key);
    return { indicator, before: after - gained.count(indicator) + lost.count(indicator), after };
  };
  return { added: sorted(gained.indicators().map(changeOf)), removed: sorted(lost.indicators().map(changeOf)) };
}

function without(indicators: readonly Indicator[], others: readonly Indicator[]): readonly Indicator[] {
  if (indicators === others) return [];
  const keys = new Set(others.map(({ key }) => key));
  return indicators.filter(({ key }) => !keys.has(key));
}

/** How many rules have each indicator, in its first spelling. */
class Tally {
  readonly #counts = new Map<string, { readonly indicator: Indicator; rules: number }>();

  /** Counts the indicators of one rule, of which each stands there once. */
  add(indicators: readonly Indicator[]): void {
    for (const indicator of indicators) {
      const entry = this.#counts.get(indicator.key);
      if (entry === undefined) this.#counts.set(indicator.key, { indicator, rules: 1 });
      else entry.rules++;
    }
  }

  count({ key }: Indicator): number {
    return this.#counts.get(key)?.rules ?? 0;
  }

  indicators(): readonly Indicator[] {
    return Array.from(this.#counts.values(), ({ indicator }) => indicator);
  }
}

function sorted(changes: readonly IndicatorChange[]): readonly IndicatorChange[] {
  return [...changes].sort((a, b) => b.after - a.after || compareIndicators(a.indicator, b.indicator));
}
