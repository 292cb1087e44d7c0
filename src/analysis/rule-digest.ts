import type { Condition } from "../model/condition.ts";
import type { ReadingLevel, Rule } from "../model/rule.ts";
import type { CodedIndicators, FieldName, Indicator } from "../model/snapshot.ts";
import { anchorTestsOf } from "./anchors.ts";
import { fieldNamesOf } from "./field-names.ts";
import { indicatorsOf } from "./indicators.ts";
import { hasReference } from "./references.ts";

/** What is asked of every rule of a corpus, worked out once so that most conditions need not be looked at again. */
export interface RuleDigest {
  readonly indicators: readonly Indicator[];
  readonly coded?: CodedIndicators | undefined;
  readonly exclusions: readonly Indicator[];
  readonly reading: ReadingLevel;
  /** Whether a part of its condition is another rule. */
  readonly refersToRules: boolean;
  /** Ids of the techniques that its author names. */
  readonly claimed: readonly string[];
  /** {@link anchorTestsOf} its condition. */
  readonly anchors: readonly Indicator[] | undefined;
  /** {@link fieldNamesOf} its condition. */
  readonly fieldNames: readonly FieldName[];
}

/** Worked out from a canonical rule alone. */
export function digestOf({ condition, techniques }: Rule): RuleDigest {
  return new ConditionDigest(
    condition,
    techniques.map(({ id }) => id),
  );
}

/** Of a class, for there are thousands of it, and few are asked for their anchors or names. */
class ConditionDigest implements RuleDigest {
  readonly indicators: RuleDigest["indicators"];
  readonly exclusions: RuleDigest["exclusions"];
  readonly reading: RuleDigest["reading"];
  readonly refersToRules: boolean;
  readonly claimed: RuleDigest["claimed"];
  readonly #condition: Condition;

  constructor(condition: Condition, claimed: readonly string[]) {
    const { indicators, exclusions, reading } = indicatorsOf(condition);
    this.indicators = indicators;
    this.exclusions = exclusions;
    this.reading = reading;
    this.refersToRules = hasReference(condition);
    this.claimed = claimed;
    this.#condition = condition;
  }

  get anchors() {
    return anchorTestsOf(this.#condition);
  }

  get fieldNames() {
    return fieldNamesOf(this.#condition);
  }
}
