import type { TrendPoint, TrendView } from "../../src/report/trend-view.ts";
import { attack, headRevision, tool } from "./small-corpus.ts";

/** Four weeks in which coverage grew, sank and grew again, and a rule became noisy. */
export const trendView: TrendView = {
  tool,
  attack,
  revision: headRevision,
  since: { count: 21, unit: "day" },
  every: { count: 1, unit: "week" },
  isWhole: true,
  techniques: 697,
  points: [
    point("2026-06-27", "1f", { rules: 1_190, counted: 1_180, covered: 300, thin: 90, noisy: 7 }),
    point("2026-07-04", "2e", { rules: 1_204, counted: 1_190, covered: 312, thin: 92, noisy: 7 }),
    point("2026-07-11", "3d", { rules: 1_200, counted: 1_188, covered: 309, thin: 93, noisy: 8 }),
    point("2026-07-18", "8d", { rules: 1_206, counted: 1_196, covered: 320, thin: 89, noisy: 8 }),
  ],
};

function point(
  date: string,
  digits: string,
  numbers: Omit<TrendPoint, "date" | "commit" | "noiseThreshold">,
): TrendPoint {
  return { date, commit: digits.repeat(20), noiseThreshold: 12, ...numbers };
}
