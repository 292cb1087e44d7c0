import type { CoverageCount } from "../../model/delta.ts";
import { type Prose, say } from "../../model/prose.ts";
import type { Minimum } from "../../model/targets.ts";
import type { CheckResult, CorpusCheck } from "../check.ts";

/** A share of techniques under what the team set. */
export const coverageBelowMinimum: CorpusCheck = {
  id: "coverage-below-minimum",
  title: "Coverage is below the minimum",
  defaultLevel: "error",
  isLasting: true,
  isAboutTargets: true,
  documentation: {
    what: "The share of active techniques that counted rules cover is below `minimum`: of all, of a tactic or of a platform. It is said of how things are after the change, and whether this change lowered the share.",
    why: "A floor keeps many small losses from adding up to a large one.",
    mend: "Cover techniques, or set the minimum to what you mean to keep. A repository that is below it on the day it is set records that with `detcov ratchet --write --reset`: then only a change that lowers the share further is an error.",
  },
  *run({ targets }) {
    for (const minimum of targets.minimums) {
      if (shareOf(minimum.after) < minimum.percent) yield resultOf(minimum);
    }
  },
};

/** A change that lowers the share is news, though the share was too low before: the ratchet knows only the latter. */
function resultOf(minimum: Minimum): CheckResult {
  const { subject, before, after, percent, label } = minimum;
  const isLowered = before !== undefined && shareOf(after) < shareOf(before);
  const message = say`${countsOf(after)} ${label} are covered, ${[words(shareOf(after))]}, and the minimum is ${[words(percent)]}. ${history(minimum)}`;
  return { subject, message, location: undefined, ...(isLowered ? { detail: "lowered" } : {}) };
}

function history({ before, after }: Minimum): Prose {
  if (before === undefined) return ["There is nothing to compare with."];
  const difference = shareOf(after) - shareOf(before);
  if (difference === 0) return ["This change leaves the share as it was."];
  return say`This change ${[difference < 0 ? "lowers" : "raises"]} it from ${countsOf(before)}.`;
}

function countsOf({ covered, total }: CoverageCount): Prose {
  return [`${covered.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}`];
}

/** In percent. Nothing to cover is all covered. */
function shareOf({ covered, total }: CoverageCount): number {
  return total === 0 ? 100 : (covered / total) * 100;
}

/** Rounded down, so that what is below the minimum never reads as the minimum. */
function words(share: number): string {
  return `${(Math.floor(share * 10 + 1e-9) / 10).toLocaleString("en-US")} %`;
}
