import { strengthOf } from "../model/cover.ts";
import { csvTable, csvText } from "./csv.ts";
import type { ReportView } from "./report-view.ts";

const header = ["id", "name", "tactics", "rules", "rules_below", "rule_keys"] as const;

/** One record for each active technique, covered or not, by id; its strength only where rules have weights. */
export function reportCsv({ techniques, corpus }: ReportView): string {
  const isWeighted = corpus.weights !== undefined;
  return csvTable(
    isWeighted ? [...header, "strength"] : header,
    techniques.map(({ technique, rules, rulesBelow, cover }) => [
      csvText(technique.id),
      csvText(technique.name),
      csvText(technique.tactics.join(" ")),
      String(rules.length),
      String(rulesBelow.length),
      csvText(
        [...rules, ...rulesBelow]
          .map(({ rule }) => rule.key)
          .sort()
          .join(" "),
      ),
      ...(isWeighted ? [String(strengthOf(cover))] : []),
    ]),
  );
}
