import { csvTable, csvText } from "./csv.ts";
import type { ReportView } from "./report-view.ts";

const header = ["id", "name", "tactics", "rules", "rules_below", "rule_keys"] as const;

/** One record for each active technique, covered or not, by id. */
export function reportCsv({ techniques }: ReportView): string {
  return csvTable(
    header,
    techniques.map(({ technique, rules, rulesBelow }) => [
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
    ]),
  );
}
