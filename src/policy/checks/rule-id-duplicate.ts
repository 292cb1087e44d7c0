import { changedRules } from "../../model/assessment.ts";
import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { list } from "../words.ts";

/** Two rules of the head that say they are the same one. */
export const ruleIdDuplicate: Check = {
  id: "rule-id-duplicate",
  title: "Two rules have the same id",
  defaultLevel: "error",
  documentation: {
    what: "A changed rule has the id of another rule of the corpus.",
    why: "Deployment tools keep one of the two and drop the other, and no one can say which.",
    mend: "Give the newer rule an id of its own.",
  },
  *run(assessment) {
    const changed = changedRules(assessment).filter(({ sharedKey }) => sharedKey !== undefined);
    for (const { rule, sharedKey } of changed) {
      const others = assessment.head.rules.filter(
        (other) => other.sharedKey === sharedKey && other.rule.key !== rule.key,
      );
      yield {
        subject: sharedKey ?? rule.key,
        detail: rule.path,
        message: say`The id ${quote(sharedKey ?? rule.key)} is also that of ${list(others.map((other) => [quote(other.rule.path)]))}; give one of them an id of its own.`,
        location: { path: rule.path, line: rule.line, column: 1 },
      };
    }
  },
};
