import type { DiffOutline, Mark, NumberRow, OutlineItem, OutlineSection } from "../outline.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { footerMarkup, uniqueIds } from "./page-html.ts";
import { type HtmlLinks, outsideLinks, proseHtml } from "./prose.ts";
import { shell, standAlone } from "./shell.ts";
import { tableMarkup } from "./table.ts";

/** A report on a change as a document of its own; what a comment folds is folded here, too. */
export function outlineHtml(outline: DiffOutline, links: HtmlLinks = outsideLinks): string {
  return shell({
    title: `${outline.headline} · detcov`,
    assets: standAlone,
    main: outlineMarkup(outline, links),
    footer: footerMarkup(outline.footer, links),
  });
}

/** The report without what stands around it. */
export function outlineMarkup({ mark, headline, numbers, sections }: DiffOutline, links: HtmlLinks): Markup {
  const ids = uniqueIds(sections.map(({ title }) => title));
  return html`<h1>${markHtml(mark)}${headline}</h1>
${numbersTable(numbers)}
${sections.map((section, index) => outlineSection(section, ids[index] ?? "", links))}`;
}

const words: Readonly<Record<Mark, string>> = { fail: "Fail", warn: "Warning", pass: "Pass", none: "" };
const signs: Readonly<Record<Mark, string>> = { fail: "✗", warn: "!", pass: "✓", none: "" };

/** A sign for the eye, and a word for who listens. */
function markHtml(mark: Mark): Markup {
  if (mark === "none") return nothing;
  return html`<span class="mark ${mark}" role="img" aria-label="${words[mark]}">${signs[mark]}</span> `;
}

function numbersTable(numbers: readonly NumberRow[]): Markup {
  if (numbers.length === 0) return nothing;
  const rows = numbers.map(({ label, before, after, isChanged }) => {
    const shown = isChanged ? html`<b>${after}</b>` : after;
    return html`<tr><th scope="row">${label}</th><td class="number">${before}</td><td class="number">${shown}</td></tr>\n`;
  });
  return html`<table class="numbers">
<thead><tr><td></td><th scope="col" class="number">before</th><th scope="col" class="number">after</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}

function outlineSection(section: OutlineSection, id: string, links: HtmlLinks): Markup {
  const { title, isFolded, columns, items } = section;
  const body = columns === undefined ? list(items, links) : table(columns, items, { label: id, links });
  if (isFolded) {
    return html`<details><summary id="${id}">${title} (${items.length})</summary>\n${body}\n</details>\n`;
  }
  return html`<section>\n<h2 id="${id}">${title}</h2>\n${body}\n</section>\n`;
}

function list(items: readonly OutlineItem[], links: HtmlLinks): Markup {
  const lines = items.map(({ mark, cells }) => html`<li>${markHtml(mark)}${proseHtml(cells.flat(), links)}</li>\n`);
  return html`<ul class="plain">\n${lines}</ul>`;
}

function table(
  columns: readonly string[],
  items: readonly OutlineItem[],
  { label, links }: { readonly label: string; readonly links: HtmlLinks },
): Markup {
  const heads = columns.map((title) => ({ title, align: "left" }) as const);
  const rows = items.map(({ cells }) => cells.map((cell) => proseHtml(cell, links)));
  return tableMarkup(heads, rows, label);
}
