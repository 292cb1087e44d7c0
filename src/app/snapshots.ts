import { analyseAll } from "../analysis/analyse.ts";
import { companionsOf } from "../analysis/companions.ts";
import { LonelyFields } from "../analysis/lonely-fields.ts";
import { createNeighbourhood } from "../analysis/neighbours.ts";
import { isNoisy, type NoisePolicy, noiseThreshold } from "../analysis/noise.ts";
import { createReachIndex, type ReachIndex } from "../analysis/reach.ts";
import { type PostingIndex, widthOf } from "../analysis/width.ts";
import type { Config } from "../config/config.ts";
import type { FileTree } from "../io/file-tree.ts";
import type { CountedNeighbours, LonelyField, RuleWidth } from "../model/assessment.ts";
import type { Delta } from "../model/delta.ts";
import type { RuleKey } from "../model/rule.ts";
import type { AnalysedRule, Snapshot } from "../model/snapshot.ts";
import { analysisCounting } from "./counting.ts";
import type { Knowledge } from "./knowledge.ts";
import { readCorpora } from "./read-corpora.ts";
import { drawerOf, knowledgeFor, type Workspace } from "./workspace.ts";

export interface Snapshots {
  /** In the order of the trees. */
  readonly snapshots: readonly Snapshot[];
  readonly knowledge: Knowledge;
}

/** Reads and analyses trees under one configuration, which is that of the tree `judge`. */
export async function takeSnapshots(
  trees: readonly FileTree[],
  config: Config,
  workspace: Workspace,
  judge: FileTree,
): Promise<Snapshots> {
  const { surroundings } = workspace;
  const knowledge = await knowledgeFor(config, workspace, judge);
  const corpora = await readCorpora(trees, {
    config,
    knowledge,
    cache: drawerOf(workspace, knowledge),
    threads: surroundings.threads.readers,
    onProgress: surroundings.onProgress,
  });
  const options = { catalogue: knowledge.catalogue, ...analysisCounting(config) };
  return { snapshots: analyseAll(corpora, options), knowledge };
}

export interface MeasuredSnapshot {
  readonly snapshot: Snapshot;
  readonly reach: ReachIndex;
  readonly noiseThreshold: number;
}

export function measure(snapshot: Snapshot, config: Config): MeasuredSnapshot {
  const reach = createReachIndex(snapshot.rules);
  return { snapshot, reach, noiseThreshold: noiseThreshold(reach, noisePolicyOf(config)) };
}

export function noisePolicyOf({ noise }: Pick<Config, "noise">): NoisePolicy {
  return {
    reach: noise.kind === "reach" ? noise.reach : undefined,
    percentile: noise.kind === "percentile" ? noise.percentile : 0,
  };
}

/** Finds the counted rules that match what a rule of the snapshot matches; each rule is looked at once. */
export function createCountedNeighbours({
  snapshot,
  reach,
}: MeasuredSnapshot): (rule: AnalysedRule) => CountedNeighbours {
  const neighbourhood = createNeighbourhood(snapshot.rules, reach);
  const byKey = new Map(snapshot.rules.map((rule) => [rule.rule.key, rule]));
  const counted = (keys: readonly string[]) =>
    keys.flatMap((key) => byKey.get(key) ?? []).filter((rule) => rule.counted);
  const known = new Map<string, CountedNeighbours>();
  return (rule) => {
    const remembered = known.get(rule.rule.key);
    if (remembered !== undefined) return remembered;
    const { duplicates, subsumedBy, subsumes } = neighbourhood.relatedTo(rule);
    const neighbours = {
      duplicates: counted(duplicates),
      subsumedBy: counted(subsumedBy),
      subsumes: counted(subsumes),
    };
    known.set(rule.rule.key, neighbours);
    return neighbours;
  };
}

/** Finds fields that look like slips; the corpus is only looked at where a rule is asked about. */
export function createLonelyFields({ snapshot }: MeasuredSnapshot): (rule: AnalysedRule) => readonly LonelyField[] {
  let fields: LonelyFields | undefined;
  return (rule) => {
    fields ??= new LonelyFields(snapshot.rules);
    return fields.of(rule);
  };
}

/** How specific a rule of a snapshot is, and what to advise where it is too wide. */
export function measureWidth(
  rule: AnalysedRule,
  { snapshot, reach: index, noiseThreshold: threshold }: MeasuredSnapshot,
): RuleWidth {
  const width = widthOf(rule.rule.condition, index);
  const isNoise = isNoisy(rule, width, { rules: snapshot.rules, threshold });
  const context = { index, rules: snapshot.rules, own: rule.indicators };
  const { reach, path, isConstrained } = width;
  return { reach, path, isConstrained, isNoisy: isNoise, companions: isNoise ? companionsOf(width, context) : [] };
}

/** How wide the rules whose logic was edited were in the base, by their key in the head; the base is only asked for them. */
export function measureFormerReach(
  delta: Delta | undefined,
  baseReach: () => PostingIndex | undefined,
): ReadonlyMap<RuleKey, number | undefined> {
  const edits = (delta?.rules.edited ?? []).filter(({ logic }) => logic !== undefined);
  const index = edits.length === 0 ? undefined : baseReach();
  if (index === undefined) return new Map();
  return new Map(edits.map(({ before, after }) => [after.rule.key, widthOf(before.rule.condition, index).reach]));
}

/** {@link measureWidth} of each rule once, when it is first asked for. */
export function memoisedWidths(measured: MeasuredSnapshot): (rule: AnalysedRule) => RuleWidth {
  const widths = new Map<AnalysedRule, RuleWidth>();
  return (rule) => {
    const width = widths.get(rule) ?? measureWidth(rule, measured);
    widths.set(rule, width);
    return width;
  };
}
