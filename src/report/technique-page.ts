import type { RuleWidth } from "../model/assessment.ts";
import type { Tactic, Technique } from "../model/attack.ts";
import type { Cover } from "../model/cover.ts";
import type { AnalysedRule, Event } from "../model/snapshot.ts";
import type { EventUse, ExclusionUse, FieldUse, IndicatorUse } from "../model/technique-profile.ts";
import type { AnalyticLogSource, AtomicTest, Countermeasure } from "../model/validation.ts";
import type { AttackVersion, Tool } from "./diff-view.ts";

/** Everything about one technique and the rules for it, as one who is about to write a rule wants to know it. */
export interface TechniquePage {
  readonly tool: Tool;
  readonly attack: AttackVersion;
  /** A commit id, or `working tree`. */
  readonly revision: string;
  readonly technique: Technique;
  /** The technique that was asked for, where it was revoked and `technique` took its place. */
  readonly revoked: Technique | undefined;
  readonly parent: RelatedTechnique | undefined;
  /** Sub-techniques, sorted by id. */
  readonly children: readonly RelatedTechnique[];
  /** In the order of the matrix. */
  readonly tactics: readonly Tactic[];
  /** Rules that claim it or one of its sub-techniques and count, or come from a reference source; by format, the team's own first, then path. */
  readonly rules: readonly ListedRule[];
  /** By those of them that count. */
  readonly cover: Cover;
  /** Rules that claim it and neither count nor are references, such as deprecated ones. */
  readonly leftOut: number;
  /** What the rules look at, by provider and id. */
  readonly events: readonly EventUse[];
  /** Events that ATT&CK's analytics name and none of the rules looks at, by provider and id. */
  readonly unwatched: readonly UnwatchedEvent[];
  /** What ATT&CK's analytics look at. */
  readonly analytics: readonly AnalyticLogSource[];
  readonly fields: readonly FieldUse[];
  readonly indicators: readonly IndicatorUse[];
  readonly exclusions: readonly ExclusionUse[];
  /** Other techniques that the same rules claim, most rules first. */
  readonly together: readonly RelatedTechnique[];
  /** Of the technique and its sub-techniques, by id. */
  readonly countermeasures: readonly Countermeasure[];
  /** Of the technique and its sub-techniques. */
  readonly tests: readonly AtomicTest[];
  readonly totals: Totals;
  readonly noiseThreshold: number;
}

export interface RelatedTechnique {
  readonly technique: Technique;
  /** Counted rules, by itself or below; for `together`, of the rules of the page. */
  readonly rules: number;
  readonly isCovered: boolean;
  readonly tests: number;
}

export interface ListedRule {
  readonly analysed: AnalysedRule;
  readonly role: "own" | "reference";
  readonly width: RuleWidth;
}

export interface UnwatchedEvent {
  readonly event: Event;
  /** Rules for other techniques that look at it. */
  readonly elsewhere: number;
  /** Detection strategies that name it, sorted. */
  readonly strategies: readonly string[];
}

/** How much each source has for all techniques together. */
export interface Totals {
  /** Rules of the corpus, counted or not. */
  readonly corpus: number;
  /** Counted rules that claim a technique, by format, sorted. */
  readonly rules: ReadonlyMap<string, number>;
  readonly countermeasures: number;
  readonly tests: number;
}

/** How many of some rules are in each format, in the order of the rules. */
export function countFormats(rules: readonly ListedRule[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { analysed } of rules) counts.set(analysed.rule.format, (counts.get(analysed.rule.format) ?? 0) + 1);
  return counts;
}
