import { indicatorText } from "../../model/indicator-text.ts";
import type { IndicatorView } from "../indicators-view.ts";
import { formatWords, plural, thousands } from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { styleFor } from "./style.ts";

/** Who checks what: one line for each indicator, all of them, so that it can be piped on. */
export function indicatorsText(views: readonly IndicatorView[], options: { readonly colours: boolean }): string {
  const style = styleFor(options);
  const rows = views.map(({ indicator, reach, byFormat }) => ({
    reach: thousands(reach),
    formats: escapeTerminal(formatWords(byFormat)),
    indicator: escapeTerminal(indicatorText(indicator)),
  }));
  const head = { reach: "reach", formats: "by format", indicator: "indicator" };
  const reachWidth = longest([head, ...rows], ({ reach }) => reach);
  const formatsWidth = longest([head, ...rows], ({ formats }) => formats);
  const line = ({ reach, formats, indicator }: typeof head) =>
    `${reach.padStart(reachWidth)}  ${formats.padEnd(formatsWidth)}  ${indicator}`;
  const total = style.dim(plural(views.length, "indicator"));
  return [...(rows.length === 0 ? [] : [style.bold(line(head)), ...rows.map(line)]), total, ""].join("\n");
}

/** Not by spreading into `Math.max`: a corpus has tens of thousands of indicators. */
function longest<Row>(rows: readonly Row[], column: (row: Row) => string): number {
  return rows.reduce((width, row) => Math.max(width, column(row).length), 0);
}
