import type { Operator } from "../../model/condition.ts";
import type { Lifecycle, LogSource, ReadingLevel, Rule, RuleFilter } from "../../model/rule.ts";
import type { Diagnostic } from "../../model/source.ts";

/**
 * Readings of files as bytes, made so that what is not asked for is not made again.
 *
 *     segment := length-of-head (8 hexadecimal digits) head columns texts bodies
 *
 * `head` is JSON: what is short, and where the rest is. `columns` are numbers of four bytes in the order of the machine:
 * a few of each file, rule and indicator, which is what every run needs of all of them. `texts` are what numbers stand
 * for, one after the other, a byte for each character. `bodies` has a piece of JSON for each file, in their order, with
 * the rest of its rules.
 */
export interface Head {
  /** Where each column begins and ends, in numbers. */
  readonly columns: Readonly<Record<string, readonly [begin: number, end: number]>>;
  /** Of all columns, in numbers. */
  readonly columnsLength: number;
  readonly textsLength: number;
  /** Texts with a character that does not fit into a byte, by position. */
  readonly wideTexts: Readonly<Record<string, string>>;
  readonly formats: readonly string[];
  readonly languages: readonly string[];
  readonly lifecycles: readonly Lifecycle[];
  readonly readingLevels: readonly ReadingLevel[];
  /** Provider, id and title of each event, one after the other. */
  readonly events: readonly string[];
  /** Each once. */
  readonly logSources: readonly LogSource[];
  /** Author's and canonical name, one after the other. */
  readonly fieldNames: readonly string[];
  /** Fields and operators that values are tested with; `null`: anywhere in the event. */
  readonly tests: readonly (readonly [field: string | null, operator: Operator])[];
  /** Of the few files that have either, by position. */
  readonly others: Readonly<Record<string, FileOthers>>;
}

export interface FileOthers {
  readonly diagnostics: readonly Diagnostic[];
  readonly filters: readonly RuleFilter[];
}

/** Makes something of each column. What may be lacking is 0 in it, and one more than its position where it is not. */
export function perColumn<Made>(make: (name: string) => Made) {
  return {
    /** Where each text ends. */
    textEnds: make("textEnds"),
    /** Lists that other columns refer to, each after its length. */
    lists: make("lists"),
    filePath: make("filePath"),
    /** What the reading depends on beside the path. */
    fileVersion: make("fileVersion"),
    fileFormat: make("fileFormat"),
    fileBodyEnd: make("fileBodyEnd"),
    /** How many its conditions test. */
    fileValues: make("fileValues"),
    /** Rules are in the order of their files. */
    fileRulesEnd: make("fileRulesEnd"),
    ruleKey: make("ruleKey"),
    ruleName: make("ruleName"),
    ruleFormat: make("ruleFormat"),
    ruleLanguage: make("ruleLanguage"),
    ruleLine: make("ruleLine"),
    ruleLifecycle: make("ruleLifecycle"),
    ruleReading: make("ruleReading"),
    ruleRefers: make("ruleRefers"),
    ruleClaimed: make("ruleClaimed"),
    ruleHelpers: make("ruleHelpers"),
    ruleEvents: make("ruleEvents"),
    ruleIndicators: make("ruleIndicators"),
    ruleAnchors: make("ruleAnchors"),
    ruleLogSource: make("ruleLogSource"),
    ruleFieldNames: make("ruleFieldNames"),
    indicatorTest: make("indicatorTest"),
    indicatorValue: make("indicatorValue"),
    /** As far as the value does not say it. */
    indicatorKey: make("indicatorKey"),
    /** The first of those with the same key. */
    indicatorSame: make("indicatorSame"),
    /** Where to find an indicator by its key: slots. They are lacking where nobody looks. */
    indicatorSlots: make("indicatorSlots"),
    /** Where to find a list of anchors by what they are filed under: slots. */
    anchorSlots: make("anchorSlots"),
  };
}

export type Columns<Of> = Readonly<ReturnType<typeof perColumn<Of>>>;

/** What a rule has besides what is in the columns. */
export type RuleBody = Pick<
  Rule,
  "title" | "severity" | "techniques" | "tactics" | "condition" | "related" | "companions"
>;

export const headDigits = 8;
