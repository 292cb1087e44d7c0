import type { TrendPoint, TrendView } from "./trend-view.ts";
import { thinTitle, thousands } from "./words.ts";

/** One number over the history. */
export interface TrendSeries {
  readonly id: "covered" | "counted" | "thin" | "noisy";
  readonly title: string;
  /** In step with the points of the view; at least one. */
  readonly values: readonly number[];
  readonly first: number;
  readonly last: number;
  /** What the last number is a part of, if so. */
  readonly whole: number | undefined;
}

/** What a trend shows, in the order in which a lead asks. */
export function trendSeries({ points, techniques, weights }: TrendView): readonly TrendSeries[] {
  const series = (id: TrendSeries["id"], title: string, whole?: number): TrendSeries => {
    const values = points.map((point: TrendPoint) => point[id]);
    return { id, title, values, first: values[0] ?? 0, last: values.at(-1) ?? 0, whole };
  };
  return [
    series("covered", "Techniques covered", techniques),
    series("thin", thinTitle({ weights })),
    series("counted", "Rules that count"),
    series("noisy", "Noisy rules"),
  ];
}

/** `+12`, `−3`, `no change`. */
export function changeWords({ first, last }: Pick<TrendSeries, "first" | "last">): string {
  if (first === last) return "no change";
  return first < last ? `+${thousands(last - first)}` : `−${thousands(first - last)}`;
}
