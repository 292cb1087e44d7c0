import type { Catalogue } from "../attack/catalogue.ts";
import type { Assessment } from "../model/assessment.ts";
import type { Finding, Level } from "../model/policy.ts";
import type { RuleKey } from "../model/rule.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { Waiver } from "./waiver.ts";

/**
 * A named judgement. One file in `checks/` and one line in `checks/index.ts`;
 * the contract every check keeps is `__tests__/policy/contract.test.ts`.
 */
export type Check = CorpusCheck | WaiverCheck;

/** Judges the head corpus and what the change did to it. */
export interface CorpusCheck extends CheckDescription {
  /** Tells of coverage that the change takes away, which a label on the pull request may accept. */
  readonly isLoss?: true;
  /** Judges what the team wants to be covered; of a repository with suites also for the whole of it. */
  readonly isAboutTargets?: true;
  /** The check whose findings on the same subjects need not be told beside its own. */
  readonly supersedes?: string;
  /** Reads, never does anything; yields in any order. */
  run(assessment: Assessment, catalogue: Catalogue): Iterable<CheckResult>;
}

/** Judges the team's waivers, once all other checks have run. No waiver accepts what it finds. */
export interface WaiverCheck extends CheckDescription {
  runOnWaivers(uses: readonly WaiverUse[]): Iterable<CheckResult>;
}

interface CheckDescription {
  /** `technique-lost`. Never changes: it is in configurations, waivers and SARIF. */
  readonly id: string;
  /** What a finding says is so, in a few words. */
  readonly title: string;
  readonly defaultLevel: Level;
  /** Finds the same on every change alike, whatever that does: its findings are no news of one. */
  readonly isLasting?: true;
  /** For `docs/checks.md`: what it says and why, how to mend it. Markdown, each a paragraph. */
  readonly documentation: { readonly what: string; readonly why: string; readonly mend: string };
}

/** A waiver and what it is about in this run. */
export interface WaiverUse {
  readonly waiver: Waiver;
  readonly isExpired: boolean;
  /** Findings of this change that it accepts, or would if it had not expired. */
  readonly findings: readonly Finding[];
  /** Whether there is anything for it in the corpus, of this change or older; costs a look at all of it. */
  readonly isNeeded: () => boolean;
}

export type CheckResult = Pick<Finding, "message" | "location" | "subject"> & {
  /** What tells two findings about one subject apart, such as the id that is revoked. */
  readonly detail?: string;
  /** Rules that brought it about, where the subject is none. A waiver of one of several rules does not do for all. */
  readonly causes?: readonly { readonly key: RuleKey; readonly path: RepositoryPath }[];
  /** No more than this, whatever the level of the check. */
  readonly atMost?: Level;
};
