import { attackUrl } from "../../attack/attack-url.ts";
import { html, type Markup } from "../html/markup.ts";
import type { HtmlLinks } from "../html/prose.ts";
import { shell } from "../html/shell.ts";
import { shortRevision } from "../words.ts";
import type { Site, SiteFile } from "./site.ts";

export const styleFile = "site.css";
export const scriptFile = "site.js";

/** The pages that every page links to. */
const tabs = [
  { title: "Matrix", path: "index.html" },
  { title: "Rules", path: "rules.html" },
  { title: "Events", path: "events.html" },
  { title: "Fields", path: "fields.html" },
  { title: "Coverage", path: "coverage.html" },
] as const;

const changesTab = { title: "Changes", path: "changes.html" } as const;

export interface FramedPage {
  /** From the root of the site. */
  readonly path: string;
  readonly title: string;
  readonly main: Markup;
}

/** A page of the site: the way to the others and the search above it, what it was made from below. */
export function framedPage(site: Site, { path, title, main }: FramedPage): SiteFile {
  const root = rootFrom(path);
  const { tool, attack, revision } = site.report;
  const text = shell({
    title: `${title} · Detection catalogue`,
    assets: { kind: "linked", style: `${root}${styleFile}`, script: `${root}${scriptFile}` },
    header: headerMarkup(site, path),
    main,
    footer: html`ATT&amp;CK ${attack.version} · ${shortRevision(revision)} · ${tool.name} ${tool.version}`,
  });
  return { path, text };
}

/** What leads from a page to the root. */
function rootFrom(path: string): string {
  return "../".repeat(path.split("/").length - 1);
}

function headerMarkup(site: Site, path: string): Markup {
  const root = rootFrom(path);
  const shown = site.changes === undefined ? tabs : [...tabs, changesTab];
  const links = shown.map((tab) => {
    const current = tab.path === path ? html` aria-current="page"` : html``;
    return html`<li><a href="${root}${tab.path}"${current}>${tab.title}</a></li>`;
  });
  return html`<nav aria-label="Catalogue"><ul>${links}</ul></nav>
<search id="search"></search>`;
}

/** Where what a page names has its own page. */
export function linksFrom(site: Site, path: string): HtmlLinks {
  const root = rootFrom(path);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const { addresses } = site;
  const from = (address: string | undefined) => {
    if (address === undefined) return undefined;
    return folder !== "" && address.startsWith(folder) ? address.slice(folder.length) : `${root}${address}`;
  };
  return {
    technique: (id) => from(addresses.technique(id)) ?? attackUrl(id),
    file: (place, line) => from(addresses.place(place, line)) ?? site.webAddress(place, line),
    subject: (subject) => from(addresses.subject(subject)),
  };
}
