import { everyWords, timeSpanWords } from "../../model/time-span.ts";
import { changeWords, type TrendSeries, trendSeries } from "../trend-series.ts";
import type { TrendView } from "../trend-view.ts";
import { plural, shortRevision, thousands, weightWords } from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { proseText } from "./prose.ts";
import { styleFor } from "./style.ts";

/** A line for each number, drawn as small as it can be seen. */
export function trendText(view: TrendView, options: { readonly colours: boolean }): string {
  const style = styleFor(options);
  const series = trendSeries(view);
  const width = Math.max(...series.map(({ title }) => title.length));
  const numbers = series.map(numbersOf);
  const numbersWidth = Math.max(...numbers.map((text) => text.length));
  const lines = series.map((each, index) => {
    const drawn = style.green(sparkline(each.values));
    return `  ${each.title.padEnd(width)}  ${drawn}  ${(numbers[index] ?? "").padEnd(numbersWidth)}  ${style.dim(changeWords(each))}`;
  });
  const [first, last] = [view.points[0], view.points.at(-1)];
  const title = `Detection coverage from ${first?.date ?? ""} to ${last?.date ?? ""}`;
  const footer = [
    `${plural(view.points.length, "sample")}, ${everyWords(view.every)}`,
    `all judged with ATT&CK ${view.attack.version} and the configuration of ${shortRevision(view.revision)}`,
    ...(view.weights === undefined
      ? []
      : [proseText(weightWords({ weights: view.weights }), styleFor({ colours: false }))]),
    `${view.tool.name} ${view.tool.version}`,
  ];
  const note = view.isWhole ? [] : [`The history is shorter than ${timeSpanWords(view.since)}.`];
  return [style.bold(title), "", ...lines, "", ...note, style.dim(escapeTerminal(footer.join(" · "))), ""].join("\n");
}

function numbersOf({ first, last, whole }: TrendSeries): string {
  const end = whole === undefined ? thousands(last) : `${thousands(last)} of ${thousands(whole)}`;
  return `${thousands(first)} → ${end}`;
}

const steps = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** More does not fit beside the numbers. */
const mostColumns = 53;

/** From the least to the largest value; of values that share a column the last one is drawn. */
export function sparkline(values: readonly number[]): string {
  const columns = Math.min(values.length, mostColumns);
  const drawn = Array.from({ length: columns }, (_, column) => {
    return values[Math.ceil(((column + 1) * values.length) / columns) - 1] ?? 0;
  });
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
  return drawn.map((value) => steps[stepOf(value, least, most)]).join("");
}

function stepOf(value: number, least: number, most: number): number {
  if (least === most) return 3;
  return Math.round(((value - least) / (most - least)) * (steps.length - 1));
}
