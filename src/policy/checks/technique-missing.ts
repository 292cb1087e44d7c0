import { changedRules } from "../../model/assessment.ts";
import { say } from "../../model/prose.ts";
import type { Check } from "../check.ts";

/** A counted rule that names no technique. */
export const techniqueMissing: Check = {
  id: "technique-missing",
  title: "A rule names no technique",
  defaultLevel: "note",
  documentation: {
    what: "A changed rule that counts for coverage names no ATT&CK technique at all.",
    why: "It detects something, and no figure on coverage shows it.",
    mend: "Tag the rule with the technique that it detects, as exactly as you can: with a sub-technique where one fits.",
  },
  *run(assessment) {
    for (const { rule, counted } of changedRules(assessment)) {
      if (!counted || rule.techniques.length > 0) continue;
      yield {
        subject: rule.key,
        message: say`The rule names no ATT&CK technique, so it adds nothing to coverage; tag what it detects.`,
        location: { path: rule.path, line: rule.line, column: 1 },
      };
    }
  },
};
