import type { RuleKey } from "./rule.ts";

/** Rules of the corpus that match what another rule matches (DESIGN 4.7). Keys are sorted. */
export interface Neighbours {
  /** They match the same. */
  readonly duplicates: readonly RuleKey[];
  /** They match all that the rule matches, and more. */
  readonly subsumedBy: readonly RuleKey[];
  /** The rule matches all that they match, and more. */
  readonly subsumes: readonly RuleKey[];
  /** None of these, and they test most of the same; most indicators first, a few at most. */
  readonly sharing: readonly SharingRule[];
}

export interface SharingRule {
  readonly key: RuleKey;
  /** Indicators in common, without those that much of the corpus tests. */
  readonly indicators: number;
}
