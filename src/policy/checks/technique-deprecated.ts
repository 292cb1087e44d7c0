import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { escaped } from "../words.ts";
import { changedClaims } from "./claims.ts";

/** A technique that ATT&CK deprecated without a successor. */
export const techniqueDeprecated: Check = {
  id: "technique-deprecated",
  title: "A technique is deprecated",
  defaultLevel: "warning",
  documentation: {
    what: "A changed rule names a technique that ATT&CK keeps for reference only, or revoked without naming a successor.",
    why: "It is not part of the matrix any more, so the rule covers nothing by it.",
    mend: "Name the technique that describes the behaviour today, or remove the id.",
  },
  *run(assessment, catalogue) {
    for (const { rule, claim, resolution, detail, location } of changedClaims(assessment, catalogue)) {
      const isGone = resolution.kind === "revoked" && resolution.replacement === undefined;
      if (resolution.kind !== "deprecated" && !isGone) continue;
      const message = say`${quote(claim.declared)} (${escaped(resolution.technique.name)}) is deprecated in ATT&CK ${escaped(catalogue.version)} and counts for nothing; name the technique that describes the behaviour today.`;
      yield { subject: rule.rule.key, detail, message, location };
    }
  },
};
