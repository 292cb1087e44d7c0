import type { Check } from "../check.ts";

/** A changed file that holds something that can't be read. */
export const ruleUnreadable: Check = {
  id: "rule-unreadable",
  title: "A rule file can't be read",
  defaultLevel: "error",
  documentation: {
    what: "A file that the change adds or edits is broken, or holds a part that its own engine would refuse.",
    why: "What can't be read can't be counted, and most likely does not run either.",
    mend: "Mend the place that the message names.",
  },
  *run({ head, changedPaths }) {
    for (const { code, message, location } of head.diagnostics) {
      if (!changedPaths.has(location.path)) continue;
      yield {
        subject: location.path,
        detail: `${code} ${message}`,
        message: [{ kind: "sentence", text: message }],
        location,
      };
    }
  },
};
