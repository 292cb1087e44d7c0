import { type Assessment, changedRules } from "../../model/assessment.ts";
import type { Aspect } from "../../model/delta.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";

/** What an edit has to alter for a rule to match otherwise than before, or to count where it did not. */
const telling: ReadonlySet<Aspect> = new Set(["logic", "log-source", "lifecycle"]);

/** Counted rules that the change added, or made match otherwise: who edits a title is not asked about the logic. */
export function rewrittenRules(assessment: Assessment): readonly AnalysedRule[] {
  const untold = (assessment.delta?.rules.edited ?? []).filter(({ aspects }) => {
    return !aspects.some((aspect) => telling.has(aspect));
  });
  const left = new Set(untold.map(({ after }) => after));
  return changedRules(assessment).filter((rule) => rule.counted && !left.has(rule));
}
