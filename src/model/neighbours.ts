import type { Rule, RuleKey } from "./rule.ts";
import type { AnalysedRule } from "./snapshot.ts";

/** What of a rule says which neighbours it has. */
export interface ComparedRule extends Pick<AnalysedRule, "events" | "indicators" | "coded" | "anchors" | "isHelper"> {
  readonly rule: Pick<Rule, "key" | "format" | "logSource" | "condition">;
}

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
