import type { Operator } from "../../model/condition.ts";
import type { Lifecycle, LogSource, ReadingLevel, Rule, RuleFilter, RuleKey } from "../../model/rule.ts";
import type { Diagnostic, RepositoryPath } from "../../model/source.ts";

/**
 * Readings of files as bytes, made so that what is not asked for is not made again.
 *
 *     segment := length-of-cards (8 hexadecimal digits) cards bodies
 *
 * `cards` is JSON, all of it ASCII: what every run needs of every rule. `bodies` has a piece of JSON for each file, in
 * their order, with the rest of its rules, which is parsed where somebody asks for it.
 */
export interface Cards {
  /** Provider, id and title of each event, one after the other. */
  readonly events: readonly string[];
  /** Each once. */
  readonly logSources: readonly LogSource[];
  /** Author's and canonical name, one after the other. */
  readonly fieldNames: readonly string[];
  /** Fields and operators that values are tested with; `null`: anywhere in the event. */
  readonly tests: readonly (readonly [field: string | null, operator: Operator])[];
  /** Of each indicator its test, its value, and its key as far as the value does not say it (else 0). */
  readonly indicatorTests: readonly number[];
  readonly values: readonly string[];
  readonly keys: readonly (string | 0)[];
  readonly files: readonly FileCard[];
}

/** What stands in the end is left out where it is empty. */
export type FileCard = readonly [
  path: RepositoryPath,
  /** What the reading depends on beside the path. */
  version: string,
  format: string | null,
  bodyLength: number,
  /** How many its conditions test. */
  values: number,
  rules: readonly RuleCard[],
  diagnostics?: readonly Diagnostic[],
  filters?: readonly RuleFilter[],
];

/** Events, indicators, log sources and names of fields are positions in the lists of the segment. */
export type RuleCard = readonly [
  key: RuleKey,
  name: string | null,
  format: string,
  language: string,
  line: number,
  lifecycle: Lifecycle,
  reading: ReadingLevel,
  refersToRules: 0 | 1,
  claimed: readonly string[],
  helpers: readonly string[],
  events: readonly number[],
  indicators: readonly number[],
  /** Indicators too; 0: there are none. */
  anchors: readonly number[] | 0,
  logSource: number,
  fieldNames: readonly number[],
];

/** What a rule has besides what is on its card. */
export type RuleBody = Pick<
  Rule,
  "title" | "severity" | "techniques" | "tactics" | "condition" | "related" | "companions"
>;

export const lengthDigits = 8;
