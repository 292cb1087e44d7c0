import { everyWords } from "../../model/time-span.ts";
import { sparkline } from "../text/trend-text.ts";
import { changeWords, trendSeries } from "../trend-series.ts";
import type { TrendView } from "../trend-view.ts";
import { thousands } from "../words.ts";

/** The numbers of a trend as a table, each with a line as small as it can be seen. */
export function trendMarkdown(view: TrendView): string {
  const rows = trendSeries(view).map(
    (series) =>
      `| ${series.title} | \`${sparkline(series.values)}\` | ${thousands(series.first)} → ${thousands(series.last)} | ${changeWords(series)} |`,
  );
  const [first, last] = [view.points[0], view.points.at(-1)];
  const span = `${first?.date ?? ""} to ${last?.date ?? ""}, ${everyWords(view.every)}`;
  return [`| | ${span} | | |`, "|:--|:--|--:|--:|", ...rows].join("\n");
}
