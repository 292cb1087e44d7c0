import type { AnalysisOptions } from "../analysis/analyse.ts";
import { platformsOf } from "../canon/product-platforms.ts";
import type { Config } from "../config/config.ts";
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
): Pick<AnalysisOptions, "counted" | "isOwn" | "isLeftOut"> {
  const isOwn = createOwnership(config.sources);
  const whyLeftOut = createCounting(config);
  return {
    counted: new Set(config.count.lifecycle),
    isOwn: ({ path }) => isOwn(path),
    isLeftOut: (rule) => whyLeftOut(rule) !== undefined,
  };
}

/** The same for reports, which say what was left out. */
export function countingOf(config: Pick<Config, "sources" | "count">): Counting {
  return { whyLeftOut: createCounting(config), platforms: config.count.platforms };
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
