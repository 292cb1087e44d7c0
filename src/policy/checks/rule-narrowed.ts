import type { Check } from "../check.ts";
import { editsOf } from "./edited-logic.ts";

/** An edit after which a rule matches nothing new, and not all that it matched. */
export const ruleNarrowed: Check = {
  id: "rule-narrowed",
  title: "An edit makes a rule match less",
  defaultLevel: "note",
  documentation: {
    what: "All that a counted rule matches after the edit it provably matched before it, and not the reverse: a test or an exclusion came, a value went, a macro or a filter that it is made of became narrower. The message has the tests in canonical words, the events that it no longer looks at, and how many rules tested its weakest path before and after (its width). An edit that can't be proven to do one thing is neither wider nor narrower. In the comment a note of this check is its line in the table of rule changes.",
    why: "The technique still counts as covered, so no figure shows that the rule sees less of it. An exclusion is where an attacker would like to be.",
    mend: "Exclude by what an attacker can't choose: a whole path or a signer, rather than a name. If it is not meant, take the test out again. A team that wants each exclusion reviewed sets `checks: { rule-narrowed: warning }`.",
  },
  run(assessment) {
    return editsOf(assessment, "narrower", {
      lead: "It matches less than before",
      advice: "Check that what it leaves out now is no attack.",
    });
  },
};
