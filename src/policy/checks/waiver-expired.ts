import { type Prose, say } from "../../model/prose.ts";
import type { WaiverCheck, WaiverUse } from "../check.ts";
import { nameWaiver, waiverSubject } from "../waiver-words.ts";
import { escaped } from "../words.ts";

/** A waiver whose day has passed. */
export const waiverExpired: WaiverCheck = {
  id: "waiver-expired",
  title: "A waiver has expired",
  defaultLevel: "warning",
  isLasting: true,
  documentation: {
    what: "A waiver of the configuration ended on a day that has passed, so it accepts nothing. Where it would have accepted a finding of this change, or the change itself brings it along, the finding has the level of the check; anywhere else it is a note, which fails nobody's change.",
    why: "A decision that was made for a time has to be made again, and a reader of the configuration takes an old waiver for one that holds.",
    mend: "Mend what it was about and take the waiver out, or decide anew and set another `expires`.",
  },
  *runOnWaivers(uses) {
    for (const use of uses) {
      const { waiver, isExpired, findings } = use;
      if (!isExpired || waiver.expires === undefined) continue;
      const matters = findings.length > 0 || waiver.isByThisChange;
      yield {
        subject: waiverSubject(waiver),
        message: say`The waiver of ${nameWaiver(waiver)}${ownerOf(use)} expired on ${[waiver.expires]}${effect(use)}.`,
        location: undefined,
        ...(matters ? {} : { atMost: "note" }),
      };
    }
  },
};

function ownerOf({ waiver: { owner } }: WaiverUse): Prose {
  return owner === undefined ? [] : say` by ${escaped(owner)}`;
}

function effect({ findings }: WaiverUse): Prose {
  if (findings.length === 0) return ["; decide anew or take it out"];
  return [
    `, so ${findings.length === 1 ? "a finding that it accepted counts" : `${findings.length} findings that it accepted count`} again`,
  ];
}
