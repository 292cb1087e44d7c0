import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { escaped } from "../words.ts";
import { changedClaims } from "./claims.ts";

/** A technique id that this version of ATT&CK does not have. */
export const techniqueUnknown: Check = {
  id: "technique-unknown",
  title: "A technique id is not in ATT&CK",
  defaultLevel: "error",
  documentation: {
    what: "A changed rule names a technique id that the ATT&CK version in use does not have in any state: not active, not deprecated, not revoked.",
    why: "The rule looks mapped and covers nothing. It is a typing error, or the id belongs to another version or another matrix.",
    mend: "Correct the id, or set `attack.version` to the version that has it.",
  },
  *run(assessment, catalogue) {
    for (const { rule, claim, resolution, detail, location } of changedClaims(assessment, catalogue)) {
      if (resolution.kind !== "unknown") continue;
      const message = say`${quote(claim.declared)} is not a technique of ATT&CK ${escaped(catalogue.version)} and counts for nothing; correct the id, or choose the version that has it.`;
      yield { subject: rule.rule.key, detail, message, location };
    }
  },
};
