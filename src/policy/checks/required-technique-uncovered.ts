import { strengthText } from "../../model/cover.ts";
import { type Prose, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import { type RequiredTechnique, stateOfTarget } from "../../model/targets.ts";
import type { CorpusCheck } from "../check.ts";
import { count, nameTechnique } from "../words.ts";

/** A technique that the team requires and no rule covers, whoever is to blame. */
export const requiredTechniqueUncovered: CorpusCheck = {
  id: "required-technique-uncovered",
  title: "A required technique is not covered",
  defaultLevel: "error",
  isLasting: true,
  isAboutTargets: true,
  documentation: {
    what: "No counted rule covers a technique that the configuration asks for under `required`: by its list, a layer of the Navigator or a group. A parent is covered by a rule for any of its sub-techniques. It is said on every change until there is a rule, because it is about the corpus; where the change itself lost the technique, `lost-required` says so instead.",
    why: "What a team has decided to detect is worth more than the average technique, and a gap that nobody sees is not closed.",
    mend: "Write or tag a rule for it; `detcov technique` shows what others test. If the gap is known and older than the target, record it with `detcov ratchet --write --reset`, so that only new gaps count, or accept it with a waiver for the technique.",
  },
  *run({ targets }) {
    for (const technique of targets.required) {
      if (stateOfTarget(technique) !== "open") continue;
      yield {
        subject: technique.id,
        message: say`${nameTechnique(technique)} is required by ${origins(technique)}, and ${[uncoveredWords(technique)]}.`,
        location: undefined,
      };
    }
  },
};

function uncoveredWords({ after: { rules, strength } }: RequiredTechnique): string {
  if (rules === 0 || strength === undefined) return "no rule covers it";
  return `${count(rules, "rule")} of strength ${strengthText(strength)} ${rules === 1 ? "does" : "do"} not cover it`;
}

/** `your list and APT29 (G0016)` */
export function origins({ origins: all }: RequiredTechnique): Prose {
  return listProse(all, (origin) => origin);
}
