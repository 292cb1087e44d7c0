import type { Catalogue } from "../attack/catalogue.ts";
import type { TechniqueId } from "../model/attack.ts";
import { CoverTally, isCovered, isThin } from "../model/cover.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import type { AnalysisOptions } from "./analyse.ts";
import { CorpusHistory, type FileRulesChange, type RuleTurnover } from "./corpus-history.ts";
import type { NoisePolicy } from "./noise.ts";
import { noiseOverTime } from "./noise-history.ts";

/** A corpus at one moment, in numbers. */
export interface CorpusCount {
  readonly rules: number;
  /** Rules that count for coverage. */
  readonly counted: number;
  /** Active techniques that are covered, by themselves or below. */
  readonly covered: number;
  /** Of them those that are covered thinly. */
  readonly thin: number;
  /** Counted rules that are noisy. */
  readonly noisy: number;
  readonly noiseThreshold: number;
}

/**
 * The numbers of a corpus after each of several steps, from an empty one on: those that a report on each moment by
 * itself would have, at the cost of what changed.
 */
export function countOverTime(
  steps: readonly (readonly FileRulesChange[])[],
  options: AnalysisOptions & { readonly noise: NoisePolicy },
): readonly CorpusCount[] {
  const history = new CorpusHistory(options);
  const turnovers = steps.map((changes) => history.change(changes));
  const coverage = new CoverageTally(options.catalogue);
  const counts = turnovers.map((turnover) => {
    coverage.change(turnover);
    return coverage.count();
  });
  const noise = noiseOverTime(turnovers, options.noise);
  return counts.map((count, index) => {
    const { rules: noisy = 0, threshold = 0 } = noise[index] ?? {};
    return { ...count, noisy, noiseThreshold: threshold };
  });
}

/** What counted rules there are for each technique, by itself or below, in a corpus that changes. */
class CoverageTally {
  readonly #catalogue: Catalogue;
  readonly #active: ReadonlySet<TechniqueId>;
  readonly #covers = new Map<TechniqueId, CoverTally>();
  #rules = 0;
  #counted = 0;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
    this.#active = new Set(catalogue.activeTechniques.map(({ id }) => id));
  }

  change({ added, removed }: RuleTurnover): void {
    for (const rule of removed) this.#take(rule, -1);
    for (const rule of added) this.#take(rule, 1);
  }

  count(): Pick<CorpusCount, "rules" | "counted" | "covered" | "thin"> {
    const covers = Array.from(this.#covers.values(), ({ cover }) => cover);
    return {
      rules: this.#rules,
      counted: this.#counted,
      covered: covers.filter(isCovered).length,
      thin: covers.filter(isThin).length,
    };
  }

  #take(rule: AnalysedRule, sign: 1 | -1): void {
    this.#rules += sign;
    if (!rule.counted) return;
    this.#counted += sign;
    for (const id of this.#coveredBy(rule)) {
      const tally = this.#covers.get(id) ?? new CoverTally();
      this.#covers.set(id, tally);
      tally.count(rule, sign);
    }
  }

  /** Roll-up is one way, and a rule counts once for a technique however many of its children it names (DESIGN 3.3). */
  #coveredBy({ techniques }: AnalysedRule): ReadonlySet<TechniqueId> {
    const parents = techniques.flatMap((id) => this.#catalogue.technique(id)?.parent ?? []);
    return new Set([...techniques, ...parents].filter((id) => this.#active.has(id)));
  }
}
