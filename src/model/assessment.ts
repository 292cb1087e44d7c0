import type { Delta } from "./delta.ts";
import { compareText } from "./order.ts";
import type { RuleKey } from "./rule.ts";
import type { AnalysedRule, Indicator, Snapshot } from "./snapshot.ts";
import type { RepositoryPath } from "./source.ts";
import type { Targets } from "./targets.ts";

/** Everything that checks judge: the head corpus, what the change did to it, and what was measured of it. */
export interface Assessment {
  /** The whole of it, whatever part of it is judged. */
  readonly head: Snapshot;
  /** Whether a file is of the suite that is judged; left out where everything is judged together. */
  readonly isJudged?: (path: RepositoryPath) => boolean;
  /** Undefined where there is nothing to compare with. */
  readonly delta: Delta | undefined;
  /** Files that the change added or altered. */
  readonly changedPaths: ReadonlySet<RepositoryPath>;
  /** Width of each changed rule. */
  readonly widths: ReadonlyMap<RuleKey, RuleWidth>;
  /** What `reach` of the width was in the base, for each changed rule whose logic was edited; by its key in the head. */
  readonly formerReach: ReadonlyMap<RuleKey, number | undefined>;
  /** The least width that is noise. */
  readonly noiseThreshold: number;
  /** What the team wants to be covered, and how far it is. */
  readonly targets: Targets;
  /** Counted rules that match what a rule of the head matches; worked out when first asked for. */
  readonly neighboursOf: (rule: AnalysedRule) => CountedNeighbours;
  /** Fields of a rule of the head that look like slips; worked out when first asked for. */
  readonly lonelyFieldsOf: (rule: AnalysedRule) => readonly LonelyField[];
}

/** A field, as its author wrote it, that no other rule of the log source names, and one like it that others do name. */
export interface LonelyField {
  readonly field: string;
  readonly line: number;
  readonly similar: string;
  /** Rules of the log source that name the similar one. */
  readonly rules: number;
}

/** Counted rules of the head beside one of them (DESIGN 4.7), sorted by key. */
export type CountedNeighbours = Readonly<Record<"duplicates" | "subsumedBy" | "subsumes", readonly AnalysedRule[]>>;

/** How specific a rule is (DESIGN 4.5). */
export interface RuleWidth {
  /** Rules of the corpus that test everything the weakest path tests; undefined where that is not known. */
  readonly reach: number | undefined;
  /** The weakest path; empty where one way to match tests nothing. */
  readonly path: readonly Indicator[];
  /** Whether a threshold, count or comparison narrows the path in a way that reach can't see. */
  readonly isConstrained: boolean;
  /** Whether it is so wide that the rule alerts on what is common. */
  readonly isNoisy: boolean;
  /** What the other rules that test the weakest path test besides, most often first; only where the rule is noisy. */
  readonly companions: readonly { readonly indicator: Indicator; readonly rules: number }[];
}

/** Rules that the change added or edited, by path and place in the file. */
export function changedRules({ delta }: Pick<Assessment, "delta">): readonly AnalysedRule[] {
  if (delta === undefined) return [];
  const changed = [...delta.rules.added, ...delta.rules.edited.map(({ after }) => after)];
  return changed.sort(({ rule: a }, { rule: b }) => compareText(a.path, b.path) || a.line - b.line);
}
