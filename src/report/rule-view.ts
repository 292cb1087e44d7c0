import type { RuleWidth } from "../model/assessment.ts";
import type { Condition } from "../model/condition.ts";
import type { AnalysedRule, Indicator } from "../model/snapshot.ts";

/** An indicator with who else uses it. */
export interface ReachedIndicator {
  readonly indicator: Indicator;
  /** Rules of the corpus that use it, this one included. */
  readonly reach: number;
  /** Sorted by format. */
  readonly byFormat: ReadonlyMap<string, number>;
}

/** Everything about one rule and its place in the corpus. */
export interface RuleView {
  readonly analysed: AnalysedRule;
  readonly condition: Condition;
  /** In order of appearance. */
  readonly indicators: readonly ReachedIndicator[];
  readonly width: RuleWidth;
  readonly neighbours: Neighbours;
}

/** Keys of other rules of the corpus, sorted. */
export interface Neighbours {
  readonly duplicates: readonly string[];
  readonly subsumedBy: readonly string[];
  readonly subsumes: readonly string[];
}
