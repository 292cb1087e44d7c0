import type { RuleWidth } from "../model/assessment.ts";
import type { Delta } from "../model/delta.ts";
import type { Fix } from "../model/fix.ts";
import type { TechniqueGuide } from "../model/guide.ts";
import type { Verdict } from "../model/policy.ts";
import type { Prose } from "../model/prose.ts";
import type { RuleKey } from "../model/rule.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { Targets } from "../model/targets.ts";
import type { CorpusSummary } from "./corpus-summary.ts";
import type { CoveredTechnique } from "./covered-technique.ts";
import type { CommentSection } from "./outline.ts";

/** What detcov is, for the documents it writes. */
export interface Tool {
  readonly name: "detcov";
  readonly version: string;
}

export interface AttackVersion {
  readonly domain: string;
  readonly version: string;
}

/** The other side of a comparison, or why there is none. */
export type Baseline =
  /** `reason` says why this commit, to stand beside its id. */
  | { readonly kind: "commit"; readonly revision: string; readonly reason: string }
  /** `reason` is a sentence. */
  | { readonly kind: "absent"; readonly reason: string };

/** Everything a report on a change shows; every output is made from this and nothing else. */
export interface DiffView {
  readonly tool: Tool;
  readonly attack: AttackVersion;
  readonly baseline: Baseline;
  /** A commit id, or `working tree`. */
  readonly head: string;
  /** From the top of the repository to the folder that paths are relative to: empty, or ending with a slash. */
  readonly prefix: RepositoryPath;
  /** The configuration file of the head; undefined where it has none, or another was named. */
  readonly configPath: RepositoryPath | undefined;
  /** Undefined exactly where the baseline is absent. */
  readonly delta: Delta | undefined;
  /** Every technique that is covered, sorted by id. */
  readonly covered: {
    /** Undefined exactly where the baseline is absent. */
    readonly before: readonly CoveredTechnique[] | undefined;
    readonly after: readonly CoveredTechnique[];
  };
  readonly verdict: Verdict;
  /** Each suite that the configuration names, then what is in none; empty where there are no suites. */
  readonly suites: readonly SuiteView[];
  /** Of the head corpus. */
  readonly corpus: CorpusSummary;
  /** Rules of reference sources that were added, removed or altered: no change of the team's. */
  readonly referenceChanges: number;
  /** Rules that count in the base corpus; 0 where there is none. */
  readonly countedBefore: number;
  readonly widths: ReadonlyMap<RuleKey, RuleWidth>;
  /** What `reach` of the width was in the base, for rules whose logic was edited. */
  readonly formerReach: ReadonlyMap<RuleKey, number | undefined>;
  readonly noiseThreshold: number;
  /** One for each technique that the change is about, sorted by id. */
  readonly guides: readonly TechniqueGuide[];
  /** What can be put right in added and edited rules without a decision of their authors. */
  readonly fixes: readonly Fix[];
  readonly configChange: ConfigChange | undefined;
  /** What the team wants to be covered, and how far it is. */
  readonly targets: Targets;
  /** The label that accepts what a pull request loses. */
  readonly acceptLabel: string;
  readonly comment: { readonly when: CommentOccasion; readonly sections: readonly CommentSection[] };
}

/** What a change does to the rules of one team. */
export interface SuiteView {
  /** Letters, digits, hyphens and blanks; undefined for what is in no suite. */
  readonly name: string | undefined;
  readonly delta: Delta | undefined;
  /** Its findings and its outcome, by its own policy. */
  readonly verdict: Verdict;
  readonly widths: ReadonlyMap<RuleKey, RuleWidth>;
  readonly targets: Targets;
  readonly noiseThreshold: number;
  /** Rules that count, in base and head. */
  readonly counted: { readonly before: number; readonly after: number };
}

/** When a pull request is to be commented on, as the configuration in force says. */
export type CommentOccasion = "always" | "on-change" | "on-failure" | "never";

/** The change edits detcov's own configuration, which only counts once it is merged, but for waivers. */
export interface ConfigChange {
  readonly path: string;
  readonly differences: readonly Prose[];
  /** Waivers that came, went or were altered: they hold for this change already. */
  readonly waivers: readonly Prose[];
  /** The waivers don't hold yet either, because the change comes from a fork. */
  readonly areWaiversHeld: boolean;
  /** What the verdict would be under the new one. */
  readonly outcome: Verdict["outcome"];
}
