import type { Assessment } from "../../model/assessment.ts";
import type { TechniqueChange } from "../../model/delta.ts";
import { type Prose, quote, say } from "../../model/prose.ts";
import type { Check, CheckResult } from "../check.ts";
import { list } from "../words.ts";
import { describeRemoval, locationOfRemoval } from "./removal.ts";

/** A technique that several rules covered and one still does. */
export const techniqueThinned: Check = {
  id: "technique-thinned",
  title: "An ATT&CK technique is left to one rule",
  defaultLevel: "warning",
  documentation: {
    what: "A technique that two or more counted rules covered in the base has exactly one in the head.",
    why: "One rule is one evasion, one broken log source or one deletion away from none.",
    mend: "Look whether the rule that is left would catch what the others caught; if not, keep one of them.",
  },
  *run(assessment) {
    for (const change of assessment.delta?.techniques ?? []) {
      if (change.change === "thinned") yield resultOf(change, assessment);
    }
  },
};

function resultOf(change: TechniqueChange, assessment: Assessment): CheckResult {
  const technique = { kind: "technique", id: change.id, name: change.name } as const;
  const reasons = change.rules.removed.map((key) => describeRemoval(key, change.id, assessment));
  return {
    subject: change.id,
    message: say`${technique} is left to one rule (${change.before} → 1): ${ruleLeft(change, assessment)}. It lost ${list(reasons)}.`,
    location: locationOfRemoval(change.rules.removed, assessment),
  };
}

function ruleLeft({ id }: TechniqueChange, { head }: Assessment): Prose {
  const left = head.rules.find(
    ({ counted, techniques }) =>
      counted && techniques.some((claimed) => claimed === id || claimed.startsWith(`${id}.`)),
  );
  return [quote(left?.rule.path ?? "")];
}
