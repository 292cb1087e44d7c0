import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { list } from "../words.ts";
import { describeRemoval, locationOfRemoval } from "./removal.ts";

/** An event that a rule of the base looked at and none of the head does. */
export const eventLost: Check = {
  id: "event-lost",
  title: "No rule looks at an event any more",
  defaultLevel: "warning",
  documentation: {
    what: "An event that at least one counted rule looked at in the base is looked at by none in the head.",
    why: "The log is still collected and paid for, and nothing reads it; often a log source was mistyped.",
    mend: "Check the log source of the rules you changed, or stop collecting the event.",
  },
  *run(assessment) {
    for (const { event, change, rules } of assessment.delta?.events ?? []) {
      if (change !== "lost") continue;
      const name = `${event.provider} ${event.id}`;
      const title = event.title === "" ? [] : say` (${quote(event.title)})`;
      const reasons = rules.removed.map((key) => describeRemoval(key, name, assessment));
      yield {
        subject: name,
        message: say`No rule looks at ${quote(name)}${title} any more. It was looked at by ${list(reasons)}.`,
        location: locationOfRemoval(rules.removed, assessment),
      };
    }
  },
};
