import { attackUrl } from "../../attack/attack-url.ts";
import type { Place, Prose, ProsePart, Subject } from "../../model/prose.ts";
import { type HtmlValue, html, type Markup } from "./markup.ts";

/** Where what a page names can be looked at; undefined: nowhere, and it is not linked. */
export interface HtmlLinks {
  readonly technique: (id: string) => string | undefined;
  readonly file: (path: string, line: number | undefined, side: "base" | "head") => string | undefined;
  readonly subject: (subject: Subject) => string | undefined;
}

/** Of a page that stands alone. */
export const outsideLinks: HtmlLinks = { technique: attackUrl, file: () => undefined, subject: () => undefined };

export function proseHtml(prose: Prose, links: HtmlLinks): Markup {
  return html`${prose.map((part) => partHtml(part, links))}`;
}

function partHtml(part: ProsePart, links: HtmlLinks): HtmlValue {
  if (typeof part === "string") return part;
  switch (part.kind) {
    case "quote":
      return linked(code(part.text), part.about && links.subject(part.about));
    case "sentence":
      return linked(part.text, part.about && links.subject(part.about));
    case "technique":
      return linked(html`<b class="id">${part.id}</b> ${part.name}`, links.technique(part.id));
    case "link":
      return linked(part.text, part.url);
    case "place":
      return placeHtml(part, links);
  }
}

/** Text from a rule, with the blanks that it has. */
export function code(text: string): Markup {
  if (text.trim() !== "") return html`<code>${text}</code>`;
  return html`<code>${text}<i>${text === "" ? "empty" : "blank"}</i></code>`;
}

/** A link, where there is something to link to. */
export function linked(content: HtmlValue, url: string | undefined): Markup {
  return url === undefined ? html`${content}` : html`<a href="${url}">${content}</a>`;
}

function placeHtml({ path, line, side }: Place, links: HtmlLinks): Markup {
  return linked(code(line === undefined ? path : `${path}:${line}`), links.file(path, line, side));
}
