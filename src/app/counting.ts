import type { AnalysisOptions } from "../analysis/analyse.ts";
import { platformsOf } from "../canon/product-platforms.ts";
import type { Config } from "../config/config.ts";
import { weightsProse } from "../config/judgement-prose.ts";
import { type Lifecycle, type Rule, severities } from "../model/rule.ts";
import type { Counting } from "../report/corpus-summary.ts";
import { createOwnership, createSourceFinder } from "./read-corpora.ts";

/** Why a rule of a corpus does not count for coverage, beside being only a part of another. */
type LeftOut = Lifecycle | "reference" | "source" | "severity" | "platform";

/** What a configuration leaves out, the most lasting reason first; undefined: the rule counts. */
export function createCounting({
  sources,
  count,
}: Pick<Config, "sources" | "count">): (rule: Rule) => LeftOut | undefined {
  const sourceOf = createSourceFinder(sources);
  return (rule) => {
    if (!count.lifecycle.includes(rule.lifecycle)) return rule.lifecycle;
    const source = sourceOf(rule.path);
    if (source?.role === "reference") return "reference";
    if (count.sources !== undefined && !count.sources.includes(source?.name ?? "")) return "source";
    if (isBelow(rule, count)) return "severity";
    return isElsewhere(rule, count) ? "platform" : undefined;
  };
}

/** The same for the analysis of rules. */
export function analysisCounting(
  config: Pick<Config, "sources" | "count">,
): Pick<AnalysisOptions, "counted" | "isOwn" | "isLeftOut" | "weigh"> {
  const isOwn = createOwnership(config.sources);
  const whyLeftOut = createCounting(config);
  return {
    counted: new Set(config.count.lifecycle),
    isOwn: ({ path }) => isOwn(path),
    isLeftOut: (rule) => whyLeftOut(rule) !== undefined,
    weigh: createWeighing(config),
  };
}

/** What a configuration says that a rule is worth; undefined: it gives no weights. */
function createWeighing({
  sources,
  count: { weights },
}: Pick<Config, "sources" | "count">): ((rule: Rule) => number) | undefined {
  if (weights === undefined) return undefined;
  const sourceOf = createSourceFinder(sources);
  const { lifecycle, severity, sources: bySource } = weights;
  return (rule) => {
    const ofStage = lifecycle.get(rule.lifecycle) ?? 1;
    const ofSource = bySource.size === 0 ? 1 : (bySource.get(sourceOf(rule.path)?.name ?? "") ?? 1);
    // Asked for only where it matters, as in `isBelow`.
    const ofSeverity = severity.size === 0 ? 1 : (severity.get(rule.severity ?? "") ?? 1);
    // A product of tenths is seldom exact in binary.
    return Number((ofStage * ofSource * ofSeverity).toPrecision(6));
  };
}

/** The same for reports, which say what was left out. */
export function countingOf(config: Pick<Config, "sources" | "count">): Counting {
  const { platforms, weights } = config.count;
  return { whyLeftOut: createCounting(config), platforms, weights: weights && weightsProse(weights) };
}

/** What has no severity is not known to be below one. */
function isBelow(rule: Rule, { severity: least }: Config["count"]): boolean {
  // Asked for last: what came from the cache has to parse it, which a run that does not need it should not.
  if (least === undefined || rule.severity === undefined) return false;
  return severities.indexOf(rule.severity) < severities.indexOf(least);
}

function isElsewhere(rule: Rule, { platforms }: Config["count"]): boolean {
  const own = platforms === undefined ? undefined : platformsOf(rule.logSource.product);
  if (own === undefined || platforms === undefined) return false;
  const defended = new Set(platforms.map((platform) => platform.toLowerCase()));
  return !own.some((platform) => defended.has(platform.toLowerCase()));
}
