import { countOverTime } from "../analysis/trend.ts";
import type { Config } from "../config/config.ts";
import { type DatedCommit, fileChanges, firstParentCommits } from "../io/git/file-history.ts";
import { openGitTree } from "../io/git/git-tree.ts";
import { isShallow, remoteDefaultBranch } from "../io/git/history.ts";
import type { Repository } from "../io/git/repository.ts";
import { ConfigError } from "../model/config-error.ts";
import { before, isoDate, type TimeSpan, timeSpanWords } from "../model/time-span.ts";
import type { TrendPoint, TrendView } from "../report/trend-view.ts";
import { analysisCounting, countingOf } from "./counting.ts";
import type { Knowledge } from "./knowledge.ts";
import { readHistory } from "./read-history.ts";
import { noisePolicyOf } from "./snapshots.ts";
import {
  knowledgeFor,
  loadConfig,
  type Overrides,
  type Surroundings,
  withOverrides,
  withRepository,
  workspaceOf,
} from "./workspace.ts";

/** How far to look back, and how often to look. */
export interface TrendSpan {
  readonly since: TimeSpan;
  readonly every: TimeSpan;
}

/** Where nobody says otherwise. */
export const usualTrend: TrendSpan = { since: { count: 1, unit: "year" }, every: { count: 1, unit: "week" } };

export interface TrendInputs extends Overrides, TrendSpan {
  /** A revision whose history it is; undefined: the default branch, or what is checked out where none is known. */
  readonly ref: string | undefined;
}

/** Coverage over the history, from git alone: the newest commit's configuration judges every sample. */
export async function runTrend({ ref, ...inputs }: TrendInputs, surroundings: Surroundings): Promise<TrendView> {
  const workspace = workspaceOf(surroundings, inputs);
  return await withRepository(workspace, async (repository) => {
    const revision = ref ?? (await remoteDefaultBranch(repository))?.ref ?? "HEAD";
    const head = await openGitTree(repository, revision);
    const config = withOverrides((await loadConfig(workspace, head)).config, workspace.overrides);
    const knowledge = await knowledgeFor(config, workspace, head);
    const source = { repository, commit: head.revision, config, knowledge };
    const trend = await readTrend(source, inputs, surroundings);
    if (trend.kind === "cut-off") throw cutOff(trend.begin, inputs.since);
    return trend.view;
  });
}

/** Whose history, and what judges it. */
export interface TrendSource {
  readonly repository: Repository;
  /** Its full id. */
  readonly commit: string;
  readonly config: Config;
  readonly knowledge: Knowledge;
}

export type Trend =
  | { readonly kind: "trend"; readonly view: TrendView }
  /** A shallow clone begins later than asked for, on this day. */
  | { readonly kind: "cut-off"; readonly begin: string };

export async function readTrend(
  { repository, commit: newest, config, knowledge }: TrendSource,
  span: TrendSpan,
  { tool, threads, onProgress }: Pick<Surroundings, "tool" | "threads" | "onProgress">,
): Promise<Trend> {
  const { since, every } = span;
  const found = await sampleHistory(repository, { commit: newest, since, every });
  if (found.kind === "cut-off") return found;
  const { samples, isWhole } = found;
  const commits = samples.map(({ commit }) => commit);
  const steps = await readHistory(
    { repository, commits, changes: await fileChanges(repository, commits) },
    { config, knowledge, cache: undefined, threads: threads.readers, onProgress },
  );
  const { catalogue } = knowledge;
  const counts = countOverTime(steps, { catalogue, noise: noisePolicyOf(config), ...analysisCounting(config) });
  const view: TrendView = {
    tool,
    attack: { domain: catalogue.domain, version: catalogue.version },
    revision: newest,
    since,
    every,
    isWhole,
    weights: countingOf(config).weights,
    techniques: catalogue.activeTechniques.length,
    points: counts.map((count, index): TrendPoint => {
      const { date = "", commit } = samples[index] ?? {};
      return { date, commit: commit?.commit ?? "", ...count };
    }),
  };
  return { kind: "trend", view };
}

interface Sample {
  /** In UTC. */
  readonly date: string;
  /** The newest commit at or before that moment. */
  readonly commit: DatedCommit;
}

interface Samples {
  readonly kind: "samples";
  /** The oldest first. */
  readonly samples: readonly Sample[];
  /** Whether the history reaches back to the first date that was asked for. */
  readonly isWhole: boolean;
}

/** More would be a line that nobody can tell apart, and take its time. */
const mostSamples = 1_000;

/** Counted back from the head commit's own date, so that the same history gives the same samples on any day. */
async function sampleHistory(
  repository: Repository,
  { commit: head, since, every }: TrendSpan & { readonly commit: string },
): Promise<Samples | Extract<Trend, { readonly kind: "cut-off" }>> {
  const history = await firstParentCommits(repository, head);
  const last = history[0]?.seconds ?? 0;
  const first = before(last, since);
  const oldest = history.at(-1)?.seconds ?? last;
  if (oldest > first && (await isShallow(repository))) return { kind: "cut-off", begin: isoDate(oldest) };
  const moments = momentsBetween(first, last, every);
  if (moments === undefined) throw tooMany(since, every);
  let at = 0;
  const samples = moments.flatMap((moment): readonly Sample[] => {
    while (at < history.length && (history[at]?.seconds ?? 0) > moment) at++;
    const commit = history[at];
    return commit === undefined ? [] : [{ date: isoDate(moment), commit }];
  });
  return { kind: "samples", samples: samples.reverse(), isWhole: oldest <= first };
}

/** The newest first; undefined where they are too many. */
function momentsBetween(first: number, last: number, every: TimeSpan): readonly number[] | undefined {
  const moments: number[] = [];
  for (let moment = last; moment >= first; moment = before(last, every, moments.length)) {
    if (moments.push(moment) > mostSamples) return undefined;
  }
  return moments;
}

function cutOff(begin: string, since: TimeSpan): ConfigError {
  return new ConfigError(
    `This clone is shallow: its history begins on ${begin}, and ${timeSpanWords(since)} of it is asked for. ` +
      'Check out with "fetch-depth: 0", run "git fetch --unshallow", or ask for less with --since.',
  );
}

function tooMany(since: TimeSpan, every: TimeSpan): ConfigError {
  return new ConfigError(
    `One sample every ${timeSpanWords(every)} over ${timeSpanWords(since)} is more than ${mostSamples} samples. ` +
      "Ask for fewer, for example with --every 1m.",
  );
}
