import type { IndicatorView } from "../indicators-view.ts";
import { indicatorPart, printJson } from "./parts.ts";

/** DESIGN 5.2, `indicators`; `schema/indicators.schema.json`. */
export function indicatorsJson(views: readonly IndicatorView[]): string {
  return printJson({
    schemaVersion: 1,
    indicators: views.map(({ indicator, reach, byFormat, ruleKeys }) => ({
      ...indicatorPart(indicator),
      reach,
      byFormat: Object.fromEntries(byFormat),
      ruleKeys,
    })),
  });
}
