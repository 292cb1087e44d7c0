import type { ReachedIndicator } from "./rule-view.ts";

/** One indicator of the corpus and the rules that use it. */
export interface IndicatorView extends ReachedIndicator {
  /** Sorted. */
  readonly ruleKeys: readonly string[];
}
