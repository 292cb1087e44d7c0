import { type Assessment, changedRules } from "../../model/assessment.ts";
import type { Diagnostic } from "../../model/source.ts";
import type { Check } from "../check.ts";

/** A changed file that holds something that can't be read. */
export const ruleUnreadable: Check = {
  id: "rule-unreadable",
  title: "A rule file can't be read",
  defaultLevel: "error",
  documentation: {
    what: "A file that the change adds or edits is broken, or holds a part that its own engine would refuse. So is a rule that the change breaks from elsewhere: one that is made of a rule which is gone.",
    why: "What can't be read can't be counted, and most likely does not run either.",
    mend: "Mend the place that the message names.",
  },
  *run(assessment) {
    const isJudged = judgedBy(assessment);
    for (const diagnostic of assessment.head.diagnostics) {
      const { code, message, location } = diagnostic;
      if (!isJudged(diagnostic)) continue;
      yield {
        subject: location.path,
        detail: `${code} ${message}`,
        message: [{ kind: "sentence", text: message }],
        location,
      };
    }
  },
};

/** What stands in a changed file, and references of unchanged files that lead nowhere since this change. */
function judgedBy(assessment: Assessment): (diagnostic: Diagnostic) => boolean {
  const changedPaths = new Set(changedRules(assessment).map(({ rule }) => rule.path));
  return ({ code, location: { path } }) =>
    assessment.changedPaths.has(path) || (code === "unresolved-reference" && changedPaths.has(path));
}
