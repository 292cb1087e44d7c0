import { csvTable, csvText } from "./csv.ts";
import type { IndicatorView } from "./indicators-view.ts";

const header = ["field", "operator", "value", "reach", "by_format", "rule_keys"] as const;

/** What would be a formula is neutralised; scripts that need every value to the letter read the JSON. */
export function indicatorsCsv(views: readonly IndicatorView[]): string {
  return csvTable(
    header,
    views.map(({ indicator, reach, byFormat, ruleKeys }) => [
      csvText(indicator.field ?? ""),
      csvText(indicator.operator),
      csvText(indicator.value),
      String(reach),
      csvText(Array.from(byFormat, ([format, rules]) => `${format}:${rules}`).join(" ")),
      csvText(ruleKeys.join(" ")),
    ]),
  );
}
