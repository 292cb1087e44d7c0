import { compare } from "../analysis/compare.ts";
import { noiseThreshold } from "../analysis/noise.ts";
import type { Config, Suite } from "../config/config.ts";
import type { Assessment } from "../model/assessment.ts";
import type { Level, Policy } from "../model/policy.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { RepositoryPath } from "../model/source.ts";
import { noTargets } from "../model/targets.ts";
import { checks } from "../policy/checks/index.ts";
import type { JudgedPart } from "../policy/decide.ts";
import { assess } from "./assess.ts";
import type { Lookups } from "./lookups.ts";
import { createSourceFinder, matcherOf } from "./read-corpora.ts";
import { type MeasuredSnapshot, noisePolicyOf } from "./snapshots.ts";
import { measureTargets } from "./targets.ts";
import type { WantedSources } from "./wanted-techniques.ts";

/** A change of which the rules of one suite are a part. */
export interface WholeChange {
  readonly measured: MeasuredSnapshot;
  /** Without rules of reference sources. */
  readonly own: { readonly base: Snapshot | undefined; readonly head: Snapshot };
  readonly assessment: Assessment;
  readonly lookups: Lookups;
  readonly sources: WantedSources;
}

/**
 * The suites of a configuration, what is in none of them, and the targets of the whole; undefined where there are no
 * suites. Reach and neighbours are those of the whole corpus.
 */
export async function assessSuites(config: Config, whole: WholeChange): Promise<readonly JudgedPart[] | undefined> {
  if (config.suites.length === 0) return undefined;
  const suiteOf = createSuiteFinder(config);
  const parts = config.suites.map(async (suite): Promise<JudgedPart> => {
    const isJudged = (path: RepositoryPath) => suiteOf(path) === suite;
    return { suite: suite.name, assessment: await assessPart(suite, isJudged, whole), policy: suite.policy };
  });
  const rest = {
    policy: config.policy,
    noise: config.noise,
    required: { techniques: [], layer: undefined, groups: [] },
    minimum: { techniques: undefined, tactics: new Map(), platforms: new Map() },
  };
  const others = await assessPart(rest, (path) => suiteOf(path) === undefined, whole);
  const { assessment } = whole;
  return [
    ...(await Promise.all(parts)),
    ...(assessment.targets === noTargets ? [] : [{ suite: undefined, assessment, policy: onlyTargets(config.policy) }]),
    { suite: undefined, assessment: others, policy: config.policy },
  ];
}

/** The first suite that takes a file. */
function createSuiteFinder({ suites, sources }: Config): (path: RepositoryPath) => Suite | undefined {
  const sourceOf = createSourceFinder(sources);
  const matchers = suites.map((suite) => ({ suite, takes: matcherOf(suite) }));
  return (path) =>
    matchers.find(({ suite, takes }) => {
      return takes(path) && (suite.sources === undefined || suite.sources.includes(sourceOf(path)?.name ?? ""));
    })?.suite;
}

async function assessPart(
  part: Pick<Suite, "noise" | "required" | "minimum">,
  isJudged: (path: RepositoryPath) => boolean,
  { measured, own, assessment, lookups, sources }: WholeChange,
): Promise<Assessment> {
  const { catalogue, config } = sources;
  const partOf = (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    rules: snapshot.rules.filter(({ rule }) => isJudged(rule.path)),
  });
  const base = own.base && partOf(own.base);
  const head = partOf(own.head);
  const comparison = base && compare(base, head, catalogue, measured.reach);
  const { required, minimum } = part;
  const targets = await measureTargets({ base, head }, { ...sources, config: { ...config, required, minimum } });
  const threshold = noiseThreshold(measured.reach, noisePolicyOf(part));
  const assessed = assess(
    { ...measured, noiseThreshold: threshold },
    {
      delta: comparison?.delta,
      changedPaths: new Set([...assessment.changedPaths].filter(isJudged)),
      targets,
      lookups,
    },
  );
  return { ...assessed, isJudged };
}

/** What has to be covered is asked of the whole repository, everything else of its suites. */
function onlyTargets(policy: Policy): Policy {
  const off = checks.flatMap((check) => ("run" in check && check.isAboutTargets === true ? [] : [check.id]));
  return {
    ...policy,
    levels: new Map<string, Level | "off">([...policy.levels, ...off.map((id) => [id, "off"] as const)]),
  };
}
