import { outlineOf } from "../diff-outline.ts";
import type { DiffView } from "../diff-view.ts";
import type { DiffOutline, Mark, OutlineItem, OutlineSection } from "../outline.ts";
import { proseText } from "./prose.ts";
import { type Style, styleFor } from "./style.ts";

const marks: Readonly<Record<Mark, string>> = { fail: "✗", warn: "!", pass: "✓", none: "·" };

/** The report on a change for a terminal: nothing is folded, tables become lines. */
export function diffText(view: DiffView, { colours }: { readonly colours: boolean }): string {
  const outline = outlineOf(view);
  const style = styleFor({ colours });
  const parts = [
    style.bold(`${marked(outline.mark, style)} ${outline.headline}`),
    ...numbersText(outline),
    ...outline.sections.map((section) => sectionText(section, style)),
    style.dim(outline.footer.map((part) => proseText(part, style)).join(" · ")),
  ];
  return `${parts.join("\n\n")}\n`;
}

function numbersText({ numbers }: DiffOutline): readonly string[] {
  if (numbers.length === 0) return [];
  const width = Math.max(...numbers.map(({ label }) => label.length));
  return [numbers.map(({ label, before, after }) => `  ${label.padEnd(width)}  ${before} → ${after}`).join("\n")];
}

function sectionText({ title, items, columns }: OutlineSection, style: Style): string {
  const lines = items.map(
    (item) => `  ${marked(item.mark, style)} ${itemText(item, columns === undefined ? "" : "  ", style)}`,
  );
  return [style.bold(title), ...lines].join("\n");
}

function itemText({ cells }: OutlineItem, separator: string, style: Style): string {
  return cells
    .map((cell) => proseText(cell, style))
    .filter((text) => text !== "")
    .join(separator);
}

function marked(mark: Mark, style: Style): string {
  switch (mark) {
    case "fail":
      return style.red(marks.fail);
    case "warn":
      return style.yellow(marks.warn);
    case "pass":
      return style.green(marks.pass);
    case "none":
      return style.dim(marks.none);
  }
}
