import type { TechniqueId } from "./attack.ts";
import type { RuleKey } from "./rule.ts";
import type { AnalysedRule, Event, Indicator } from "./snapshot.ts";

/** What changed between two snapshots (DESIGN 4.7). Every list is sorted. */
export interface Delta {
  /** Revisions, as in the snapshots. */
  readonly base: string;
  readonly head: string;
  readonly rules: RuleChanges;
  readonly techniques: readonly TechniqueChange[];
  readonly events: readonly EventChange[];
  /** Indicators that a changed rule has in head and not in base, or the reverse. */
  readonly indicators: {
    readonly added: readonly IndicatorChange[];
    readonly removed: readonly IndicatorChange[];
  };
  readonly coverage: { readonly before: CoverageCount; readonly after: CoverageCount };
}

export interface RuleChanges {
  readonly added: readonly AnalysedRule[];
  readonly removed: readonly AnalysedRule[];
  /** Same key, other path; may be in `edited` too. */
  readonly moved: readonly RulePair[];
  readonly edited: readonly RuleEdit[];
}

export interface RulePair {
  readonly before: AnalysedRule;
  readonly after: AnalysedRule;
}

export interface RuleEdit extends RulePair {
  /** At least one. */
  readonly aspects: readonly Aspect[];
  /** Defined exactly when `aspects` has `logic`. */
  readonly logic: LogicChange | undefined;
}

export type Aspect = "id" | "title" | "lifecycle" | "severity" | "log-source" | "techniques" | "logic";

export interface LogicChange {
  readonly effect: "narrower" | "wider" | "other";
  readonly added: readonly LogicPart[];
  readonly removed: readonly LogicPart[];
}

/**
 * A predicate, constraint or opaque part of the logic in canonical words, one value a part.
 *
 * `nativeField` is the author's name of the field, where it is another; `line` is in the side that has the part, and
 * undefined for what holds several events together.
 */
export type LogicPart =
  | {
      readonly kind: "indicator" | "exclusion";
      readonly indicator: Indicator;
      readonly nativeField: string | undefined;
      readonly line: number;
    }
  | { readonly kind: "constraint" | "opaque"; readonly text: string; readonly line: number | undefined };

export interface TechniqueChange {
  readonly id: TechniqueId;
  readonly name: string;
  readonly change: CoverageChange;
  /** Counted rules that are for it, by itself or below. */
  readonly before: number;
  readonly after: number;
  /** Left out where rules have no weights. */
  readonly strength?: StrengthChange | undefined;
  readonly rules: { readonly added: readonly RuleKey[]; readonly removed: readonly RuleKey[] };
}

/** What the rules for a technique weigh together. */
export interface StrengthChange {
  readonly before: number;
  readonly after: number;
  /** Rules that are still for it and weigh less than they did, by their keys in the base; sorted. */
  readonly lighter: readonly RuleKey[];
}

/**
 * `gained` 0→n, `lost` n→0, `thinned` ≥2→1, `reduced` and `strengthened` otherwise, all of strength: without weights
 * that is the number of rules. `moved`: as strong as before, and some rules now name another id for it.
 */
export type CoverageChange = "gained" | "lost" | "thinned" | "reduced" | "strengthened" | "moved";

export interface EventChange {
  readonly event: Event;
  readonly change: CoverageChange;
  readonly before: number;
  readonly after: number;
  readonly rules: { readonly added: readonly RuleKey[]; readonly removed: readonly RuleKey[] };
}

export interface IndicatorChange {
  readonly indicator: Indicator;
  /** Reach in the base and in the head corpus. */
  readonly before: number;
  readonly after: number;
}

export interface CoverageCount {
  /** Active techniques that are covered, by themselves or below. */
  readonly covered: number;
  /** Active techniques. */
  readonly total: number;
}
