import { createReachIndex } from "../../src/analysis/reach.ts";
import type { AnalysedRule } from "../../src/model/snapshot.ts";
import type { IndicatorView } from "../../src/report/indicators-view.ts";
import type { NeighbourView, RuleView } from "../../src/report/rule-view.ts";
import type { RuleDraft } from "../support/rule-builder.ts";
import {
  analysed,
  backupsDeleted,
  downloadCradle,
  encodedCommand,
  indicatorOf,
  learnedReads,
  lsassAccess,
  powershellIndicator,
  rules,
  untagged,
} from "./small-corpus.ts";

const index = createReachIndex(rules);

/** A rule in the small corpus, also where it is not one of its own; it has one path, which nobody else tests. */
export function ruleView(rule: AnalysedRule, parts: Partial<RuleView> = {}): RuleView {
  const reach = rules.includes(rule) ? index : createReachIndex([...rules, rule]);
  return {
    analysed: rule,
    condition: rule.rule.condition,
    indicators: rule.indicators.map((indicator) => ({
      indicator,
      reach: reach.rulesWith(indicator.key).length,
      byFormat: reach.formatsOf(reach.rulesWith(indicator.key)),
    })),
    width: { reach: 1, path: rule.indicators, isConstrained: false, isNoisy: false, companions: [] },
    neighbours: { duplicates: [], subsumedBy: [], subsumes: [], sharing: [] },
    ...parts,
  };
}

function neighbour(draft: RuleDraft): NeighbourView {
  const { key, title, path } = analysed(draft).rule;
  return { key, title, path };
}

/** Rules of every kind, each with the width that it has in this corpus. */
export const ruleViews: readonly RuleView[] = [
  ruleView(analysed(lsassAccess)),
  ruleView(analysed(learnedReads), {
    width: { reach: undefined, path: [], isConstrained: false, isNoisy: false, companions: [] },
  }),
  ruleView(analysed(backupsDeleted), {
    width: {
      reach: 1,
      path: [
        indicatorOf("CommandLine", "contains", "delete shadows"),
        indicatorOf(undefined, "keyword", "README_TO_DECRYPT"),
      ],
      isConstrained: true,
      isNoisy: false,
      companions: [],
    },
  }),
  ruleView(analysed(downloadCradle), {
    width: {
      reach: 4,
      path: [powershellIndicator],
      isConstrained: false,
      isNoisy: true,
      companions: [{ indicator: indicatorOf("ParentImage", "basename", "winword.exe"), rules: 1 }],
    },
    neighbours: {
      duplicates: [],
      subsumedBy: [],
      subsumes: [neighbour(encodedCommand), neighbour(untagged)],
      sharing: [],
    },
  }),
  ruleView(analysed(encodedCommand), {
    width: {
      reach: 1,
      path: [indicatorOf("CommandLine", "contains", " -enc "), powershellIndicator],
      isConstrained: false,
      isNoisy: false,
      companions: [],
    },
    neighbours: {
      duplicates: [],
      subsumedBy: [neighbour(downloadCradle)],
      subsumes: [],
      sharing: [{ ...neighbour(untagged), indicators: 2 }],
    },
  }),
  ruleView(analysed(untagged)),
];

export const indicatorViews: readonly IndicatorView[] = index.indicators().map((indicator) => {
  const positions = index.rulesWith(indicator.key);
  const ruleKeys = positions.flatMap((position) => rules[position]?.rule.key ?? []).sort();
  return { indicator, reach: positions.length, byFormat: index.formatsOf(positions), ruleKeys };
});
