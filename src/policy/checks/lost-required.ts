import type { TechniqueChange } from "../../model/delta.ts";
import { say } from "../../model/prose.ts";
import { stateOfTarget } from "../../model/targets.ts";
import type { CorpusCheck } from "../check.ts";
import { leftWords, nameTechnique, weakening } from "../words.ts";
import { Removals } from "./removals.ts";
import { origins } from "./required-technique-uncovered.ts";
import { familyChanges, namingOf } from "./technique-family.ts";

/** A technique that the team requires, covered in the base and not in the head. */
export const lostRequired: CorpusCheck = {
  id: "lost-required",
  title: "A required technique is no longer covered",
  defaultLevel: "error",
  isAboutTargets: true,
  supersedes: "technique-lost",
  documentation: {
    what: "At least one counted rule covered a technique that the configuration asks for under `required`, and after the change none does. It takes the place of `technique-lost` for that technique.",
    why: "The team said beforehand that this technique is not to be lost.",
    mend: "Keep a rule for the technique, or tag another rule that does detect it. A label on the pull request does not accept this loss, for the gap would be there on every change that follows: a waiver for the technique does, or taking it from what is required.",
  },
  *run(assessment, catalogue) {
    const removals = new Removals(assessment);
    const families = familyChanges(assessment, "lost", catalogue);
    const describe = (change: TechniqueChange) =>
      removals.describe(change.rules.removed, namingOf(change, catalogue), change.strength?.lighter);
    for (const technique of assessment.targets.required) {
      if (stateOfTarget(technique) !== "lost") continue;
      const change = assessment.delta?.techniques.find(({ id }) => id === technique.id);
      const parent = families.find((family) => family.change.id === technique.id)?.parent;
      const parentToo = parent === undefined ? [] : say` With it goes ${nameTechnique(parent)}.`;
      const removed = change === undefined ? [] : weakening(change);
      const lost = change === undefined ? [] : say` It was covered by ${describe(change)}.`;
      yield {
        subject: technique.id,
        message: say`${nameTechnique(technique)}, required by ${origins(technique)}, has ${[leftWords(technique.after)]}.${lost}${parentToo}`,
        location: removals.locate(removed),
        causes: removals.causes(removed),
      };
    }
  },
};
