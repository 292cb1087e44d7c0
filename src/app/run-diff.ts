import { compare } from "../analysis/compare.ts";
import type { Config } from "../config/config.ts";
import { describeConfigChange } from "../config/describe-config-change.ts";
import type { FileTree, TreeEntry } from "../io/file-tree.ts";
import { openGitTree } from "../io/git/git-tree.ts";
import { resolveCommit } from "../io/git/history.ts";
import { chooseLocalBase } from "../io/git/local-base.ts";
import type { Repository } from "../io/git/repository.ts";
import { openWorkingTree } from "../io/working-tree.ts";
import { type Assessment, changedRules, type RuleWidth } from "../model/assessment.ts";
import type { LabelAcceptance, Verdict } from "../model/policy.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { RepositoryPath } from "../model/source.ts";
import { noAcceptances } from "../policy/acceptances.ts";
import { checks } from "../policy/checks/index.ts";
import { decide } from "../policy/decide.ts";
import { summarise } from "../report/corpus-summary.ts";
import type { Baseline, ConfigChange, DiffView } from "../report/diff-view.ts";
import type { Knowledge } from "./knowledge.ts";
import { countReferenceChanges, ownRules } from "./own-rules.ts";
import { createOwnership } from "./read-corpora.ts";
import {
  createCountedNeighbours,
  createLonelyFields,
  type MeasuredSnapshot,
  measure,
  measureFormerReach,
  measureWidth,
  takeSnapshots,
} from "./snapshots.ts";
import {
  type LoadedConfig,
  loadConfig,
  loadConfigAt,
  type Overrides,
  type Surroundings,
  type Workspace,
  withOverrides,
  withRepository,
  workspaceOf,
} from "./workspace.ts";
import { writeGuides } from "./write-guides.ts";

/** What to compare. */
export interface DiffInputs extends Overrides {
  readonly head: { readonly kind: "commit"; readonly revision: string } | { readonly kind: "working-tree" };
  /** Undefined: what a person at a shell means by "my change". */
  readonly base: { readonly revision: string; readonly reason: string } | undefined;
  /** The change comes from somebody who may not push: waivers and ratchet of its own don't hold for it. */
  readonly isFromFork: boolean;
  /**
   * Looks, at this moment, whether the change has a label. Asked once, with the label that the configuration in force
   * names, and only where the change loses coverage. Undefined: there is nowhere to look.
   */
  readonly findLabel: ((label: string) => Promise<LabelAcceptance | undefined>) | undefined;
}

/** The pull-request job: reads both sides, compares, judges. */
export async function runDiff(inputs: DiffInputs, surroundings: Surroundings): Promise<DiffView> {
  const workspace = workspaceOf(surroundings, inputs);
  return await withRepository(workspace, async (repository) => {
    const baseline = await findBaseline(inputs, repository);
    const head = await openHead(inputs, repository, workspace);
    const base = baseline.kind === "commit" ? await openGitTree(repository, baseline.revision) : undefined;
    return await diffTrees({ baseline, base, head, prefix: repository.prefix }, workspace);
  });
}

async function findBaseline({ base, head }: DiffInputs, repository: Repository): Promise<Baseline> {
  if (base !== undefined) {
    return { kind: "commit", revision: await resolveCommit(repository, base.revision), reason: base.reason };
  }
  const chosen = await chooseLocalBase(repository, head);
  return chosen.kind === "absent" ? chosen : { kind: "commit", revision: chosen.commit, reason: chosen.reason };
}

async function openHead({ head }: DiffInputs, repository: Repository, { root }: Workspace): Promise<FileTree> {
  return head.kind === "commit" ? await openGitTree(repository, head.revision) : openWorkingTree(root, repository);
}

interface Sides {
  readonly baseline: Baseline;
  /** Undefined exactly where the baseline is absent. */
  readonly base: FileTree | undefined;
  readonly head: FileTree;
  readonly prefix: RepositoryPath;
}

async function diffTrees({ baseline, base, head, prefix }: Sides, workspace: Workspace): Promise<DiffView> {
  const configs = await loadConfigs(base, head, workspace);
  const config = withOverrides(configs.judge.config, workspace.overrides);
  const trees = base === undefined ? [head] : [head, base];
  const { snapshots, knowledge } = await takeSnapshots(trees, config, workspace, base ?? head);
  const [headSnapshot, baseSnapshot] = snapshots;
  if (headSnapshot === undefined) throw new Error("No snapshot was taken of the head.");
  const measured = measure(headSnapshot, config);
  const own = {
    head: ownRules(headSnapshot, config.sources),
    base: baseSnapshot && ownRules(baseSnapshot, config.sources),
  };
  const comparison =
    own.base === undefined ? undefined : compare(own.base, own.head, knowledge.catalogue, measured.reach);
  const changedPaths = base === undefined ? new Set<string>() : await pathsChanged({ base, head }, config);
  const assessment = assess(measured, { delta: comparison?.delta, base: baseSnapshot, changedPaths });
  const verdict = decide(assessment, {
    checks,
    policy: config.policy,
    catalogue: knowledge.catalogue,
    acceptances: noAcceptances,
  });
  const { tool } = workspace.surroundings;
  return {
    tool,
    attack: { domain: knowledge.catalogue.domain, version: knowledge.catalogue.version },
    baseline,
    head: headSnapshot.revision,
    prefix,
    configPath: workspace.overrides.config === undefined ? configs.head.path : undefined,
    delta: comparison?.delta,
    verdict,
    corpus: summarise(headSnapshot, config.count.lifecycle),
    referenceChanges:
      baseSnapshot === undefined ? 0 : countReferenceChanges(baseSnapshot, headSnapshot, config.sources),
    countedBefore: baseSnapshot?.rules.filter(({ counted }) => counted).length ?? 0,
    widths: assessment.widths,
    formerReach: assessment.formerReach,
    noiseThreshold: measured.noiseThreshold,
    guides: await writeGuides(comparison?.delta, {
      measured,
      config,
      catalogue: knowledge.catalogue,
      data: workspace.surroundings.data,
    }),
    configChange: configChangeOf(configs, { assessment, knowledge, config }),
    comment: config.comment,
  };
}

interface Configs {
  /** The one that judges: the base's, so that a change can't switch its own judge off (DESIGN 5.3). */
  readonly judge: LoadedConfig;
  readonly head: LoadedConfig;
}

/** The first configuration of a repository has no base and is taken from the head. */
async function loadConfigs(base: FileTree | undefined, head: FileTree, workspace: Workspace): Promise<Configs> {
  const ofHead = await loadConfig(workspace, head);
  if (base === undefined) return { judge: ofHead, head: ofHead };
  const ofBase = await loadConfigAt(workspace, base);
  return { judge: ofBase.path === undefined ? ofHead : ofBase, head: ofHead };
}

function configChangeOf(
  { judge, head }: Configs,
  {
    assessment,
    knowledge,
  }: { readonly assessment: Assessment; readonly knowledge: Knowledge; readonly config: Config },
): ConfigChange | undefined {
  const differences = describeConfigChange(judge.config, head.config);
  if (differences.length === 0) return undefined;
  const verdict: Verdict = decide(assessment, {
    checks,
    policy: head.config.policy,
    catalogue: knowledge.catalogue,
    acceptances: noAcceptances,
  });
  return { path: head.path ?? judge.path ?? "", differences, outcome: verdict.outcome };
}

/**
 * Files of the team's own that the head has and the base has not, or not so. A file whose content is not known without
 * reading counts as changed.
 */
async function pathsChanged(
  { base, head }: { readonly base: FileTree; readonly head: FileTree },
  { sources }: Config,
): Promise<ReadonlySet<string>> {
  const isOwn = createOwnership(sources);
  const before = new Map((await base.entries()).map(({ path, blob }) => [path, blob]));
  const isChanged = ({ path, blob }: TreeEntry) => blob === undefined || before.get(path) !== blob;
  const changed = (await head.entries()).filter((entry) => isChanged(entry) && isOwn(entry.path));
  return new Set(changed.map(({ path }) => path));
}

interface Change extends Pick<Assessment, "delta" | "changedPaths"> {
  /** Undefined exactly where `delta` is. */
  readonly base: Snapshot | undefined;
}

function assess(measured: MeasuredSnapshot, { delta, base, changedPaths }: Change): Assessment {
  const { snapshot, noiseThreshold } = measured;
  const widths = new Map<string, RuleWidth>();
  const neighboursOf = createCountedNeighbours(measured);
  const formerReach = measureFormerReach(delta, base);
  const assessment: Assessment = {
    head: snapshot,
    delta,
    changedPaths,
    widths,
    formerReach,
    noiseThreshold,
    neighboursOf,
    lonelyFieldsOf: createLonelyFields(measured),
  };
  for (const rule of changedRules(assessment)) widths.set(rule.rule.key, measureWidth(rule, measured));
  return assessment;
}
