import { place, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import type { Check } from "../check.ts";
import { rewrittenRules } from "./rewritten-rules.ts";

/** A changed rule that matches the same as another one. */
export const ruleDuplicate: Check = {
  id: "rule-duplicate",
  title: "Two rules match the same events",
  defaultLevel: "warning",
  documentation: {
    what: "A rule that is new, or was changed in logic, log source or lifecycle, and another counted one look at an event in common, and each provably matches all that the other matches there. Order, names, lines and the spelling of fields and values make no difference; polarity, case where it matters, thresholds and time windows do. Parts that were not understood are the same only where their text is. Titles, levels and techniques are not compared.",
    why: "Every match alerts twice, both rules have to be tuned, and coverage looks stronger than it is.",
    mend: "Keep one of them with the techniques of both. If they are meant for two systems, say so in their log sources.",
  },
  *run(assessment) {
    for (const rule of rewrittenRules(assessment)) {
      const { duplicates } = assessment.neighboursOf(rule);
      if (duplicates.length === 0) continue;
      const others = listProse(duplicates, (other) => [place(other.rule.path, other.rule.line)]);
      yield {
        subject: rule.rule.key,
        message: say`It matches the same as ${others}. Keep one of them.`,
        location: { path: rule.rule.path, line: rule.rule.line, column: 1 },
      };
    }
  },
};
