import { resolve } from "node:path";
import { analyseLinked } from "../analysis/analyse.ts";
import { coverageOf, eventCoverageOf } from "../analysis/coverage.ts";
import { widestOfMeasured, widestRules } from "../analysis/widest-rules.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import type { Config } from "../config/config.ts";
import type { FileTree } from "../io/file-tree.ts";
import { openCommit, openGitTree } from "../io/git/git-tree.ts";
import type { Repository } from "../io/git/repository.ts";
import type { RuleWidth } from "../model/assessment.ts";
import { ConfigError } from "../model/config-error.ts";
import { sortedOnce } from "../model/order.ts";
import type { Rule } from "../model/rule.ts";
import type { AnalysedRule, Event, Snapshot } from "../model/snapshot.ts";
import { summarise } from "../report/corpus-summary.ts";
import type { Tool } from "../report/diff-view.ts";
import type { ClaimView, HistoryView, ReportView, TacticView, TechniqueView, WideRule } from "../report/report-view.ts";
import { analysisCounting, countingOf } from "./counting.ts";
import type { Knowledge } from "./knowledge.ts";
import { type LookBack, type LookBackChoice, planHistory, readHistoryOf } from "./report-history.ts";
import { corpusOf, readSnapshotDocument } from "./snapshot-file.ts";
import { type MeasuredSnapshot, measure, takeSnapshots } from "./snapshots.ts";
import { measureTargets } from "./targets.ts";
import { type WantedSources, wantedSources } from "./wanted-techniques.ts";
import {
  knowledgeFor,
  loadConfig,
  type Overrides,
  type Surroundings,
  type Workspace,
  withOverrides,
  withRepository,
  withWorkingTree,
  workspaceOf,
} from "./workspace.ts";

export interface ReportInputs extends Overrides {
  /** A revision; undefined: the files as they are. */
  readonly ref: string | undefined;
  /** A file that `detcov snapshot` or `merge` wrote, in place of any rule files. */
  readonly snapshot?: string | undefined;
}

/** One corpus, read and measured, with the configuration it was read under. */
export interface CorpusRun {
  readonly measured: MeasuredSnapshot;
  readonly knowledge: Knowledge;
  readonly config: Config;
  /** What the configuration wants to be covered; to be asked for while the tree is open. */
  readonly wanted: WantedSources;
  /** The repository that a rule is from; empty where there is but the one that was read. */
  readonly repositoryOf: (rule: Rule) => string;
}

/** Reads one revision, or the folder as it is. */
export async function readOneCorpus(inputs: ReportInputs, surroundings: Surroundings): Promise<CorpusRun> {
  return await withOneCorpus(inputs, surroundings, async (run) => run);
}

/** Where a corpus was read; `repository` is undefined where the folder is in none. */
export interface Origin {
  readonly tree: FileTree;
  readonly repository: Repository | undefined;
}

/** As {@link readOneCorpus}, for who needs the tree too. */
export async function withOneCorpus<Result>(
  inputs: ReportInputs,
  surroundings: Surroundings,
  use: (run: CorpusRun, origin: Origin) => Promise<Result>,
): Promise<Result> {
  const workspace = workspaceOf(surroundings, inputs);
  return await withOrigin(inputs, workspace, async (origin) =>
    use(await readNow(origin.tree, inputs, workspace), origin),
  );
}

async function withOrigin<Result>(
  { ref, snapshot }: ReportInputs,
  workspace: Workspace,
  use: (origin: Origin) => Promise<Result>,
): Promise<Result> {
  if (snapshot !== undefined || ref === undefined) {
    return await withWorkingTree(workspace, (tree, repository) => use({ tree, repository }));
  }
  return await withRepository(workspace, async (repository) =>
    use({ tree: await openGitTree(repository, ref), repository }),
  );
}

async function readNow(tree: FileTree, { snapshot }: ReportInputs, workspace: Workspace): Promise<CorpusRun> {
  const config = await configOf(tree, workspace);
  if (snapshot !== undefined) return await readSnapshotFile(snapshot, { tree, config }, workspace);
  const { snapshots, knowledge } = await takeSnapshots([tree], config, workspace, tree);
  const [taken] = snapshots;
  if (taken === undefined) throw new Error("No snapshot was taken.");
  const wanted = wantedSources(tree, { config, knowledge, workspace });
  return { measured: measure(taken, config), knowledge, config, wanted, repositoryOf: () => "" };
}

async function configOf(tree: FileTree, workspace: Workspace): Promise<Config> {
  return withOverrides((await loadConfig(workspace, tree)).config, workspace.overrides);
}

/** What counts is decided by the configuration of the folder, as for rule files. */
async function readSnapshotFile(
  path: string,
  { tree, config }: { readonly tree: FileTree; readonly config: Config },
  workspace: Workspace,
): Promise<CorpusRun> {
  const document = await readSnapshotDocument(resolve(workspace.surroundings.directory, path), path);
  const knowledge = await knowledgeFor(config, workspace, tree);
  const { corpus, isOwn, repositoryOf } = corpusOf(document);
  const options = { ...analysisCounting(config), catalogue: knowledge.catalogue, isOwn };
  const snapshot = analyseLinked(corpus, options);
  const wanted = wantedSources(tree, { config, knowledge, workspace });
  return { measured: measure(snapshot, config), knowledge, config, wanted, repositoryOf };
}

export interface ReportOptions extends ReportInputs {
  /** Left out: nothing is said of the history. */
  readonly lookBack?: LookBackChoice | undefined;
}

/** The coverage of one corpus and, if asked, what became of it. */
export async function runReport(options: ReportOptions, surroundings: Surroundings): Promise<ReportView> {
  return await withReport(options, surroundings, async ({ view }) => view);
}

/** A report with all that it was made of, for who makes more of it. */
export interface ReportRun {
  readonly view: ReportView;
  readonly run: CorpusRun;
  readonly origin: Origin;
}

/** As {@link runReport}; what the rules were read from is open meanwhile. */
export async function withReport<Result>(
  options: ReportOptions,
  surroundings: Surroundings,
  use: (report: ReportRun) => Promise<Result>,
): Promise<Result> {
  const workspace = workspaceOf(surroundings, options);
  return await withOrigin(options, workspace, async (origin) => {
    const { run, past } = await readWithPast(origin, options, workspace);
    return await use({ view: await reportOf(run, surroundings.tool, past), run, origin });
  });
}

/** What was there in the past is read together with what is there now. */
async function readWithPast(
  { tree, repository }: Origin,
  options: ReportOptions,
  workspace: Workspace,
): Promise<{ readonly run: CorpusRun; readonly past?: Past }> {
  const { ref, lookBack } = options;
  if (lookBack === undefined) return { run: await readNow(tree, options, workspace) };
  if (options.snapshot !== undefined) {
    throw new ConfigError(
      "A snapshot is one moment and has no history. Leave --since and --stale out, or read the repository.",
    );
  }
  const config = await configOf(tree, workspace);
  const plan = await planHistory(repository, ref, lookBackOf(lookBack, config));
  if (plan.kind === "absent") return { run: await readNow(tree, options, workspace), past: { history: plan } };
  const trees = [tree, openCommit(plan.repository, plan.base.commit)];
  const { snapshots, knowledge } = await takeSnapshots(trees, config, workspace, tree);
  const [snapshot, base] = snapshots;
  if (snapshot === undefined || base === undefined) throw new Error("No snapshots were taken.");
  const measured = measure(snapshot, config);
  const { catalogue } = knowledge;
  const history = await readHistoryOf(plan, { measured, base, config, catalogue });
  const wanted = wantedSources(tree, { config, knowledge, workspace });
  return { run: { measured, knowledge, config, wanted, repositoryOf: () => "" }, past: { history, base } };
}

function lookBackOf({ since, stale }: LookBackChoice, { summary }: Config): LookBack {
  return { since: since ?? summary.since, stale: stale ?? summary.stale };
}

/** As many of the widest rules as one can look at. */
const widestShown = 10;

/** What became of a corpus. */
interface Past {
  readonly history: HistoryView;
  /** What it is compared with, if anything. */
  readonly base?: Snapshot;
}

/** What was found out already. */
interface Findings extends Partial<Past> {
  /** The widths of all rules. */
  readonly widthOf?: (rule: AnalysedRule) => RuleWidth;
}

const notAsked: HistoryView = { kind: "not-asked" };

/** A ConfigError for targets that can't be found. */
export async function reportOf(
  { measured, knowledge, config, wanted }: CorpusRun,
  tool: Tool,
  { history = notAsked, base, widthOf }: Findings = {},
): Promise<ReportView> {
  const { snapshot, reach, noiseThreshold } = measured;
  const { catalogue } = knowledge;
  const coverage = coverageOf(snapshot.rules, catalogue);
  const byKey = new Map(snapshot.rules.map((rule) => [rule.rule.key, rule]));
  const { noisy, widest } =
    widthOf === undefined
      ? widestRules(snapshot.rules, reach, { threshold: noiseThreshold, most: widestShown })
      : widestOfMeasured(snapshot.rules, widthOf, widestShown);
  return {
    tool,
    attack: { domain: catalogue.domain, version: catalogue.version },
    revision: snapshot.revision,
    corpus: summarise(snapshot, countingOf(config)),
    tactics: coverage.tactics.flatMap(({ id, covered, total }): readonly TacticView[] => {
      const tactic = catalogue.tactics.find((known) => known.id === id);
      return tactic === undefined ? [] : [{ tactic, covered, total }];
    }),
    techniques: coverage.techniques.flatMap(({ id, rules, rulesBelow, cover }): readonly TechniqueView[] => {
      const technique = catalogue.technique(id);
      const own = rulesOf(rules, byKey);
      const below = rulesOf(rulesBelow, byKey);
      return technique === undefined
        ? []
        : [{ technique, rules: own, rulesBelow: below, cover, events: eventsOf([...own, ...below]) }];
    }),
    unmapped: snapshot.rules
      .filter(({ counted, techniques }) => counted && techniques.length === 0)
      .map(({ rule }) => rule.key)
      .sort(),
    events: eventCoverageOf(snapshot.rules).map(({ event, rules }) => ({ event, rules: rules.length })),
    noiseThreshold,
    noisyRules: noisy,
    widest: widest.map(({ rule, width, isNoisy }): WideRule => {
      return { rule, reach: width.reach ?? 0, path: width.path, isNoisy };
    }),
    claims: snapshot.rules.filter(({ counted }) => counted).flatMap(({ rule }) => claimsOf(rule, catalogue)),
    targets: await measureTargets({ base, head: snapshot }, wanted),
    history,
  };
}

/** Claims of what is no active technique. */
function claimsOf(rule: Rule, catalogue: Catalogue): readonly ClaimView[] {
  return rule.techniques.flatMap((claim) => {
    const resolution = catalogue.resolve(claim.id);
    if (resolution.kind === "active") return [];
    const replacement = resolution.kind === "revoked" ? resolution.replacement : undefined;
    return [{ rule, claim, state: resolution.kind, replacement }];
  });
}

function rulesOf(keys: readonly string[], byKey: ReadonlyMap<string, AnalysedRule>): readonly AnalysedRule[] {
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** Events are the same object wherever they are the same event. */
function eventsOf(rules: readonly AnalysedRule[]): readonly Event[] {
  return sortedOnce(rules.flatMap(({ events }) => events));
}
