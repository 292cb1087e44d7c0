import { compare } from "../../src/analysis/compare.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { createLookups } from "../../src/app/lookups.ts";
import { measureFormerReach, measureWidth } from "../../src/app/snapshots.ts";
import { type Assessment, changedRules } from "../../src/model/assessment.ts";
import type { Policy } from "../../src/model/policy.ts";
import { noTargets, type Targets } from "../../src/model/targets.ts";
import { aCatalogue, aSnapshot, type RuleDraft, type SnapshotOptions } from "./rule-builder.ts";

export interface AssessmentDraft extends SnapshotOptions {
  /** Undefined: there is nothing to compare with. */
  readonly base?: readonly RuleDraft[] | undefined;
  readonly head: readonly RuleDraft[];
  readonly noiseThreshold?: number;
  /** By default the files of rules that were added or edited. */
  readonly changedPaths?: readonly string[];
  readonly targets?: Targets;
}

/**
 * A change from base to head, measured as the program measures it: what checks judge.
 *
 * ```ts
 * const assessment = anAssessment({ base: [{ key: "wmi", techniques: ["T1546.003"] }], head: [] });
 * ```
 */
export function anAssessment({
  base,
  head,
  noiseThreshold = 10,
  changedPaths,
  targets = noTargets,
  ...options
}: AssessmentDraft): Assessment {
  const after = aSnapshot(head, { revision: "head", ...options });
  const index = createReachIndex(after.rules);
  const before = base === undefined ? undefined : aSnapshot(base, { ...options, revision: "base", diagnostics: [] });
  const catalogue = options.catalogue ?? aCatalogue();
  const delta = before === undefined ? undefined : compare(before, after, catalogue, index).delta;
  const measured = { snapshot: after, reach: index, noiseThreshold };
  const { neighboursOf, lonelyFieldsOf, baseReach } = createLookups(measured, before);
  const unmeasured = {
    head: after,
    delta,
    changedPaths: new Set<string>(),
    widths: new Map(),
    formerReach: measureFormerReach(delta, baseReach),
    noiseThreshold,
    targets,
    neighboursOf,
    lonelyFieldsOf,
  };
  const changed = changedRules(unmeasured);
  return {
    ...unmeasured,
    changedPaths: new Set(changedPaths ?? changed.map(({ rule }) => rule.path)),
    widths: new Map(changed.map((rule) => [rule.rule.key, measureWidth(rule, measured)])),
  };
}

/** Every check at its own level; errors fail. */
export function aPolicy(draft: Partial<Policy> = {}): Policy {
  return { levels: new Map(), failOn: "error", ...draft };
}
