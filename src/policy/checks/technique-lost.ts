import { say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { coverAfter, leftWords, nameTechnique, weakening } from "../words.ts";
import { Removals } from "./removals.ts";
import { familyChanges, namingOf } from "./technique-family.ts";

/** A technique that the base covered and the head does not. */
export const techniqueLost: Check = {
  id: "technique-lost",
  title: "An ATT&CK technique is no longer covered",
  defaultLevel: "error",
  isLoss: true,
  documentation: {
    what: "At least one counted rule covered the technique before the change, and none does after it; with [weights](configuration.md#count), its strength was at least 1 and is less. A rule covers what it names, and the parent of a sub-technique that it names. A parent that goes with its last sub-technique is told with it, as one loss.",
    why: "Deleting, disabling or re-tagging a rule is often right. Losing a technique by it seldom is meant, and nobody sees it in the lines of a diff.",
    mend: "Keep a rule for the technique, or tag another rule that does detect it. If the loss is meant, accept it where others find it: by the label that the comment names, or by a [waiver](adopting.md#accept-a-finding) with the reason.",
  },
  *run(assessment, catalogue) {
    const removals = new Removals(assessment);
    for (const { change, parent } of familyChanges(assessment, "lost", catalogue)) {
      const parentToo = parent === undefined ? [] : say` With it goes ${nameTechnique(parent)}.`;
      const lost = removals.describe(change.rules.removed, namingOf(change, catalogue), change.strength?.lighter);
      yield {
        subject: change.id,
        message: say`${nameTechnique(change)} has ${[leftWords(coverAfter(change))]}. It was covered by ${lost}.${parentToo}`,
        location: removals.locate(weakening(change)),
        causes: removals.causes(weakening(change)),
      };
    }
  },
};
