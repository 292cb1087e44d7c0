import type { Catalogue } from "../attack/catalogue.ts";
import type { Technique, TechniqueId } from "../model/attack.ts";
import { type Cover, CoverTally, isCovered, noCover } from "../model/cover.ts";
import type { CoverageCount } from "../model/delta.ts";
import type { AnalysedRule } from "../model/snapshot.ts";

/** How far a corpus covers what a team asks for; each question costs no pass over the rules. */
export interface TargetCoverage {
  /** By counted rules that name the technique or, of a parent, what is below it. */
  readonly coverOf: (id: TechniqueId) => Cover;
  /** Of the techniques that count and that a question is about. */
  readonly shareOf: (isMeant: (technique: Technique) => boolean) => CoverageCount;
}

export function targetCoverageOf(rules: readonly AnalysedRule[], catalogue: Catalogue): TargetCoverage {
  const tallies = new Map<TechniqueId, CoverTally>();
  for (const rule of rules) {
    if (!rule.counted) continue;
    const covered = new Set(rule.techniques.flatMap((id) => [id, catalogue.technique(id)?.parent ?? id]));
    for (const id of covered) {
      const tally = tallies.get(id) ?? new CoverTally();
      tallies.set(id, tally);
      tally.count(rule, 1);
    }
  }
  const coverOf = (id: TechniqueId) => tallies.get(id)?.cover ?? noCover;
  return {
    coverOf,
    shareOf(isMeant) {
      const meant = catalogue.activeTechniques.filter(isMeant);
      return { covered: meant.filter(({ id }) => isCovered(coverOf(id))).length, total: meant.length };
    },
  };
}
