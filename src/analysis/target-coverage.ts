import type { Catalogue } from "../attack/catalogue.ts";
import type { Technique, TechniqueId } from "../model/attack.ts";
import type { CoverageCount } from "../model/delta.ts";
import type { AnalysedRule } from "../model/snapshot.ts";

/** How far a corpus covers what a team asks for; each question costs no pass over the rules. */
export interface TargetCoverage {
  /** Counted rules that name the technique or, of a parent, what is below it. */
  readonly rulesFor: (id: TechniqueId) => number;
  /** Of the techniques that count and that a question is about. */
  readonly shareOf: (isMeant: (technique: Technique) => boolean) => CoverageCount;
}

export function targetCoverageOf(rules: readonly AnalysedRule[], catalogue: Catalogue): TargetCoverage {
  const counts = new Map<TechniqueId, number>();
  for (const { counted, techniques } of rules) {
    if (!counted) continue;
    const covered = new Set(techniques.flatMap((id) => [id, catalogue.technique(id)?.parent ?? id]));
    for (const id of covered) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return {
    rulesFor: (id) => counts.get(id) ?? 0,
    shareOf(isMeant) {
      const meant = catalogue.activeTechniques.filter(isMeant);
      return { covered: meant.filter(({ id }) => counts.has(id)).length, total: meant.length };
    },
  };
}
