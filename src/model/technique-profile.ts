import type { TechniqueId } from "./attack.ts";
import type { Operator } from "./condition.ts";
import type { Event, Indicator } from "./snapshot.ts";

/** What the rules for one technique have in common; a rule counts once for each entry. */
export interface TechniqueProfile {
  /** By provider and id. */
  readonly events: readonly EventUse[];
  /** Most rules first. */
  readonly fields: readonly FieldUse[];
  readonly indicators: readonly IndicatorUse[];
  readonly exclusions: readonly ExclusionUse[];
  /** Other techniques that the same rules claim, most rules first. */
  readonly techniques: readonly TechniqueUse[];
}

export interface EventUse {
  readonly event: Event;
  readonly rules: number;
}

/** A field that rules test; `field` undefined: anywhere in the event. */
export interface FieldUse {
  readonly field: string | undefined;
  readonly rules: number;
  /** How they test it, the most frequent way first. */
  readonly operators: readonly { readonly operator: Operator; readonly rules: number }[];
  /** Distinct values. */
  readonly values: number;
  /** The values that most of the rules test, then those that most of the corpus tests. */
  readonly samples: readonly string[];
}

export interface IndicatorUse {
  readonly indicator: Indicator;
  /** Rules for the technique that test it. */
  readonly here: number;
  /** Rules of the corpus that test it. */
  readonly reach: number;
  /** The same by format. */
  readonly byFormat: ReadonlyMap<string, number>;
}

export interface ExclusionUse {
  readonly indicator: Indicator;
  readonly rules: number;
}

export interface TechniqueUse {
  readonly id: TechniqueId;
  readonly rules: number;
}
