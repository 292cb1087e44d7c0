import type { Technique } from "../../model/attack.ts";
import type { Predicate } from "../../model/condition.ts";
import type { EventRules } from "../../model/event-rules.ts";
import type { FieldTests } from "../../model/field-tests.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { TechniqueProfile } from "../../model/technique-profile.ts";
import type { DiffOutline } from "../outline.ts";
import type { ReportView } from "../report-view.ts";
import type { RuleView } from "../rule-view.ts";
import type { TechniquePage } from "../technique-page.ts";
import type { Addresses } from "./addresses.ts";

/** All that the pages of a site are made of. What one page alone needs is worked out when it is asked for. */
export interface Site {
  readonly report: ReportView;
  /** All rules of the corpus, by path. */
  readonly rules: readonly AnalysedRule[];
  /** By provider and id. */
  readonly events: readonly EventRules[];
  /** Sorted by name; what is looked for anywhere in an event comes first. */
  readonly fields: readonly FieldTests[];
  readonly addresses: Addresses;
  /** Name of the source that a rule is from. */
  readonly sourceOf: (rule: AnalysedRule) => string;
  readonly techniqueName: (id: string) => string;
  readonly techniquePage: (technique: Technique) => TechniquePage;
  readonly ruleView: (rule: AnalysedRule) => Promise<RuleView>;
  readonly profile: (rules: readonly AnalysedRule[]) => TechniqueProfile;
  readonly isNoisy: (rule: AnalysedRule) => boolean;
  /** Keys of the indicators that a predicate's values are, in step with them. */
  readonly keysOf: (predicate: Predicate) => readonly string[];
  /** What the author wrote on a line of the rule's file; undefined where it can't be shown. */
  readonly lineOf: (rule: AnalysedRule, line: number) => string | undefined;
  /** Changes of the rule's file, the newest first; undefined where there is no history. */
  readonly historyOf: (rule: AnalysedRule) => readonly FileChange[] | undefined;
  /** Where a file can be looked at on the web. */
  readonly webAddress: (path: string, line: number | undefined) => string | undefined;
  /** What changed since a date or revision, where that was asked for. */
  readonly changes: { readonly since: string; readonly outline: DiffOutline } | undefined;
}

/** A change of a file in the history. */
export interface FileChange {
  readonly commit: string;
  /** `2026-08-14` */
  readonly date: string;
  readonly subject: string;
}

/** A file of the site, with its path from the site's root. */
export interface SiteFile {
  readonly path: string;
  readonly text: string;
}

/** One kind of page. A file beside this one, and a line in `page-kinds.ts`. */
export interface PageKind {
  readonly name: string;
  /** Made one after the other, so that they can be written and forgotten. */
  files(site: Site): Iterable<SiteFile> | AsyncIterable<SiteFile>;
}
