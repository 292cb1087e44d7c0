import type { TrendView } from "../trend-view.ts";
import { attackPart, printJson, toolPart } from "./parts.ts";

/** DESIGN 5.2, `trend`; `schema/trend.schema.json`. */
export function trendJson(view: TrendView): string {
  return printJson({
    schemaVersion: 1,
    tool: toolPart(view.tool),
    attack: attackPart(view.attack),
    revision: view.revision,
    since: { count: view.since.count, unit: view.since.unit },
    every: { count: view.every.count, unit: view.every.unit },
    whole: view.isWhole,
    samples: view.points.map((point) => ({
      date: point.date,
      commit: point.commit,
      rules: point.rules,
      counted: point.counted,
      covered: point.covered,
      total: view.techniques,
      thin: point.thin,
      noisy: point.noisy,
      noiseThreshold: point.noiseThreshold,
    })),
  });
}
