import { quote, say } from "../../model/prose.ts";
import type { Check } from "../check.ts";
import { Removals } from "./removals.ts";

/** An event that a rule of the base looked at and none of the head does. */
export const eventLost: Check = {
  id: "event-lost",
  title: "No rule looks at an event any more",
  defaultLevel: "warning",
  isLoss: true,
  documentation: {
    what: "At least one counted rule looked at the event (a provider and an event id or operation) before the change, and none does after it.",
    why: "The event is still collected and paid for, and nothing reads it. Often a log source was mistyped, or a condition now excludes the event.",
    mend: "Check the log source and the event ids of the rules that the message names. If the loss is meant, consider to stop collecting the event.",
  },
  *run(assessment) {
    const removals = new Removals(assessment);
    for (const { event, change, rules } of assessment.delta?.events ?? []) {
      if (change !== "lost") continue;
      const name = `${event.provider} ${event.id}`;
      const title = event.title === "" ? [] : say` (${quote(event.title)})`;
      const lost = removals.describe(rules.removed, () => ["looks at it"]);
      yield {
        subject: name,
        message: say`No rule looks at ${quote(name)}${title} any more. It was looked at by ${lost}.`,
        location: removals.locate(rules.removed),
        causes: removals.causes(rules.removed),
      };
    }
  },
};
