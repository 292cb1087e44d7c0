import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { nameTechnique } from "../words.ts";
import { changedClaims } from "./claims.ts";

/** A technique id that another one replaced. */
export const techniqueRevoked: Check = {
  id: "technique-revoked",
  title: "A technique id was replaced",
  defaultLevel: "warning",
  documentation: {
    what: "A changed rule names a technique id that ATT&CK revoked in favour of another.",
    why: "Here it counts for its replacement, so the figures are right. Other tools may drop it without a word.",
    mend: "Write the id that the message names, or let `detcov attack migrate --write` do it in every file. A change of ids alone changes no coverage: it is reported as `moved`.",
  },
  *run(assessment, catalogue) {
    for (const { rule, claim, resolution, detail, location } of changedClaims(assessment, catalogue)) {
      if (resolution.kind !== "revoked" || resolution.replacement === undefined) continue;
      const replacement = nameTechnique(resolution.replacement);
      const message = say`${quote(claim.declared)} was revoked by ATT&CK; write ${replacement}, which it is counted as.`;
      yield { subject: rule.rule.key, detail, message, location };
    }
  },
};
