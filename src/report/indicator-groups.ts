import type { Indicator } from "../model/snapshot.ts";
import type { IndicatorUse } from "../model/technique-profile.ts";
import { formatWords } from "./words.ts";

/** Indicators that differ in their value alone, such as the values of a list that several rules have copied. */
export interface IndicatorGroup {
  readonly first: IndicatorUse;
  /** The others, in their order. */
  readonly others: readonly Indicator[];
}

/** What so many of the corpus test tells where a rule looks rather than for what, such as the platform. */
const shareOfStructure = 15;

/** In the order of their first indicators, but for structure, which comes last. `corpus` is the number of rules. */
export function groupIndicators(indicators: readonly IndicatorUse[], corpus: number): readonly IndicatorGroup[] {
  const groups = new Map<string, { readonly first: IndicatorUse; readonly others: Indicator[] }>();
  const words = new Map<IndicatorUse["byFormat"], string>();
  for (const use of indicators) {
    const { indicator, here, reach, byFormat } = use;
    const formats = words.get(byFormat) ?? formatWords(byFormat);
    words.set(byFormat, formats);
    // Each part but the field is of a fixed form, and comes before it.
    const key = `${here} ${reach} ${formats} ${indicator.operator} ${indicator.field?.toLowerCase() ?? " "}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { first: use, others: [] });
    else known.others.push(indicator);
  }
  const isStructure = ({ first }: IndicatorGroup) => first.reach * shareOfStructure >= corpus;
  const all = [...groups.values()];
  return [...all.filter((group) => !isStructure(group)), ...all.filter(isStructure)];
}
