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
  const all: OpenGroup[] = [];
  const alike = new AlikeUses();
  for (const use of indicators) {
    const { indicator, here } = use;
    const groups = alike.of(use);
    // Each part but the field is of a fixed form, and comes before it.
    const key = `${here} ${indicator.operator} ${indicator.field?.toLowerCase() ?? " "}`;
    const known = groups.get(key);
    if (known !== undefined) {
      known.others.push(indicator);
      continue;
    }
    const group = { first: use, others: [] };
    groups.set(key, group);
    all.push(group);
  }
  const isStructure = ({ first }: IndicatorGroup) => first.reach * shareOfStructure >= corpus;
  return [...all.filter((group) => !isStructure(group)), ...all.filter(isStructure)];
}

interface OpenGroup extends IndicatorGroup {
  readonly others: Indicator[];
}

/** Groups with the same reach in the same formats. Counts by format are mostly one object where they are equal. */
class AlikeUses {
  readonly #byCounts = new Map<IndicatorUse["byFormat"], Map<string, OpenGroup>>();
  readonly #byWords = new Map<string, Map<string, OpenGroup>>();

  of({ reach, byFormat }: IndicatorUse): Map<string, OpenGroup> {
    const known = this.#byCounts.get(byFormat);
    if (known !== undefined) return known;
    const words = `${reach} ${formatWords(byFormat)}`;
    const groups = this.#byWords.get(words) ?? new Map<string, OpenGroup>();
    this.#byWords.set(words, groups);
    this.#byCounts.set(byFormat, groups);
    return groups;
  }
}
