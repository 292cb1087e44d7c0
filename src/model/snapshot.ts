import type { TechniqueId } from "./attack.ts";
import type { Operator } from "./condition.ts";
import type { Cover } from "./cover.ts";
import type { ReadingLevel, Rule, RuleKey } from "./rule.ts";
import type { Diagnostic } from "./source.ts";

/** What a rule looks at: a provider and an event id or operation, such as (Sysmon, 1). */
export interface Event {
  readonly provider: string;
  readonly id: string;
  readonly title: string;
}

/** DESIGN 1: canonical field, canonical operator, canonical value. `field` undefined: anywhere in the event. */
export interface Indicator {
  readonly field: string | undefined;
  readonly operator: Operator;
  /** In its first author's spelling. */
  readonly value: string;
  /** Equal for equal indicators, whatever their spelling. */
  readonly key: string;
}

/** Indicators by number, so that those of thousands of rules can be counted without an object for each. */
export interface IndicatorTable {
  /** How many numbers there are; spellings of one indicator have a number each. */
  readonly size: number;
  /** Lists of numbers, each after its length. */
  readonly lists: Uint32Array;
  /** By number: the one that stands for all spellings of its indicator. */
  readonly same: Uint32Array;
  at(number: number): Indicator;
  /** The number that stands for the indicator with a key; undefined: it has none. */
  find(key: string): number | undefined;
  /** Numbers of the indicators of a field, by its name in lower case, each indicator once. */
  ofField(field: string): readonly number[];
  /** Numbers of the anchors of rules that are filed under a number. */
  anchorsUnder(fileNumber: number): readonly number[];
}

/** What of a rule stands in a table. */
export interface CodedIndicators {
  readonly table: IndicatorTable;
  /** Where the list of its indicators begins. */
  readonly list: number;
  /** Where the list of its anchors begins; undefined: it has none without looking at its condition. */
  readonly anchors: number | undefined;
}

/** A field as the author of a rule names it. */
export interface FieldName {
  readonly name: string;
  /** The canonical one. */
  readonly field: string;
}

/** A rule with everything that is derived from it alone. As with `Rule`, a spread leaves out what is made when asked for. */
export interface AnalysedRule {
  /** Its key is unique in the snapshot: a second rule with the key of another has its path behind it. */
  readonly rule: Rule;
  /** The key that the author gave and another rule of the snapshot has too, if so. */
  readonly sharedKey: RuleKey | undefined;
  readonly reading: ReadingLevel;
  /** Active techniques that its claims resolve to, sorted, each once. */
  readonly techniques: readonly TechniqueId[];
  readonly events: readonly Event[];
  /** Each once, in order of appearance. */
  readonly indicators: readonly Indicator[];
  /** The indicators and anchors as numbers; undefined: they have none. */
  readonly coded?: CodedIndicators | undefined;
  readonly exclusions: readonly Indicator[];
  /**
   * Tests of which whatever matches the rule passes at least one: who passes none of them is not within it. Undefined
   * where that is not known without looking at its condition.
   */
  readonly anchors?: readonly Indicator[] | undefined;
  /** The fields that it tests, each name once; undefined where its condition has to be looked at for that. */
  readonly fieldNames?: readonly FieldName[] | undefined;
  /** Whether it counts for coverage (lifecycle, role of its source, helper of a correlation). */
  readonly counted: boolean;
  /** What it is worth where it counts, above 0 and up to 1; undefined: rules have no weights, or it does not count. */
  readonly weight?: number | undefined;
  /** It is only a part of another rule and does not stand alone. */
  readonly isHelper: boolean;
}

/** All rules of one revision. Sorted by path and position: equal trees give equal snapshots. */
export interface Snapshot {
  /** A commit id, or `working tree`. */
  readonly revision: string;
  /** How many files were recognised as rule files. */
  readonly files: number;
  readonly rules: readonly AnalysedRule[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How one technique is covered by the counted rules of a snapshot. */
export interface TechniqueCoverage {
  readonly id: TechniqueId;
  /** Rules that claim the technique itself, sorted by key. */
  readonly rules: readonly RuleKey[];
  /** Rules that claim one of its sub-techniques and not the technique itself, sorted by key. */
  readonly rulesBelow: readonly RuleKey[];
  /** By the rules of both lists. */
  readonly cover: Cover;
}
