import { type Prose, place, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { Check } from "../check.ts";
import { rewrittenRules } from "./rewritten-rules.ts";

/** A changed rule that matches nothing that another one does not match, or all that another one matches. */
export const ruleSubsumed: Check = {
  id: "rule-subsumed",
  title: "A rule matches only what another rule matches too",
  defaultLevel: "note",
  documentation: {
    what: 'Every way to match a rule that is new, or was changed in logic, log source or lifecycle, provably satisfies another counted rule, which looks at all of its events; or the reverse. `contains " -enc "` satisfies `contains enc`, `equals` a `starts_with`, an address its network; thresholds, time windows and what was not understood satisfy only the same text. What can\'t be proven is not said.',
    why: "The narrower rule alerts only where the wider one alerts too. That can be meant, for a level or a response of its own; often one of them was forgotten.",
    mend: "Drop the narrower rule, exclude it from the wider one, or keep both for what differs: level, response, owner.",
  },
  *run(assessment) {
    for (const rule of rewrittenRules(assessment)) {
      const { subsumedBy, subsumes } = assessment.neighboursOf(rule);
      if (subsumedBy.length > 0) {
        yield resultFor(rule, "within", say`All that it matches, ${places(subsumedBy)} ${[verb(subsumedBy)]} too.`);
      }
      if (subsumes.length > 0) {
        yield resultFor(rule, "around", say`It matches all that ${places(subsumes)} ${[verb(subsumes)]}, and more.`);
      }
    }
  },
};

function resultFor({ rule: { key, path, line } }: AnalysedRule, detail: string, message: Prose) {
  return { subject: key, detail, message, location: { path, line, column: 1 } };
}

function places(rules: readonly AnalysedRule[]): Prose {
  return listProse(rules, ({ rule }) => [place(rule.path, rule.line)]);
}

function verb(rules: readonly AnalysedRule[]): string {
  return rules.length === 1 ? "matches" : "match";
}
