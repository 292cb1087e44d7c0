import type { Tactic, Technique } from "../model/attack.ts";
import type { Cover } from "../model/cover.ts";
import type { Delta } from "../model/delta.ts";
import type { Claim, Rule, RuleKey } from "../model/rule.ts";
import type { AnalysedRule, Event, Indicator } from "../model/snapshot.ts";
import type { Targets } from "../model/targets.ts";
import type { CorpusSummary } from "./corpus-summary.ts";
import type { AttackVersion, Tool } from "./diff-view.ts";

/** Everything a report on the coverage of one corpus shows. */
export interface ReportView {
  readonly tool: Tool;
  readonly attack: AttackVersion;
  /** A commit id, or `working tree`. */
  readonly revision: string;
  readonly corpus: CorpusSummary;
  /** In the order of the matrix. */
  readonly tactics: readonly TacticView[];
  /** Every active technique, covered or not, sorted by id. */
  readonly techniques: readonly TechniqueView[];
  /** Counted rules that name no technique that is known, sorted by key. */
  readonly unmapped: readonly RuleKey[];
  /** Events that counted rules look at, by provider and id. */
  readonly events: readonly EventView[];
  readonly noiseThreshold: number;
  /** How many counted rules are noisy. */
  readonly noisyRules: number;
  /** The widest counted rules, the widest first; as many as one can look at. */
  readonly widest: readonly WideRule[];
  /** What counted rules claim that is not active in ATT&CK, by path and line. */
  readonly claims: readonly ClaimView[];
  /** What the team wants to be covered, and how far it is; `before` is when the history begins, where one is shown. */
  readonly targets: Targets;
  readonly history: HistoryView;
}

export interface WideRule {
  readonly rule: AnalysedRule;
  readonly reach: number;
  /** The weakest path; empty where one way to match tests nothing. */
  readonly path: readonly Indicator[];
  readonly isNoisy: boolean;
}

export interface ClaimView {
  readonly rule: Rule;
  readonly claim: Claim;
  readonly state: "revoked" | "deprecated" | "unknown";
  /** What it counts for instead, if anything. */
  readonly replacement: Technique | undefined;
}

/** What only git can tell. */
export type HistoryView =
  | { readonly kind: "not-asked" }
  /** `reason` is a sentence. */
  | { readonly kind: "absent"; readonly reason: string }
  | PresentHistory;

export interface PresentHistory {
  readonly kind: "present";
  /** The day of what the corpus is compared with, in UTC. */
  readonly since: string;
  /** Whether the history reaches back as far as was asked for; else `since` is where it begins. */
  readonly isWhole: boolean;
  /** What became of the team's own rules since then. */
  readonly delta: Delta;
  readonly stale: {
    /** Rules were changed last before this day. */
    readonly before: string;
    /** The longest untouched first. */
    readonly rules: readonly StaleRule[];
  };
}

export interface StaleRule {
  readonly rule: AnalysedRule;
  /** The day on which its file was changed last, in UTC. */
  readonly date: string;
}

export interface TacticView {
  readonly tactic: Tactic;
  readonly covered: number;
  readonly total: number;
}

export interface TechniqueView {
  readonly technique: Technique;
  /** Counted rules that claim it, sorted by key. */
  readonly rules: readonly AnalysedRule[];
  /** Counted rules that claim one of its sub-techniques and not itself, sorted by key. */
  readonly rulesBelow: readonly AnalysedRule[];
  /** By the rules of both lists. */
  readonly cover: Cover;
  /** What the rules of both lists look at. */
  readonly events: readonly Event[];
}

export interface EventView {
  readonly event: Event;
  readonly rules: number;
}
