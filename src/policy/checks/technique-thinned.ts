import type { Catalogue } from "../../attack/catalogue.ts";
import type { Assessment } from "../../model/assessment.ts";
import { strengthText } from "../../model/cover.ts";
import type { TechniqueChange } from "../../model/delta.ts";
import { type Prose, place, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import type { Check } from "../check.ts";
import { isCovering } from "../is-covering.ts";
import { count, nameTechnique, weakening } from "../words.ts";
import { Removals } from "./removals.ts";
import { familyChanges, namingOf } from "./technique-family.ts";

/** A technique that several rules covered and one still does. */
export const techniqueThinned: Check = {
  id: "technique-thinned",
  title: "An ATT&CK technique is left to one rule",
  defaultLevel: "warning",
  isLoss: true,
  documentation: {
    what: "Two or more counted rules covered the technique before the change, and exactly one does after it; with [weights](configuration.md#count), its strength was at least 2 and is less, and still at least 1.",
    why: "One rule is one evasion, one broken log source or one deletion away from none.",
    mend: "Look whether the rule that is left catches what the others caught, on the same log sources. If it does not, keep one of them.",
  },
  *run(assessment, catalogue) {
    const removals = new Removals(assessment);
    for (const { change, parent } of familyChanges(assessment, "thinned", catalogue)) {
      const left = rulesLeft(change, assessment, catalogue);
      const lost = removals.describe(change.rules.removed, namingOf(change, catalogue), change.strength?.lighter);
      const parentToo = parent === undefined ? [] : say` So is its parent ${nameTechnique(parent)}.`;
      yield {
        subject: change.id,
        message: say`${nameTechnique(change)} is left to ${[thinWords(change)]}: ${left}. It lost ${lost}.${parentToo}`,
        location: removals.locate(weakening(change)),
        causes: removals.causes(weakening(change)),
      };
    }
  },
};

/** `one rule (2 → 1)`, and with weights `2 rules, strength 1.5 (2.5 → 1.5)`. */
function thinWords({ before, after, strength }: TechniqueChange): string {
  if (strength === undefined) return `one rule (${before} → 1)`;
  const [former, now] = [strengthText(strength.before), strengthText(strength.after)];
  return `${count(after, "rule")}, strength ${now} (${former} → ${now})`;
}

function rulesLeft({ id }: TechniqueChange, { head, isJudged }: Assessment, catalogue: Catalogue): Prose {
  const left = head.rules.filter(
    ({ rule, counted, techniques }) =>
      counted &&
      isJudged?.(rule.path) !== false &&
      techniques.some((technique) => isCovering(technique, id, catalogue)),
  );
  return listProse(left, ({ rule }) => [place(rule.path)]);
}
