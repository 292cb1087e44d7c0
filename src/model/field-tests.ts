import type { AnalysedRule, Indicator } from "./snapshot.ts";
import type { ExclusionUse } from "./technique-profile.ts";

/** Everything that the rules of a corpus test of one field. */
export interface FieldTests {
  /** In its first spelling; undefined: anywhere in the event. */
  readonly field: string | undefined;
  /** Rules that test it; a rule counts once. */
  readonly rules: number;
  /** By reach. */
  readonly indicators: readonly IndicatorRules[];
  /** What rules leave out, most rules first. */
  readonly exclusions: readonly ExclusionUse[];
  /** What authors call it, most rules first. */
  readonly names: readonly { readonly name: string; readonly rules: number }[];
}

export interface IndicatorRules {
  readonly indicator: Indicator;
  readonly rules: readonly AnalysedRule[];
}
