import type { Tactic, Technique } from "../model/attack.ts";
import type { RuleKey } from "../model/rule.ts";
import type { AnalysedRule, Event } from "../model/snapshot.ts";
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
  /** What the rules of both lists look at. */
  readonly events: readonly Event[];
}

export interface EventView {
  readonly event: Event;
  readonly rules: number;
}
