import type { Tactic, Technique } from "../model/attack.ts";
import { isCovered, isThin, strengthOf } from "../model/cover.ts";
import { compareText } from "../model/order.ts";
import type { CoveredTechnique } from "./covered-technique.ts";
import type { ReportView, TechniqueView } from "./report-view.ts";

/** What a lead wants to know of a corpus, for every output that is read by people. */
export interface CoverageOutline {
  /** Active techniques that are covered, by themselves or below. */
  readonly covered: number;
  /** Active techniques. */
  readonly total: number;
  /** Techniques that are covered, and thinly, sorted by id. */
  readonly thin: readonly CoveredTechnique[];
  /** Covered techniques, the strongest first. */
  readonly most: readonly CoveredTechnique[];
  /** In the order of the matrix; only tactics with a gap. */
  readonly gaps: readonly TacticGap[];
}

export interface TacticGap {
  readonly tactic: Tactic;
  /** Techniques of the tactic that nothing covers. */
  readonly total: number;
  /** The same techniques sorted by id, those below another of them left out. */
  readonly techniques: readonly UncoveredTechnique[];
}

export interface UncoveredTechnique {
  readonly technique: Technique;
  /** How many of its sub-techniques are uncovered with it. */
  readonly below: number;
}

export function coverageOutline(view: ReportView): CoverageOutline {
  const all = view.techniques.map(withRules);
  const covered = all.filter(({ cover }) => isCovered(cover));
  const uncovered = all.filter(({ cover }) => !isCovered(cover)).map(({ technique }) => technique);
  return {
    covered: covered.length,
    total: all.length,
    thin: covered.filter(({ cover }) => isThin(cover)),
    most: covered.toSorted((a, b) => strengthOf(b.cover) - strengthOf(a.cover)),
    gaps: view.tactics.flatMap(({ tactic }) => gapOf(tactic, uncovered)),
  };
}

function withRules({ technique, rules, rulesBelow, cover }: TechniqueView): CoveredTechnique {
  if (rulesBelow.length === 0) return { technique, rules, cover };
  const all = [...rules, ...rulesBelow].sort((a, b) => compareText(a.rule.key, b.rule.key));
  return { technique, rules: all, cover };
}

function gapOf(tactic: Tactic, uncovered: readonly Technique[]): readonly TacticGap[] {
  const missing = uncovered.filter(({ tactics }) => tactics.includes(tactic.id));
  if (missing.length === 0) return [];
  const ids = new Set(missing.map(({ id }) => id));
  const techniques = missing
    .filter(({ parent }) => parent === undefined || !ids.has(parent))
    .map((technique) => ({ technique, below: missing.filter(({ parent }) => parent === technique.id).length }));
  return [{ tactic, total: missing.length, techniques }];
}
