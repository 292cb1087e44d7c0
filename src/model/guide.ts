import type { Technique } from "./attack.ts";
import type { Event, Indicator } from "./snapshot.ts";
import type { AtomicTest } from "./validation.ts";

/** What the corpus knows of a technique that a change is about, and its changed rules do not use. */
export interface TechniqueGuide {
  readonly technique: Technique;
  /** Other rules for the technique, those of reference sources among them. */
  readonly rules: number;
  /** What several of them test and no changed rule does, most rules first. */
  readonly indicators: readonly { readonly indicator: Indicator; readonly rules: number }[];
  /** Fields that several of them test and no changed rule does, most rules first. */
  readonly fields: readonly { readonly field: string; readonly rules: number }[];
  /** Events that no changed rule looks at, most rules first; 0 rules: only ATT&CK's analytics name it. */
  readonly events: readonly { readonly event: Event; readonly rules: number }[];
  /** Tests to validate a rule with. */
  readonly tests: readonly AtomicTest[];
}
