import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { changedClaims } from "./claims.ts";

/** A technique id that another one replaced. */
export const techniqueRevoked: Check = {
  id: "technique-revoked",
  title: "A technique id was replaced",
  defaultLevel: "warning",
  documentation: {
    what: "A changed rule names a technique id that ATT&CK revoked in favour of another.",
    why: "It is counted for its replacement, so coverage is right; other tools may drop it in silence.",
    mend: "Write the id that the message names.",
  },
  *run(assessment, catalogue) {
    for (const { rule, claim, resolution, detail, location } of changedClaims(assessment, catalogue)) {
      if (resolution.kind !== "revoked" || resolution.replacement === undefined) continue;
      const { id, name } = resolution.replacement;
      const message = say`${quote(claim.declared)} was revoked by ATT&CK; write ${{ kind: "technique", id, name }}. It is counted as that.`;
      yield { subject: rule.rule.key, detail, message, location };
    }
  },
};
