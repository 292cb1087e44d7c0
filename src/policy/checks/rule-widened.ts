import type { Check } from "../check.ts";
import { editsOf } from "./edited-logic.ts";

/** An edit after which a rule matches all that it matched, and more. */
export const ruleWidened: Check = {
  id: "rule-widened",
  title: "An edit makes a rule match more",
  defaultLevel: "note",
  documentation: {
    what: "All that a counted rule matched before the edit it provably matches after it, and something besides: a test or an exclusion went, a value came, a macro or a filter that it is made of became wider. The message has the tests in canonical words, the events that it looks at since, and how many rules tested its weakest path before and after (its width). An edit that can't be proven to do one thing is neither wider nor narrower. In the comment a note of this check is its line in the table of rule changes.",
    why: "What was tuned away comes back, and more alerts come with it. An exclusion that went in a clean-up is seen here before it is seen in the queue.",
    mend: "If it is not meant, put the test back. If it is, look at the width: what is as wide as many rules wants another condition. A team that wants to be asked each time sets `checks: { rule-widened: warning }`.",
  },
  run(assessment) {
    return editsOf(assessment, "wider", {
      lead: "It matches more than before",
      advice: "Check that the additional alerts are meant.",
    });
  },
};
