import type { Prose } from "../../model/prose.ts";
import type { PageFact, PageOutline, PageSection } from "../page-outline.ts";
import { proseText } from "../text/prose.ts";
import { styleFor } from "../text/style.ts";
import { thousands } from "../words.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { type HtmlLinks, outsideLinks, proseHtml } from "./prose.ts";
import { shell, standAlone } from "./shell.ts";
import { tableMarkup } from "./table.ts";

/** A page as a document of its own. */
export function pageHtml(page: PageOutline, links: HtmlLinks = outsideLinks): string {
  return shell({
    title: `${plain(page.title)} · detcov`,
    assets: standAlone,
    main: pageMarkup(page, links),
    footer: footerMarkup(page.footer, links),
  });
}

/** Title, facts and sections, to stand in a page. */
export function pageMarkup({ title, facts, sections }: PageOutline, links: HtmlLinks): Markup {
  const headings = uniqueIds(sections.map((section) => section.title));
  return html`<h1>${proseHtml(title, links)}</h1>
${factsMarkup(facts, links)}
${sections.map((section, index) => sectionMarkup(section, headings[index] ?? "", links))}`;
}

/** The title of a window has no marks. */
function plain(prose: Prose): string {
  return proseText(prose, styleFor({ colours: false })).replaceAll("`", "");
}

export function factsMarkup(facts: readonly PageFact[], links: HtmlLinks): Markup {
  if (facts.length === 0) return nothing;
  const rows = facts.map(({ name, prose }) => html`<dt>${name}</dt><dd>${proseHtml(prose, links)}</dd>\n`);
  return html`<dl class="facts">\n${rows}</dl>`;
}

export function footerMarkup(footer: readonly Prose[], links: HtmlLinks): Markup {
  return html`${footer.map((prose, index) => html`${index === 0 ? "" : " · "}${proseHtml(prose, links)}`)}`;
}

/** `id` is that of the heading. */
export function sectionMarkup(section: PageSection, id: string, links: HtmlLinks): Markup {
  const { title, lead, rows, columns, more } = section;
  const body = columns === undefined ? listMarkup(rows, links) : tableMarkup(columns, cellsOf(rows, links), id);
  return html`<section>
<h2 id="${id}">${title}</h2>
${lead.map((prose) => html`<p class="lead">${proseHtml(prose, links)}</p>\n`)}${body}
${more > 0 ? html`<p class="soft">${thousands(more)} more.</p>\n` : nothing}</section>
`;
}

function cellsOf(rows: readonly (readonly Prose[])[], links: HtmlLinks): readonly (readonly Markup[])[] {
  return rows.map((row) => row.map((cell) => proseHtml(cell, links)));
}

function listMarkup(rows: readonly (readonly Prose[])[], links: HtmlLinks): Markup {
  const items = rows.map((cells) => {
    const parts = cells.map((cell, index) => html`${index === 0 ? "" : " "}${proseHtml(cell, links)}`);
    return html`<li>${parts}</li>\n`;
  });
  return html`<ul class="plain">\n${items}</ul>`;
}

/** From titles of ours; two of the same title get a number. */
export function uniqueIds(titles: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return titles.map((title) => {
    const id = title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    const count = counts.get(id) ?? 0;
    counts.set(id, count + 1);
    return count === 0 ? `s-${id}` : `s-${id}-${count + 1}`;
  });
}
