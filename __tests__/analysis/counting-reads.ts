import type { ReachIndex } from "../../src/analysis/reach.ts";

/** The same index, and how often a caller has looked into one of its lists. */
export function countingReads(index: ReachIndex): { readonly index: ReachIndex; reads(): number } {
  let reads = 0;
  const counting = (rules: readonly number[]) =>
    new Proxy(rules, {
      get(target, property, receiver) {
        reads++;
        return Reflect.get(target, property, receiver);
      },
    });
  return {
    index: { ...index, rulesWith: (key) => counting(index.rulesWith(key)) },
    reads: () => reads,
  };
}
