import type { TechniqueId } from "./attack.ts";
import { type Cover, isCovered, isThin } from "./cover.ts";
import type { CoverageCount } from "./delta.ts";
import type { Prose } from "./prose.ts";

/** What a team wants to be covered, and how far it is. */
export interface Targets {
  /** Sorted by id. */
  readonly required: readonly RequiredTechnique[];
  /** The whole first, then tactics and platforms in the team's order. */
  readonly minimums: readonly Minimum[];
}

export const noTargets: Targets = { required: [], minimums: [] };

export interface RequiredTechnique {
  readonly id: TechniqueId;
  readonly name: string;
  /** Who asks for it: `your list`, a layer's path, a group. At least one. */
  readonly origins: readonly Prose[];
  /** In base and head; undefined: there is no base. */
  readonly before: Cover | undefined;
  readonly after: Cover;
}

/** `lost` is open and was not so before. */
export type TargetState = "lost" | "open" | "thin" | "covered";

export function stateOfTarget({ before, after }: RequiredTechnique): TargetState {
  if (!isCovered(after)) return before !== undefined && isCovered(before) ? "lost" : "open";
  return isThin(after) ? "thin" : "covered";
}

/** A least share of covered techniques. */
export interface Minimum {
  /** `techniques`, `tactic execution`, `platform Windows`; never changes with the version of ATT&CK. */
  readonly subject: string;
  /** Completes "the share of … covered": `techniques`, `techniques of Execution`. */
  readonly label: Prose;
  readonly percent: number;
  /** Undefined: there is no base. */
  readonly before: CoverageCount | undefined;
  readonly after: CoverageCount;
}
