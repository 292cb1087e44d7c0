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
  readonly neighbours: NeighbourViews;
}

/** Other rules of the corpus; see the model's `Neighbours`. */
export interface NeighbourViews {
  readonly duplicates: readonly NeighbourView[];
  readonly subsumedBy: readonly NeighbourView[];
  readonly subsumes: readonly NeighbourView[];
  readonly sharing: readonly (NeighbourView & { readonly indicators: number })[];
}

export interface NeighbourView {
  readonly key: string;
  readonly title: string;
  readonly path: string;
}
