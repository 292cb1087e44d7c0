import type { AnalysedRule } from "../model/snapshot.ts";

/** What is not the same in two revisions. A rule that both have and that nothing touched is one object. */
export interface Difference {
  /** Rules as only base has them, in its order. */
  readonly gone: readonly AnalysedRule[];
  /** Rules as only head has them, in its order. */
  readonly come: readonly AnalysedRule[];
}

export function differenceOf(base: readonly AnalysedRule[], head: readonly AnalysedRule[]): Difference {
  const gone = new Set(base);
  const come = head.filter((rule) => !gone.delete(rule));
  return { gone: [...gone], come };
}
