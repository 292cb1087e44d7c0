import type { Comparison } from "../analysis/compare.ts";
import { type Coverage, coverageOf } from "../analysis/coverage.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import { isCovered } from "../model/cover.ts";
import { compareText } from "../model/order.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { CoveredTechnique } from "../report/covered-technique.ts";
import type { DiffView } from "../report/diff-view.ts";

interface Compared {
  readonly head: Snapshot;
  /** Undefined where there is nothing to compare with. */
  readonly base: Snapshot | undefined;
  readonly comparison: Comparison | undefined;
}

/** The techniques that either side of a change covers, listed when they are first asked for: most outputs don't. */
export function coveredBy({ head, base, comparison }: Compared, catalogue: Catalogue): DiffView["covered"] {
  let before: readonly CoveredTechnique[] | undefined;
  let after: readonly CoveredTechnique[] | undefined;
  return {
    get before() {
      before ??= base && comparison && coveredTechniques(comparison.before, base, catalogue);
      return before;
    },
    get after() {
      after ??= coveredTechniques(comparison?.after ?? coverageOf(head.rules, catalogue), head, catalogue);
      return after;
    },
  };
}

/** The techniques that a snapshot covers, with the rules that do; sorted by id. */
function coveredTechniques(
  { techniques }: Coverage,
  snapshot: Snapshot,
  catalogue: Catalogue,
): readonly CoveredTechnique[] {
  const byKey = new Map(snapshot.rules.map((rule) => [rule.rule.key, rule]));
  return techniques.flatMap(({ id, rules: own, rulesBelow, cover }): readonly CoveredTechnique[] => {
    const technique = catalogue.technique(id);
    if (technique === undefined || !isCovered(cover)) return [];
    const keys = rulesBelow.length === 0 ? own : [...own, ...rulesBelow].sort(compareText);
    return [{ technique, rules: keys.flatMap((key) => byKey.get(key) ?? []), cover }];
  });
}
