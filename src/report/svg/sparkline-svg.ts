import { changeWords, trendSeries } from "../trend-series.ts";
import type { TrendView } from "../trend-view.ts";
import { thousands } from "../words.ts";
import { svgDocument, units } from "./picture.ts";

const width = 140;
const height = 24;
const margin = 4;

/** Covered techniques over the history, small enough to stand in a line of text. */
export function sparklineSvg(view: TrendView): string {
  const [covered] = trendSeries(view);
  const values = covered?.values ?? [];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const places = values.map((value, index): readonly [number, number] => [
    margin + (values.length < 2 ? 1 : index / (values.length - 1)) * (width - 2 * margin),
    most === least ? height / 2 : height - margin - ((value - least) / (most - least)) * (height - 2 * margin),
  ]);
  const [endX = 0, endY = 0] = places.at(-1) ?? [];
  const line = places.map(([x, y]) => `${units(x)},${units(y)}`).join(" ");
  const { first = 0, last = 0 } = covered ?? {};
  return svgDocument({
    width,
    height,
    title: "Techniques covered",
    description: `From ${thousands(first)} to ${thousands(last)} of ${thousands(view.techniques)} (${changeWords({ first, last })}).`,
    style: ".curve{fill:none;stroke:var(--line);stroke-width:1.5;stroke-linejoin:round}.dot{fill:var(--line)}",
    role: "img",
    body: `<polyline class="curve" points="${line}"/><circle class="dot" cx="${units(endX)}" cy="${units(endY)}" r="2.5"/>`,
  });
}
