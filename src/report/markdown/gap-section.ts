import type { TacticGap, UncoveredTechnique } from "../coverage-outline.ts";
import { techniqueMention } from "../outline.ts";
import { plural, thousands } from "../words.ts";
import { folded, whereMore } from "./cut-rows.ts";
import { escapeText } from "./escape.ts";
import type { CutSection } from "./fit-evenly.ts";
import type { Measure } from "./fit-sections.ts";
import { type Links, proseMarkdown } from "./prose.ts";

/** What is uncovered, a paragraph for each tactic, all of which stay where there is little room. `total`: techniques. */
export function gapSection(
  gaps: readonly TacticGap[],
  total: number,
  { links, measure }: { readonly links: Links; readonly measure: Measure },
): CutSection {
  const print = (most: number) =>
    folded(`Uncovered (${thousands(total)})`, gaps.map((gap) => paragraph(gap, most, links)).join("\n\n"));
  return {
    full: print(Number.POSITIVE_INFINITY),
    cut: (room) => {
      const longest = Math.max(...gaps.map(({ techniques }) => techniques.length));
      const fitting = print(largest(longest, (most) => measure(print(most)) <= room));
      const count = `**Uncovered**: ${thousands(total)}${whereMore(links)}.`;
      return [fitting, count].find((text) => measure(text) <= room);
    },
  };
}

/** The largest number up to a limit that fits, found by halving; 0 where none does. */
function largest(limit: number, fits: (number: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function paragraph({ tactic, total, techniques }: TacticGap, most: number, links: Links): string {
  const named = techniques.slice(0, most).map((technique) => gapText(technique, links));
  const more = techniques.length - named.length;
  const title = `**${escapeText(tactic.name)}** (${thousands(total)})`;
  if (named.length === 0) return title;
  return `${title}: ${named.join(", ")}${more > 0 ? ` and ${thousands(more)} more${whereMore(links)}` : ""}`;
}

function gapText({ technique, below }: UncoveredTechnique, links: Links): string {
  const children = below === 0 ? "" : ` with ${plural(below, "sub-technique")}`;
  return `${proseMarkdown([techniqueMention(technique)], links)}${children}`;
}
