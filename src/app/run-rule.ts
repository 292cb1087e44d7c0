import { createNeighbourhood } from "../analysis/neighbours.ts";
import type { RuleWidth } from "../model/assessment.ts";
import { ConfigError } from "../model/config-error.ts";
import type { Neighbours } from "../model/neighbours.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import type { NeighbourView, NeighbourViews, RuleView } from "../report/rule-view.ts";
import { type ReportInputs, readOneCorpus } from "./run-report.ts";
import { type MeasuredSnapshot, measureWidth } from "./snapshots.ts";
import type { Surroundings } from "./workspace.ts";

export interface RuleInputs extends ReportInputs {
  /** Paths of files or folders, or keys of rules. At least one. */
  readonly rules: readonly string[];
}

/** Some rules of a corpus, each with its place in it; by path. A ConfigError for a name that fits no rule. */
export async function runRule(inputs: RuleInputs, surroundings: Surroundings): Promise<readonly RuleView[]> {
  const run = await readOneCorpus(inputs, surroundings);
  const chosen = new Set(inputs.rules.flatMap((name) => rulesNamed(name, run.measured.snapshot.rules)));
  const { snapshot, reach } = run.measured;
  const widthOf = (rule: AnalysedRule) => measureWidth(rule, run.measured);
  const neighbourhood = createNeighbourhood(snapshot.rules, reach);
  const view = createRuleView(run.measured, widthOf);
  return snapshot.rules.filter((rule) => chosen.has(rule)).map((rule) => view(rule, neighbourhood.of(rule)));
}

/** Makes the views of rules of a corpus. */
export function createRuleView(
  { snapshot, reach }: MeasuredSnapshot,
  widthOf: (rule: AnalysedRule) => RuleWidth,
): (rule: AnalysedRule, neighbours: Neighbours) => RuleView {
  const byKey = new Map(snapshot.rules.map((rule) => [rule.rule.key, rule]));
  return (analysed, neighbours) => ({
    analysed,
    condition: analysed.rule.condition,
    indicators: analysed.indicators.map((indicator) => {
      const rules = reach.rulesWith(indicator.key);
      return { indicator, reach: rules.length, byFormat: reach.formatsOf(rules) };
    }),
    width: widthOf(analysed),
    neighbours: viewNeighbours(neighbours, byKey),
  });
}

function rulesNamed(name: string, rules: readonly AnalysedRule[]): readonly AnalysedRule[] {
  const path = name.replaceAll("\\", "/").replace(/^\.\//, "").replace(/\/+$/, "");
  const isAll = path === "." || path === "";
  const found = rules.filter(
    ({ rule }) => isAll || rule.key === name || rule.path === path || rule.path.startsWith(`${path}/`),
  );
  if (found.length > 0) return found;
  throw new ConfigError(
    `"${name}" is no rule of the corpus. Name a rule file or folder below the root, or the id of a rule; ` +
      "`detcov report` lists what was read.",
  );
}

function viewNeighbours(
  { duplicates, subsumedBy, subsumes, sharing }: Neighbours,
  byKey: ReadonlyMap<string, AnalysedRule>,
): NeighbourViews {
  const view = (key: string): readonly NeighbourView[] => {
    const found = byKey.get(key)?.rule;
    return found === undefined ? [] : [{ key, title: found.title, path: found.path }];
  };
  return {
    duplicates: duplicates.flatMap(view),
    subsumedBy: subsumedBy.flatMap(view),
    subsumes: subsumes.flatMap(view),
    sharing: sharing.flatMap(({ key, indicators }) => view(key).map((neighbour) => ({ ...neighbour, indicators }))),
  };
}
