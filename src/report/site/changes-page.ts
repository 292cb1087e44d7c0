import { html } from "../html/markup.ts";
import { outlineMarkup } from "../html/outline-html.ts";
import { footerMarkup } from "../html/page-html.ts";
import { framedPage, linksFrom } from "./frame.ts";
import type { PageKind } from "./site.ts";

/** What the corpus gained and lost since a date; no page where that was not asked for. */
export const changesPage: PageKind = {
  name: "changes",
  *files(site) {
    if (site.changes === undefined) return;
    const { since, outline } = site.changes;
    const path = "changes.html";
    const links = linksFrom(site, path);
    const main = html`${outlineMarkup(outline, links)}
<p class="soft">${footerMarkup(outline.footer, links)}</p>`;
    yield framedPage(site, { path, title: `Changes since ${since}`, main });
  },
};
