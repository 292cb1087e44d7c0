import { thousands } from "../words.ts";
import type { CutSection } from "./fit-evenly.ts";
import type { Measure } from "./fit-sections.ts";
import type { Links } from "./prose.ts";

/** A section whose content is a table or a list, as lines of Markdown. */
export interface RowSection {
  readonly title: string;
  /** Stands open, or is folded with the number of its rows beside the title. */
  readonly manner: "open" | "folded";
  /** Paragraphs. */
  readonly lead: readonly string[];
  /** Of a table; none for a list. */
  readonly head: readonly string[];
  readonly rows: readonly string[];
  /** Rows that were left out at the end before. */
  readonly more: number;
}

/** A section that can be cut behind any row. Sizes add up, so what fits is found in one pass. */
export function cutRows(section: RowSection, links: Links, measure: Measure): CutSection {
  const { title, rows, more } = section;
  const count = `**${title}**: ${thousands(rows.length + more)}${whereMore(links)}.`;
  return {
    full: print(section, rows, links),
    cut: (room) => {
      // With a row of nothing, the head of a table and the breaks around it are in the sum.
      let left = room - measure(print(section, [""], links));
      const fitting = rows.findIndex((row) => {
        left -= measure(row) + 1;
        return left < 0;
      });
      const shown = rows.slice(0, Math.max(0, fitting));
      const text = shown.length === 0 && section.manner === "folded" ? count : print(section, shown, links);
      if (measure(text) <= room) return text;
      return measure(count) <= room ? count : undefined;
    },
  };
}

/** Where the rest is: ` in [the run](…)`, or nothing where there is no run. */
export function whereMore({ run }: Links): string {
  return run === undefined ? "" : ` in [the run](${run})`;
}

function print(
  { title, manner, lead, head, rows: all, more }: RowSection,
  rows: readonly string[],
  links: Links,
): string {
  const left = more + all.length - rows.length;
  const parts = [
    ...lead,
    ...(rows.length === 0 ? [] : [[...head, ...rows].join("\n")]),
    ...(left > 0 ? [`${thousands(left)} more${whereMore(links)}.`] : []),
  ];
  const body = parts.join("\n\n");
  return manner === "open" ? `#### ${title}\n\n${body}` : folded(`${title} (${thousands(all.length + more)})`, body);
}

/** Ends with no line break. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
