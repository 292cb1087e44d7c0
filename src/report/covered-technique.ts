import type { Technique } from "../model/attack.ts";
import type { Cover } from "../model/cover.ts";
import type { AnalysedRule } from "../model/snapshot.ts";

/** A technique with what covers it. */
export interface CoveredTechnique {
  readonly technique: Technique;
  /** Counted rules that cover it, by itself or below, sorted by key. */
  readonly rules: readonly AnalysedRule[];
  readonly cover: Cover;
}
