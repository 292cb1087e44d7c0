import { csvTable } from "./csv.ts";
import type { TrendView } from "./trend-view.ts";

const header = ["date", "commit", "rules", "counted", "covered", "total", "thin", "noisy"] as const;

/** One record for each sample, the oldest first. */
export function trendCsv({ points, techniques }: TrendView): string {
  return csvTable(
    header,
    points.map(({ date, commit, rules, counted, covered, thin, noisy }) => {
      return [date, commit, ...[rules, counted, covered, techniques, thin, noisy].map(String)];
    }),
  );
}
