import { compare } from "../analysis/compare.ts";
import type { Config } from "../config/config.ts";
import { describeConfigChange, describeWaiverChanges } from "../config/describe-config-change.ts";
import type { FileTree, TreeEntry } from "../io/file-tree.ts";
import { openCommit, openGitTree } from "../io/git/git-tree.ts";
import { resolveCommit } from "../io/git/history.ts";
import { chooseLocalBase } from "../io/git/local-base.ts";
import type { Repository } from "../io/git/repository.ts";
import { openWorkingTree } from "../io/working-tree.ts";
import type { LabelAcceptance } from "../model/policy.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { Acceptances } from "../policy/acceptances.ts";
import { checks } from "../policy/checks/index.ts";
import { decide, type Judging } from "../policy/decide.ts";
import { summarise } from "../report/corpus-summary.ts";
import type { Baseline, ConfigChange, DiffView } from "../report/diff-view.ts";
import { type AcceptingSide, loadAcceptances } from "./acceptances.ts";
import { assess, assessEverything } from "./assess.ts";
import { countingOf } from "./counting.ts";
import { coveredBy } from "./covered-techniques.ts";
import { fixesOf } from "./fixes.ts";
import { judgeChange } from "./judge-change.ts";
import type { Knowledge } from "./knowledge.ts";
import { createLookups } from "./lookups.ts";
import { countReferenceChanges, ownRules } from "./own-rules.ts";
import { createOwnership } from "./read-corpora.ts";
import { measure, takeSnapshots } from "./snapshots.ts";
import { suiteViews } from "./suite-views.ts";
import { assessSuites, type WholeChange } from "./suites.ts";
import { measureTargets } from "./targets.ts";
import { wantedSources } from "./wanted-techniques.ts";
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
  // Which every run needs, while git is being asked.
  begin(workspace.dictionaries());
  return await withRepository(workspace, async (repository) => {
    const baseline = await findBaseline(inputs, repository);
    const base = baseline.kind === "commit" ? openCommit(repository, baseline.revision) : undefined;
    beginListing(base, repository);
    const head = await openHead(inputs, repository, workspace);
    beginListing(head, repository);
    return await diffTrees({ baseline, base, head, prefix: repository.prefix, inputs }, workspace);
  });
}

/** While git lists one tree, the other can be found. A partial clone has to fetch first, one thing after the other. */
function beginListing(tree: FileTree | undefined, { isPartial }: Repository): void {
  if (!isPartial) begin(tree?.entries());
}

/** Lets something go on that is waited for later; who does gets its failure. */
function begin(work: Promise<unknown> | undefined): void {
  work?.catch(() => undefined);
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
  readonly inputs: DiffInputs;
}

async function diffTrees(sides: Sides, workspace: Workspace): Promise<DiffView> {
  const { baseline, base, head, prefix } = sides;
  const configs = await loadConfigs(base, head, workspace);
  const { acceptLabel } = configs.judge.config;
  const config = withOverrides(configs.judge.config, workspace.overrides);
  const change = await readChange(sides, { configs, config, workspace });
  const { measured, knowledge, assessment, lookups, baseSnapshot, covered } = change;
  const parts = await assessSuites(config, change);
  const { catalogue } = knowledge;
  const { delta, targets, widths, formerReach } = assessment;
  const acceptances = await acceptancesOf(sides, configs, workspace);
  const everything: Judging["everything"] = (isMeant) =>
    assessEverything(measured, { config, knowledge, targets, lookups }, isMeant);
  const judging: Judging = {
    checks,
    policy: config.policy,
    catalogue,
    acceptances,
    everything,
    ...(parts === undefined ? {} : { parts }),
  };
  const verdict = await judgeChange(assessment, judging, { label: acceptLabel, find: sides.inputs.findLabel });
  const { tool, data } = workspace.surroundings;
  return {
    tool,
    attack: { domain: catalogue.domain, version: catalogue.version },
    baseline,
    head: head.revision,
    prefix,
    configPath: workspace.overrides.config === undefined ? configs.head.path : undefined,
    delta,
    covered,
    verdict,
    suites: suiteViews(parts ?? [], verdict, change),
    corpus: summarise(measured.snapshot, countingOf(config)),
    referenceChanges:
      baseSnapshot === undefined ? 0 : countReferenceChanges(baseSnapshot, measured.snapshot, config.sources),
    countedBefore: baseSnapshot?.rules.filter(({ counted }) => counted).length ?? 0,
    widths,
    formerReach,
    noiseThreshold: measured.noiseThreshold,
    guides: await writeGuides(delta, { measured, config, catalogue, data }),
    fixes: await fixesOf(delta, head, catalogue),
    configChange: await configChangeOf(configs, {
      change,
      judging,
      isFromFork: sides.inputs.isFromFork && base !== undefined,
    }),
    targets,
    acceptLabel,
    comment: config.comment,
  };
}

interface ReadChange extends WholeChange {
  readonly knowledge: Knowledge;
  readonly baseSnapshot: Snapshot | undefined;
  readonly covered: DiffView["covered"];
}

async function readChange(
  { base, head }: Sides,
  { configs, config, workspace }: { readonly configs: Configs; readonly config: Config; readonly workspace: Workspace },
): Promise<ReadChange> {
  const trees = base === undefined ? [head] : [head, base];
  const { snapshots, knowledge } = await takeSnapshots(trees, config, workspace, base ?? head);
  const [headSnapshot, baseSnapshot] = snapshots;
  if (headSnapshot === undefined) throw new Error("No snapshot was taken of the head.");
  const measured = measure(headSnapshot, config);
  const own = {
    head: ownRules(headSnapshot, config.sources),
    base: baseSnapshot && ownRules(baseSnapshot, config.sources),
  };
  const comparison = own.base && compare(own.base, own.head, knowledge.catalogue, measured.reach);
  const changedPaths = base === undefined ? new Set<string>() : await pathsChanged({ base, head }, config);
  const sources = wantedSources(judgeTree({ base, head }, configs), { config, knowledge, workspace });
  const targets = await measureTargets(own, sources);
  const lookups = createLookups(measured, baseSnapshot);
  const assessment = assess(measured, { delta: comparison?.delta, changedPaths, targets, lookups });
  const covered = coveredBy({ ...own, comparison }, knowledge.catalogue);
  return { measured, baseSnapshot, knowledge, assessment, lookups, covered, own, sources };
}

interface Configs {
  /** The one that judges: the base's, so that a change can't switch its own judge off (DESIGN 5.3). */
  readonly judge: LoadedConfig;
  readonly base: LoadedConfig;
  readonly head: LoadedConfig;
}

/** What the configuration in force names is in its own tree. */
function judgeTree({ base, head }: Pick<Sides, "base" | "head">, { judge, base: ofBase }: Configs): FileTree {
  return base !== undefined && judge === ofBase ? base : head;
}

/** The first configuration of a repository has no base and is taken from the head. */
async function loadConfigs(base: FileTree | undefined, head: FileTree, workspace: Workspace): Promise<Configs> {
  const ofHead = await loadConfig(workspace, head);
  if (base === undefined) return { judge: ofHead, base: ofHead, head: ofHead };
  const ofBase = await loadConfigAt(workspace, base);
  return { judge: ofBase.path === undefined ? ofHead : ofBase, base: ofBase, head: ofHead };
}

async function configChangeOf(
  { judge, base, head }: Configs,
  {
    change,
    judging: { parts: _, ...judging },
    isFromFork,
  }: { readonly change: ReadChange; readonly judging: Judging; readonly isFromFork: boolean },
): Promise<ConfigChange | undefined> {
  const differences = describeConfigChange(judge.config, head.config);
  const waivers = describeWaiverChanges(base.config, head.config);
  if (differences.length + waivers.length === 0) return undefined;
  const parts = await assessSuites(head.config, change);
  const { outcome } = decide(change.assessment, {
    ...judging,
    policy: head.config.policy,
    ...(parts === undefined ? {} : { parts }),
  });
  return { path: head.path ?? judge.path ?? "", differences, waivers, areWaiversHeld: isFromFork, outcome };
}

/** Waivers and ratchet are what the change brings along (DESIGN 5.3). */
async function acceptancesOf(
  { base, head, inputs }: Sides,
  configs: Configs,
  workspace: Workspace,
): Promise<Acceptances> {
  const baseSide: AcceptingSide | undefined = base && { tree: base, loaded: configs.base };
  return await loadAcceptances({
    base: baseSide,
    head: { tree: head, loaded: configs.head },
    isFromFork: inputs.isFromFork,
    today: workspace.surroundings.today,
  });
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
