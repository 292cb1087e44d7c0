import { addTo } from "../model/add-to.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import type { Difference } from "./difference.ts";
import type { PostingIndex } from "./width.ts";

/** A corpus with its index. */
export interface IndexedCorpus {
  readonly rules: readonly AnalysedRule[];
  readonly reach: PostingIndex;
}

/**
 * The index of a revision that differs from an indexed one in a few rules: of base, where that of head is known.
 *
 * What head has alone is left out, and what base has alone stands behind all others: positions are other ones than in
 * an index that is made of base, and widths are the same.
 */
export function reachBeside({ rules, reach }: IndexedCorpus, { gone, come }: Difference): PostingIndex {
  const left = new Set(come);
  const leftAt = new Set(rules.flatMap((rule, position) => (left.has(rule) ? [position] : [])));
  const behind = positionsBehind(reach.size, gone);
  const known = new Map<string, readonly number[]>();
  const exchanged = (key: string) => {
    const kept = reach.rulesWith(key).filter((position) => !leftAt.has(position));
    return [...kept, ...(behind.get(key) ?? [])];
  };
  return {
    size: reach.size - leftAt.size + gone.length,
    rulesWith: (key) => {
      const positions = known.get(key) ?? exchanged(key);
      known.set(key, positions);
      return positions;
    },
  };
}

function positionsBehind(size: number, rules: readonly AnalysedRule[]): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  for (const [index, { indicators }] of rules.entries()) {
    for (const { key } of indicators) addTo(positions, key, size + index);
  }
  return positions;
}
