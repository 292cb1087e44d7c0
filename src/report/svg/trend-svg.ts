import { everyWords } from "../../model/time-span.ts";
import { changeWords, type TrendSeries, trendSeries } from "../trend-series.ts";
import type { TrendPoint, TrendView } from "../trend-view.ts";
import { plural, shortRevision, thousands } from "../words.ts";
import { svgText } from "./escape.ts";
import { svgDocument, units } from "./picture.ts";

const width = 900;
const height = 484;
const panel = { width: 410, height: 180, left: 32, top: 66, gapX: 24, gapY: 18 };
/** Of the drawing within a panel. */
const plot = { left: 44, right: 6, top: 48, bottom: 18 };

/** The numbers of a trend as four lines over time. */
export function trendSvg(view: TrendView): string {
  const series = trendSeries(view);
  const [first, last] = [view.points[0], view.points.at(-1)];
  const title = `Detection coverage from ${first?.date ?? ""} to ${last?.date ?? ""}`;
  const footer = `${plural(view.points.length, "sample")}, ${everyWords(view.every)}; all judged with ATT&CK ${view.attack.version} and the configuration of ${shortRevision(view.revision)}`;
  const body = [
    `<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    `<text class="head" x="${panel.left}" y="40">${svgText(title)}</text>`,
    ...series.map((each, index) => panelSvg(each, view.points, index)),
    `<text class="faint small" x="${panel.left}" y="${height - 14}">${svgText(footer)}</text>`,
  ].join("\n");
  const description = `${series.map(sentenceOf).join(" ")} ${footer}.`;
  return svgDocument({ width, height, title, description, style, role: "img", body });
}

function sentenceOf(series: TrendSeries): string {
  return `${series.title}: ${thousands(series.first)} at first, ${lastWords(series)} at last (${changeWords(series)}).`;
}

function lastWords({ last, whole }: TrendSeries): string {
  return whole === undefined ? thousands(last) : `${thousands(last)} of ${thousands(whole)}`;
}

const style = `
.head{font-size:18px;font-weight:600}
.name{font-size:13px;font-weight:600}
.small{font-size:11px}
.end{text-anchor:end}
.grid{stroke:var(--edge);stroke-width:1}
.curve{fill:none;stroke:var(--line);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.dot{fill:var(--line)}
.touch{fill:transparent}
`;

function panelSvg(series: TrendSeries, points: readonly TrendPoint[], index: number): string {
  const x = panel.left + (index % 2) * (panel.width + panel.gapX);
  const y = panel.top + Math.floor(index / 2) * (panel.height + panel.gapY);
  const scale = scaleOf(series.values);
  const at = placeOf(series.values.length, scale);
  const places = series.values.map((value, position) => at(position, value));
  const line = places.map(([px, py]) => `${units(px)},${units(py)}`).join(" ");
  const [endX = 0, endY = 0] = places.at(-1) ?? [];
  return [
    `<g transform="translate(${x} ${y})">`,
    `<text class="name" x="0" y="14">${series.title}</text>`,
    `<text class="name end" x="${panel.width}" y="14">${lastWords(series)}</text>`,
    `<text class="faint small end" x="${panel.width}" y="30">${changeWords(series)}</text>`,
    ...[scale.least, scale.most].map((value) => gridLine(value, at(0, value)[1])),
    `<polyline class="curve" points="${line}"/>`,
    `<circle class="dot" cx="${units(endX)}" cy="${units(endY)}" r="3.5"/>`,
    ...dateLabels(points),
    ...touchPoints(series.values, places, points),
    "</g>",
  ].join("");
}

interface Scale {
  readonly least: number;
  readonly most: number;
}

/** From the least to the largest value, and never so close that a change by one looks like a cliff. */
function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(4, Math.ceil(most * 0.02)) - (most - least);
  if (room <= 0) return { least, most };
  const below = Math.min(least, Math.floor(room / 2));
  return { least: least - below, most: most + room - below };
}

function placeOf(
  count: number,
  { least, most }: Scale,
): (position: number, value: number) => readonly [number, number] {
  const across = panel.width - plot.left - plot.right;
  const down = panel.height - plot.top - plot.bottom;
  return (position, value) => [
    plot.left + (count < 2 ? across : (position / (count - 1)) * across),
    plot.top + down - ((value - least) / (most - least)) * down,
  ];
}

function gridLine(value: number, y: number): string {
  return (
    `<line class="grid" x1="${plot.left}" x2="${panel.width}" y1="${units(y)}" y2="${units(y)}"/>` +
    `<text class="faint small end" x="${plot.left - 6}" y="${units(y + 4)}">${thousands(value)}</text>`
  );
}

function dateLabels(points: readonly TrendPoint[]): readonly string[] {
  const y = panel.height - 2;
  const [first, last] = [points[0], points.at(-1)];
  return [
    `<text class="faint small" x="${plot.left}" y="${y}">${first?.date ?? ""}</text>`,
    ...(points.length < 2
      ? []
      : [`<text class="faint small end" x="${panel.width}" y="${y}">${last?.date ?? ""}</text>`]),
  ];
}

/** More would lie upon each other. */
const mostTouchPoints = 106;

/** What a pointer that rests on a point is told. */
function touchPoints(
  values: readonly number[],
  places: readonly (readonly [number, number])[],
  points: readonly TrendPoint[],
): readonly string[] {
  if (places.length > mostTouchPoints) return [];
  return places.map(([x, y], index) => {
    const told = `${points[index]?.date ?? ""}: ${thousands(values[index] ?? 0)}`;
    return `<circle class="touch" cx="${units(x)}" cy="${units(y)}" r="5"><title>${told}</title></circle>`;
  });
}
