import type { Condition } from "./condition.ts";
import type { Diagnostic, RepositoryPath } from "./source.ts";

/**
 * What identifies a rule from commit to commit: the author's id where the format has one, else the path
 * (with `#2`, `#3` … for the second and third rule of a file).
 */
export type RuleKey = string;

/**
 * One detection, in whatever format its author writes.
 *
 * Its parts may be made when they are first asked for, and a spread would leave them out: {@link ruleWith} does not.
 */
export interface Rule {
  readonly key: RuleKey;
  /** A name other rules of the corpus may use for this one, besides the key. */
  readonly name: string | undefined;
  readonly title: string;
  /** A label; nothing outside `formats/` branches on it. */
  readonly format: string;
  /** The language of the logic (`sigma`, `eql`, `spl` …); a label like `format`. */
  readonly language: string;
  readonly path: RepositoryPath;
  /** Line where the rule begins, from 1. */
  readonly line: number;
  readonly lifecycle: Lifecycle;
  readonly severity: Severity | undefined;
  readonly logSource: LogSource;
  readonly techniques: readonly Claim[];
  readonly tactics: readonly Claim[];
  readonly condition: Condition;
  /** Keys or names of rules that this one is made of and that do not stand alone because of it. */
  readonly helpers: readonly string[];
  /** Other rules its author names, such as one that it replaces. */
  readonly related: readonly RelatedRule[];
  /** Parts of other files that its logic is made of, such as macros; left out where there are none. */
  readonly companions?: readonly CompanionPart[] | undefined;
}

/** The rule with another key or condition. */
export function ruleWith(rule: Rule, { key = rule.key, condition }: Partial<Pick<Rule, "key" | "condition">>): Rule {
  const { name, format, language, path, line, lifecycle, helpers } = rule;
  return {
    key,
    name,
    title: rule.title,
    format,
    language,
    path,
    line,
    lifecycle,
    severity: rule.severity,
    logSource: rule.logSource,
    techniques: rule.techniques,
    tactics: rule.tactics,
    condition: condition ?? rule.condition,
    helpers,
    related: rule.related,
    companions: rule.companions,
  };
}

export interface CompanionPart {
  readonly path: RepositoryPath;
  /** What it is called there. */
  readonly name: string;
  /** What stands there that the rule uses, cut where long. */
  readonly text: string;
}

export interface RelatedRule {
  readonly key: RuleKey;
  /** The author's word: `renamed`, `obsolete`, `derived`, `similar` … */
  readonly relation: string;
}

/** DESIGN 3.4. Each format's README says what becomes what. */
export type Lifecycle = (typeof lifecycles)[number];
export const lifecycles = ["experimental", "test", "stable", "deprecated", "disabled"] as const;

export type Severity = (typeof severities)[number];
/** From the least to the most severe. */
export const severities = ["informational", "low", "medium", "high", "critical"] as const;

/** Where a rule's events come from. Words are the author's, lower case. */
export interface LogSource {
  /** The naming scheme of the fields: `sigma`, `ecs`, `cim` … */
  readonly vocabulary: string;
  readonly product: string | undefined;
  readonly category: string | undefined;
  readonly service: string | undefined;
  /** Indices, tables, data models, sourcetypes that the logic reads. */
  readonly tables: readonly string[];
}

/** A technique or tactic that a rule says it detects, as its author wrote it. */
export interface Claim {
  /** What the author means, spelled as ATT&CK does where it can be (`T1059.001`, `TA0005`, `defense-evasion`). */
  readonly id: string;
  /** The author's own text, such as `attack.t1059.001`. */
  readonly declared: string;
  readonly line: number;
}

/** A condition to be added to other rules (Sigma's filter documents). */
export interface RuleFilter {
  readonly title: string;
  readonly path: RepositoryPath;
  readonly line: number;
  /** Keys or names of the rules it is for; `any`: every rule of its format and log source. */
  readonly rules: readonly string[] | "any";
  readonly format: string;
  readonly logSource: LogSource;
  readonly condition: Condition;
}

/** What one file holds. A pure function of its text (and of the companion files its format asked for). */
export interface Reading {
  readonly rules: readonly Rule[];
  readonly filters: readonly RuleFilter[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How far a rule's logic was read (DESIGN 3.2). */
export type ReadingLevel = "full" | "partial" | "metadata";
