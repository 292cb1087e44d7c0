import { outlineOf } from "../diff-outline.ts";
import type { DiffView } from "../diff-view.ts";
import type { CommentSection, DiffOutline, Mark, OutlineItem, OutlineSection } from "../outline.ts";
import { type Links, noLinks, proseMarkdown } from "./prose.ts";

export interface DiffMarkdownOptions {
  /** The most characters; GitHub takes 65,536 for a comment. */
  readonly limit?: number;
  readonly links?: Links;
  /** What to show of it; by default all. */
  readonly sections?: readonly CommentSection[];
}

const marks: Readonly<Record<Mark, string>> = { fail: "❌ ", warn: "⚠️ ", pass: "✅ ", none: "" };

/**
 * The comment on a pull request: the verdict and its reasons first, the rest folded.
 *
 * Never longer than the limit: where there is too much, items are said in fewer words, then counted, the least
 * important section first.
 */
export function diffMarkdown(view: DiffView, options: DiffMarkdownOptions = {}): string {
  const { limit = 65_000, links = noLinks, sections: wanted } = options;
  const outline = withSections(outlineOf(view), wanted);
  const head = [`### ${marks[outline.mark]}${outline.headline}`, ...numbersTable(outline)].join("\n\n");
  const foot = footer(outline, links);
  const sections: string[] = [];
  let room = limit - head.length - foot.length - 4;
  for (const section of outline.sections) {
    const text = fitSection(section, room, links);
    if (text === undefined) continue;
    sections.push(text);
    room -= text.length + 2;
  }
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
  const rows = numbers.map(({ label, before, after, isChanged }) => {
    const [number = "", ...rest] = after.split(" ");
    const shown = isChanged ? [`**${number}**`, ...rest].join(" ") : after;
    return `| ${label} | ${before} | ${shown} |`;
  });
  return [["| | before | after |", "|:--|--:|--:|", ...rows].join("\n")];
}

/** A section in as many of its words as there is room for; undefined where not even its first item fits. */
function fitSection(section: OutlineSection, room: number, links: Links): string | undefined {
  for (const words of ["full", "short"] as const) {
    const whole = printSection(section, section.items, { words, links });
    if (whole.length <= room) return whole;
  }
  const most = countFitting(section, room, links);
  return most === 0 ? undefined : printSection(section, section.items.slice(0, most), { words: "short", links });
}

/** Sizes add up, so the largest number of items that fits is found in one pass. */
function countFitting(section: OutlineSection, room: number, links: Links): number {
  let left = room - printSection(section, [], { words: "short", links }).length;
  let most = 0;
  for (const item of section.items) {
    left -= printItem(item, undefined, { words: "short", links }).length + 1;
    if (left < 0) break;
    most++;
  }
  return most;
}

interface Manner {
  readonly words: "full" | "short";
  readonly links: Links;
}

function printSection(section: OutlineSection, items: readonly OutlineItem[], manner: Manner): string {
  const { title, isFolded, columns } = section;
  const isTable = columns !== undefined && manner.words === "full";
  const lines = isTable ? tableHead(columns) : [];
  lines.push(...items.map((item) => printItem(item, isTable ? columns : undefined, manner)));
  const more = section.items.length - items.length;
  if (more > 0) lines.push("", moreLine(more, manner.links));
  const body = lines.join("\n");
  if (!isFolded) return `**${title}**\n\n${body}`;
  return `<details><summary>${title} (${section.items.length})</summary>\n\n${body}\n\n</details>`;
}

function tableHead(columns: readonly string[]): string[] {
  return [`| ${columns.join(" | ")} |`, `|${columns.map(() => ":--").join("|")}|`];
}

function printItem(item: OutlineItem, columns: readonly string[] | undefined, { words, links }: Manner): string {
  if (columns !== undefined) {
    return `| ${item.cells.map((cell) => proseMarkdown(cell, links)).join(" | ")} |`;
  }
  const prose = words === "short" ? item.short : item.cells.flat();
  return `- ${marks[item.mark]}${proseMarkdown(prose, links)}`;
}

function moreLine(more: number, { run }: Links): string {
  return run === undefined ? `${more} more in the report.` : `${more} more in [the run](${run}).`;
}

function footer({ footer: parts }: DiffOutline, links: Links): string {
  const run = links.run === undefined ? [] : [`[full report](${links.run})`];
  return `<sub>${[...parts.map((part) => proseMarkdown(part, links)), ...run].join(" · ")}</sub>`;
}
