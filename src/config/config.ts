import type { FieldKind, PathPart } from "../canon/fields.ts";
import type { CalendarDate, Policy } from "../model/policy.ts";
import type { Lifecycle, Severity } from "../model/rule.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { TimeSpan } from "../model/time-span.ts";
import type { ConfigFile } from "./schema.ts";

/** What a team has decided, with every default filled in. */
export interface Config {
  /** At least one. A file belongs to the first that takes it. */
  readonly sources: readonly RuleSource[];
  readonly count: {
    /** Stages of a rule's life in which it counts for coverage. At least one. */
    readonly lifecycle: readonly Lifecycle[];
    /** The least that counts; undefined: any, as for a rule that has none. */
    readonly severity: Severity | undefined;
    /** Names of the sources that count; undefined: all that are the team's own. */
    readonly sources: readonly string[] | undefined;
    /** As ATT&CK calls them; undefined: all. */
    readonly platforms: readonly string[] | undefined;
    /** What rules that count are worth; undefined: each as much as any other. */
    readonly weights: RuleWeights | undefined;
  };
  readonly attack: AttackChoice;
  readonly policy: Policy;
  readonly required: RequiredEntries;
  readonly minimum: MinimumEntries;
  readonly waivers: readonly WaiverEntry[];
  /** The file with the findings that were there before. */
  readonly ratchet: RepositoryPath;
  /** The label that accepts what a pull request loses. */
  readonly acceptLabel: string;
  readonly noise: NoiseThreshold;
  readonly comment: CommentSettings;
  readonly summary: SummarySettings;
  /** Teams of one repository, each judged by itself. A file belongs to the first that takes it. */
  readonly suites: readonly Suite[];
  /** The team's additions to the dictionary of fields. */
  readonly fields: readonly FieldEntry[];
  /** The team's additions to the map of events. */
  readonly events: readonly EventEntry[];
}

/** Factors above 0 and up to 1; what is in none of them is worth one. */
export interface RuleWeights {
  readonly lifecycle: ReadonlyMap<string, number>;
  readonly severity: ReadonlyMap<string, number>;
  /** By name. */
  readonly sources: ReadonlyMap<string, number>;
}

/** What a team wants to be covered, as it wrote it. */
export interface RequiredEntries {
  readonly techniques: readonly string[];
  /** A Navigator layer in the repository. */
  readonly layer: RepositoryPath | undefined;
  readonly groups: readonly string[];
}

/** Least shares in percent, by the names that the team gave. */
export interface MinimumEntries {
  readonly techniques: number | undefined;
  readonly tactics: ReadonlyMap<string, number>;
  readonly platforms: ReadonlyMap<string, number>;
}

/** A waiver as the team wrote it. At least one of what it may be about is defined, beside the check. */
export interface WaiverEntry {
  readonly check: string | undefined;
  readonly technique: string | undefined;
  readonly event: string | undefined;
  /** A glob pattern (picomatch) of repository paths. */
  readonly path: string | undefined;
  readonly rule: string | undefined;
  readonly fingerprint: string | undefined;
  readonly reason: string;
  readonly owner: string | undefined;
  readonly expires: CalendarDate | undefined;
}

/** Where rules are, and whether they are the team's. */
export interface RuleSource {
  /** No two sources have the same. */
  readonly name: string;
  /** Id of the only format that its files are read as; undefined: found from path and content. */
  readonly format: string | undefined;
  /** Glob patterns (picomatch) of repository paths. At least one. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Glob patterns of the files that define macros for its rules. */
  readonly macros: readonly string[];
  readonly role: "own" | "reference";
}

/** The rules of one team, judged by its own policy. */
export interface Suite {
  /** No two suites have the same. Letters, digits, hyphens and blanks. */
  readonly name: string;
  /** Glob patterns (picomatch) of repository paths. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Names of sources; undefined: all. */
  readonly sources: readonly string[] | undefined;
  readonly policy: Policy;
  readonly noise: NoiseThreshold;
  /** What the suite by itself has to cover. */
  readonly required: RequiredEntries;
  readonly minimum: MinimumEntries;
}

export type AttackChoice =
  | { readonly kind: "built-in"; readonly domain: string; readonly version: string }
  /** An official STIX file in the repository. */
  | { readonly kind: "bundle"; readonly domain: string; readonly path: RepositoryPath };

/** From which width on a rule is noisy. */
export type NoiseThreshold =
  | { readonly kind: "reach"; readonly reach: number }
  /** Of reach over the corpus, and at least 10. */
  | { readonly kind: "percentile"; readonly percentile: number };

type CommentFile = NonNullable<ConfigFile["comment"]>;
export type CommentSection = NonNullable<CommentFile["sections"]>[number];

export interface CommentSettings {
  readonly when: NonNullable<CommentFile["when"]>;
  /** In the order of the comment. */
  readonly sections: readonly CommentSection[];
}

/** What is told where nothing has changed, counted back from the newest commit. */
export interface SummarySettings {
  /** What changed is told since then. */
  readonly since: TimeSpan;
  /** A rule that nobody has changed for so long is stale. */
  readonly stale: TimeSpan;
  /** The issue that tells it; undefined: none. */
  readonly issue: IssueSettings | undefined;
}

/** What an issue is given when it is made. */
export interface IssueSettings {
  readonly title: string;
  readonly labels: readonly string[];
}

/** Other names of a field, and what it holds. */
export interface FieldEntry {
  /** The canonical name. */
  readonly field: string;
  /** Undefined: as the dictionary has it, or else text. */
  readonly kind: FieldKind | undefined;
  readonly aliases: readonly FieldAlias[];
}

export interface FieldAlias {
  /** As rule authors write it. */
  readonly name: string;
  /** The part of the path that it holds; undefined: the whole. */
  readonly part: PathPart | undefined;
  /** Where it means the field; undefined: everywhere. */
  readonly when: LogSourcePattern | undefined;
}

/** Holds for a log source that has all that is defined here. Words are lower case, as in a rule's log source. */
export interface LogSourcePattern {
  readonly product: string | undefined;
  readonly category: string | undefined;
  readonly service: string | undefined;
  readonly table: string | undefined;
}

/** What rules of a log source look at. */
export interface EventEntry {
  readonly when: LogSourcePattern;
  /** At least one. */
  readonly events: readonly NamedEvent[];
}

export interface NamedEvent {
  readonly provider: string;
  readonly id: string;
  readonly title: string | undefined;
}
