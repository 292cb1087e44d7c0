import type { AnalysedRule, Event } from "./snapshot.ts";

/** An event and who looks at it. */
export interface EventRules {
  readonly event: Event;
  /** All rules of the corpus, counted or not. */
  readonly rules: readonly AnalysedRule[];
}
