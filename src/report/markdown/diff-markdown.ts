import { brief } from "../brief.ts";
import { outlineOf } from "../diff-outline.ts";
import type { DiffView } from "../diff-view.ts";
import type { CommentSection, DiffOutline, Mark, OutlineItem, OutlineSection } from "../outline.ts";
import { thousands } from "../words.ts";
import { atLineStart, escapeText } from "./escape.ts";
import { type FlexibleSection, fitSections, type Measure } from "./fit-sections.ts";
import { type Links, noLinks, proseMarkdown } from "./prose.ts";

export interface DiffMarkdownOptions {
  /** The most; GitHub takes 65,536 characters for a comment. */
  readonly limit?: number;
  /** What the limit counts: characters if not given. */
  readonly measure?: Measure;
  readonly links?: Links;
  /** What to show of it; by default all. */
  readonly sections?: readonly CommentSection[];
}

const marks: Readonly<Record<Mark, string>> = { fail: "❌ ", warn: "⚠️ ", pass: "✅ ", none: "" };

/**
 * The comment on a pull request: the verdict and its reasons first, the rest folded.
 *
 * Never longer than the limit: where there is too much, items are said in fewer words, then counted, the least
 * important section first. Losses are the most important.
 */
export function diffMarkdown(view: DiffView, options: DiffMarkdownOptions = {}): string {
  return outlineMarkdown(shownOutline(view, options.sections), options);
}

/** What a report on a change shows where a team wants only some of its sections. */
export function shownOutline(view: DiffView, wanted: readonly CommentSection[] | undefined): DiffOutline {
  return withSections(outlineOf(view), wanted);
}

/** The same of an outline, which may come from elsewhere: nothing in it is taken for Markdown. */
export function outlineMarkdown(outline: DiffOutline, options: Omit<DiffMarkdownOptions, "sections"> = {}): string {
  const { limit = 65_000, measure = ({ length }) => length, links = noLinks } = options;
  const head = [`### ${marks[outline.mark]}${escapeText(outline.headline)}`, ...numbersTable(outline)].join("\n\n");
  const foot = footer(outline, links);
  const sections = fitByImportance(outline.sections, limit - measure(head) - measure(foot) - 4, { links, measure });
  return `${[head, ...sections, foot].join("\n\n")}\n`;
}

function withSections(outline: DiffOutline, wanted: readonly CommentSection[] | undefined): DiffOutline {
  if (wanted === undefined) return outline;
  return {
    ...outline,
    numbers: wanted.includes("numbers") ? outline.numbers : [],
    sections: outline.sections.filter(({ belongsTo }) => belongsTo === undefined || wanted.includes(belongsTo)),
  };
}

function numbersTable({ numbers }: DiffOutline): readonly string[] {
  if (numbers.length === 0) return [];
  const rows = numbers.map(({ isChanged, ...row }) => {
    const [label, before, after] = [row.label, row.before, row.after].map(escapeText);
    const [number = "", ...rest] = (after ?? "").split(" ");
    const shown = isChanged ? [`**${number}**`, ...rest].join(" ") : after;
    return `| ${label} | ${before} | ${shown} |`;
  });
  return [["| | before | after |", "|:--|--:|--:|", ...rows].join("\n")];
}

/** Losses of all suites have room before anything else of one has. */
function fitByImportance(
  sections: readonly OutlineSection[],
  room: number,
  { links, measure }: { readonly links: Links; readonly measure: Measure },
): readonly string[] {
  const rank = ({ belongsTo, isFolded }: OutlineSection) => (belongsTo === "lost" ? 0 : isFolded ? 2 : 1);
  const order = sections.map((_, index) => index).sort((a, b) => rankAt(a) - rankAt(b) || a - b);
  const ranked = order.flatMap((index) => sections[index] ?? []);
  const texts = fitSections(
    ranked.map((section) => flexible(section, links, measure)),
    room,
    measure,
  );
  return order
    .map((index, position) => ({ index, text: texts[position] }))
    .sort((a, b) => a.index - b.index)
    .flatMap(({ text }) => text ?? []);

  function rankAt(index: number): number {
    const section = sections[index];
    return section === undefined ? 0 : rank(section);
  }
}

/** A section in all its lengths. Sizes add up, so what fits is found in one pass. */
function flexible(section: OutlineSection, links: Links, measure: Measure): FlexibleSection {
  const short: Manner = { words: "short", links };
  const { items } = section;
  return {
    full: printSection(section, items, { words: "full", links }),
    short: printSection(section, items, short),
    least: countLine(section, links),
    cut: (room) => {
      let left = room - measure(printSection(section, [], short));
      const shown = items.filter((item) => {
        const size = measure(printItem(item, undefined, short)) + 1;
        if (size > left) return false;
        left -= size;
        return true;
      });
      return shown.length === 0 ? countLine(section, links) : printSection(section, shown, short);
    },
  };
}

interface Manner {
  readonly words: "full" | "short";
  readonly links: Links;
}

function printSection(section: OutlineSection, items: readonly OutlineItem[], manner: Manner): string {
  const { isFolded, columns } = section;
  const title = escapeText(section.title);
  const isTable = columns !== undefined && manner.words === "full";
  const lines = isTable ? tableHead(columns) : [];
  lines.push(...items.map((item) => printItem(item, isTable ? columns : undefined, manner)));
  const more = section.items.length - items.length;
  if (more > 0) lines.push("", moreLine(more, manner.links));
  const body = lines.join("\n");
  if (!isFolded) return `**${title}**\n\n${body}`;
  return `<details><summary>${title} (${thousands(section.items.length)})</summary>\n\n${body}\n\n</details>`;
}

function tableHead(columns: readonly string[]): string[] {
  return [`| ${columns.map(escapeText).join(" | ")} |`, `|${columns.map(() => ":--").join("|")}|`];
}

function printItem(item: OutlineItem, columns: readonly string[] | undefined, { words, links }: Manner): string {
  if (columns !== undefined) {
    return `| ${item.cells.map((cell) => proseMarkdown(brief(cell), links)).join(" | ")} |`;
  }
  const prose = words === "short" ? item.short : item.cells.flat();
  return `- ${marks[item.mark]}${atLineStart(proseMarkdown(brief(prose), links))}`;
}

function countLine({ title, items }: OutlineSection, links: Links): string {
  return `**${escapeText(title)}**: ${thousands(items.length)} in ${reportWords(links)}.`;
}

function moreLine(more: number, links: Links): string {
  return `${thousands(more)} more in ${reportWords(links)}.`;
}

function reportWords({ run }: Links): string {
  return run === undefined ? "the report" : `[the run](${run})`;
}

function footer({ footer: parts }: DiffOutline, links: Links): string {
  const run = links.run === undefined ? [] : [`[full report](${links.run})`];
  return `<sub>${[...parts.map((part) => proseMarkdown(brief(part), links)), ...run].join(" · ")}</sub>`;
}
