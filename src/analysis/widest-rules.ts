import type { RuleWidth } from "../model/assessment.ts";
import { compareText } from "../model/order.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { indicatorKeys } from "./indicators.ts";
import { isNoisy } from "./noise.ts";
import type { ReachIndex } from "./reach.ts";
import { type Width, widthOf } from "./width.ts";
import { maximum, WidthBound } from "./width-bound.ts";

export interface MeasuredRule {
  readonly rule: AnalysedRule;
  readonly width: Pick<Width, "reach" | "path">;
  readonly isNoisy: boolean;
}

export interface WidestRules {
  /** How many counted rules are noisy. */
  readonly noisy: number;
  /** Counted rules whose width is known, the widest first. */
  readonly widest: readonly MeasuredRule[];
}

/**
 * The widest counted rules of a corpus, and how many are noisy (DESIGN 4.5).
 *
 * Rules are measured from the largest bound down, so the many that can be neither among the widest nor noisy are not; and
 * for most of them the first bound, by their anchors, is low enough for their logic not to be looked at.
 */
export function widestRules(
  rules: readonly AnalysedRule[],
  index: ReachIndex,
  { threshold, most }: { readonly threshold: number; readonly most: number },
): WidestRules {
  const reaches = new WidthBound({
    size: index.size,
    most: (predicate) => maximum(indicatorKeys(predicate), (key) => index.reachOf(key)),
  });
  const bounded = rules
    .filter(({ counted }) => counted)
    .map((rule) => ({ rule, bound: boundByAnchors(rule, index) }))
    .sort((a, b) => b.bound - a.bound);
  const widest: MeasuredRule[] = [];
  let noisy = 0;
  for (const { rule, bound } of bounded) {
    const least = widest.length < most ? 0 : (widest.at(-1)?.width.reach ?? 0);
    const isTooNarrow = (reach: number) => reach < least && reach < threshold;
    if (isTooNarrow(bound)) break;
    if (isTooNarrow(reaches.of(rule.rule.condition, "positive"))) continue;
    const width = widthOf(rule.rule.condition, index);
    const measured = { rule, width, isNoisy: isNoisy(rule, width, { rules, threshold }) };
    if (measured.isNoisy) noisy++;
    if (width.reach === undefined) continue;
    widest.push(measured);
    widest.sort(compareWidths);
    widest.length = Math.min(widest.length, most);
  }
  return { noisy, widest };
}

/** Each path of a rule has one of its anchors on it, and no more rules test all of a path than test that. */
function boundByAnchors({ anchors }: AnalysedRule, index: ReachIndex): number {
  return anchors === undefined ? index.size : maximum(anchors, ({ key }) => index.reachOf(key));
}

/** {@link widestRules} of a corpus whose rules were all measured. */
export function widestOfMeasured(
  rules: readonly AnalysedRule[],
  widthOf: (rule: AnalysedRule) => RuleWidth,
  most: number,
): WidestRules {
  const measured = rules
    .filter(({ counted }) => counted)
    .map((rule): MeasuredRule => {
      const width = widthOf(rule);
      return { rule, width, isNoisy: width.isNoisy };
    });
  return {
    noisy: measured.filter(({ isNoisy: isNoise }) => isNoise).length,
    widest: measured
      .filter(({ width }) => width.reach !== undefined)
      .sort(compareWidths)
      .slice(0, most),
  };
}

function compareWidths(a: MeasuredRule, b: MeasuredRule): number {
  return (b.width.reach ?? 0) - (a.width.reach ?? 0) || compareText(a.rule.rule.key, b.rule.rule.key);
}
