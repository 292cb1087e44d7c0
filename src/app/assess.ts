import { compare } from "../analysis/compare.ts";
import type { Config } from "../config/config.ts";
import { type Assessment, changedRules, type RuleWidth } from "../model/assessment.ts";
import type { Rule } from "../model/rule.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Lookups } from "./lookups.ts";
import { ownRules } from "./own-rules.ts";
import { createOwnership } from "./read-corpora.ts";
import { type MeasuredSnapshot, measureFormerReach, measureWidth } from "./snapshots.ts";

/** A change of a corpus, before it is measured. */
export interface Change extends Pick<Assessment, "delta" | "changedPaths" | "targets"> {
  readonly lookups: Lookups;
}

/** Everything that checks judge of a change. */
export function assess(measured: MeasuredSnapshot, change: Change): Assessment {
  const { delta, changedPaths, targets, lookups } = change;
  const { snapshot, noiseThreshold } = measured;
  const widths = new Map<string, RuleWidth>();
  const formerReach = measureFormerReach(delta, lookups.baseReach);
  const assessment: Assessment = {
    head: snapshot,
    delta,
    changedPaths,
    widths,
    formerReach,
    noiseThreshold,
    targets,
    neighboursOf: lookups.neighboursOf,
    lonelyFieldsOf: lookups.lonelyFieldsOf,
  };
  for (const rule of changedRules(assessment)) widths.set(rule.rule.key, measureWidth(rule, measured));
  return assessment;
}

interface JudgedBy {
  readonly config: Config;
  readonly knowledge: Knowledge;
}

/** A corpus as if it, or those of its rules that are meant, had just been written: what checks find was there before. */
export function assessEverything(
  measured: MeasuredSnapshot,
  { config, knowledge, ...given }: Pick<Change, "targets" | "lookups"> & JudgedBy,
  isMeant: (rule: Rule) => boolean = () => true,
): Assessment {
  const whole = ownRules(measured.snapshot, config.sources);
  const own = { ...whole, rules: whole.rules.filter(({ rule }) => isMeant(rule)) };
  const base: Snapshot = { revision: "", files: 0, rules: [], diagnostics: [] };
  const { delta } = compare(base, own, knowledge.catalogue, measured.reach);
  const isOwn = createOwnership(config.sources);
  const paths = [...own.rules.map(({ rule }) => rule.path), ...own.diagnostics.map(({ location }) => location.path)];
  return assess(measured, { delta, changedPaths: new Set(paths.filter(isOwn)), ...given });
}
