import { say } from "../../model/prose.ts";
import type { WaiverCheck } from "../check.ts";
import { nameWaiver, waiverSubject } from "../waiver-words.ts";

/** A waiver that there is nothing for. */
export const waiverUnused: WaiverCheck = {
  id: "waiver-unused",
  title: "A waiver accepts nothing",
  defaultLevel: "note",
  isLasting: true,
  documentation: {
    what: "A waiver of the configuration accepts no finding of this change, and none that there would be if every rule were new. One that accepts the loss of a technique or event is in use as long as the technique or event stays without a rule, or with one where the technique was thinned.",
    why: "It was mistyped, or what it was about is mended. Left there, it will accept the next finding of that kind without anybody having decided so.",
    mend: "Take it out, or correct what it is about.",
  },
  *runOnWaivers(uses) {
    for (const { waiver, isExpired, isNeeded } of uses) {
      if (isExpired || isNeeded()) continue;
      yield {
        subject: waiverSubject(waiver),
        message: say`The waiver of ${nameWaiver(waiver)} accepts nothing; take it out or correct it.`,
        location: undefined,
      };
    }
  },
};
