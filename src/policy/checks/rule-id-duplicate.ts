import { addTo } from "../../model/add-to.ts";
import { changedRules } from "../../model/assessment.ts";
import { place, quote, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { Check } from "../check.ts";

/** Two rules of the head that say they are the same one. */
export const ruleIdDuplicate: Check = {
  id: "rule-id-duplicate",
  title: "Two rules have the same id",
  defaultLevel: "error",
  documentation: {
    what: "A changed rule has the id of another rule of the corpus.",
    why: "Deployment tools keep one of the two and drop the other, and which one depends on the order of files. Comparisons can't follow either of them.",
    mend: "Give the newer rule an id of its own.",
  },
  *run(assessment) {
    const byId = rulesBySharedId(assessment.head.rules);
    for (const { rule, sharedKey } of changedRules(assessment)) {
      if (sharedKey === undefined) continue;
      const others = (byId.get(sharedKey) ?? []).filter((other) => other.rule.key !== rule.key);
      const places = listProse(others, (other) => [place(other.rule.path, other.rule.line)]);
      yield {
        subject: sharedKey,
        detail: rule.path,
        message: say`The id ${quote(sharedKey)} is also that of ${places}; give one of them an id of its own.`,
        location: { path: rule.path, line: rule.line, column: 1 },
      };
    }
  },
};

function rulesBySharedId(rules: readonly AnalysedRule[]): ReadonlyMap<string, readonly AnalysedRule[]> {
  const byId = new Map<string, AnalysedRule[]>();
  for (const rule of rules) {
    if (rule.sharedKey === undefined) continue;
    addTo(byId, rule.sharedKey, rule);
  }
  return byId;
}
