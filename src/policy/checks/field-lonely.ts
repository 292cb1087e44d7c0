import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { rewrittenRules } from "./rewritten-rules.ts";

/** A field that looks like a slip of the pen. */
export const fieldLonely: Check = {
  id: "field-lonely",
  title: "A field that no other rule uses is spelled almost like one that they use",
  defaultLevel: "note",
  documentation: {
    what: "A rule that is new, or was changed in logic, log source or lifecycle, tests a field that no other rule of its log source tests, and its name is that of a field that at least two of them test but for the case of its letters, what separates its words, a plural, or a letter or two. Names are compared as their authors wrote them, within one naming scheme (Sigma's, ECS, Splunk's). Names that other log sources use, and two names of one field that the dictionary knows, are left alone.",
    why: "A field that does not exist matches nothing, and most engines say nothing: the rule is deployed, counted as coverage, and silent. Many of them tell `Commandline` from `CommandLine`.",
    mend: "Compare the name with an event. If it is right, leave it: the note is not made again for a rule whose logic stays as it is.",
  },
  *run(assessment) {
    for (const rule of rewrittenRules(assessment)) {
      const { key, path } = rule.rule;
      for (const { field, line, similar, rules } of assessment.lonelyFieldsOf(rule)) {
        yield {
          subject: key,
          detail: field,
          message: say`No other rule of this log source tests ${quote(field)}, and ${rules} of them test ${quote(similar)}. Check the spelling.`,
          location: { path, line, column: 1 },
        };
      }
    }
  },
};
