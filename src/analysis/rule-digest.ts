import type { ReadingLevel, Rule } from "../model/rule.ts";
import type { Indicator } from "../model/snapshot.ts";
import { indicatorsOf } from "./indicators.ts";
import { hasReference } from "./references.ts";

/** What is asked of every rule of a corpus, worked out once so that most conditions need not be looked at again. */
export interface RuleDigest {
  readonly indicators: readonly Indicator[];
  readonly exclusions: readonly Indicator[];
  readonly reading: ReadingLevel;
  /** Whether a part of its condition is another rule. */
  readonly refersToRules: boolean;
  /** Ids of the techniques that its author names. */
  readonly claimed: readonly string[];
}

/** Worked out from a canonical rule alone. */
export function digestOf({ condition, techniques }: Rule): RuleDigest {
  return {
    ...indicatorsOf(condition),
    refersToRules: hasReference(condition),
    claimed: techniques.map(({ id }) => id),
  };
}
