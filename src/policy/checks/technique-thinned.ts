import type { Catalogue } from "../../attack/catalogue.ts";
import type { Assessment } from "../../model/assessment.ts";
import type { TechniqueChange } from "../../model/delta.ts";
import { type Prose, place, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { isCovering } from "../is-covering.ts";
import { nameTechnique } from "../words.ts";
import { Removals } from "./removals.ts";
import { familyChanges, namingOf } from "./technique-family.ts";

/** A technique that several rules covered and one still does. */
export const techniqueThinned: Check = {
  id: "technique-thinned",
  title: "An ATT&CK technique is left to one rule",
  defaultLevel: "warning",
  isLoss: true,
  documentation: {
    what: "Two or more counted rules covered the technique before the change, and exactly one does after it.",
    why: "One rule is one evasion, one broken log source or one deletion away from none.",
    mend: "Look whether the rule that is left catches what the others caught, on the same log sources. If it does not, keep one of them.",
  },
  *run(assessment, catalogue) {
    const removals = new Removals(assessment);
    for (const { change, parent } of familyChanges(assessment, "thinned", catalogue)) {
      const left = ruleLeft(change, assessment, catalogue);
      const lost = removals.describe(change.rules.removed, namingOf(change, catalogue));
      const parentToo = parent === undefined ? [] : say` So is its parent ${nameTechnique(parent)}.`;
      yield {
        subject: change.id,
        message: say`${nameTechnique(change)} is left to one rule (${change.before} → 1): ${left}. It lost ${lost}.${parentToo}`,
        location: removals.locate(change.rules.removed),
        causes: removals.causes(change.rules.removed),
      };
    }
  },
};

function ruleLeft({ id }: TechniqueChange, { head, isJudged }: Assessment, catalogue: Catalogue): Prose {
  const left = head.rules.find(
    ({ rule, counted, techniques }) =>
      counted &&
      isJudged?.(rule.path) !== false &&
      techniques.some((technique) => isCovering(technique, id, catalogue)),
  );
  return left === undefined ? [] : [place(left.rule.path)];
}
