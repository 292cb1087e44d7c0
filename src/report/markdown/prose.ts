import { attackUrl } from "../../attack/attack-url.ts";
import type { Place, Prose, ProsePart } from "../../model/prose.ts";
import { codeSpan, escapeText, link } from "./escape.ts";

/** Where files and runs can be looked at; undefined: nowhere, and nothing is linked. */
export interface Links {
  readonly file: (path: string, line: number | undefined, side: "base" | "head") => string | undefined;
  /** The run that made the report. */
  readonly run: string | undefined;
}

export const noLinks: Links = { file: () => undefined, run: undefined };

export function proseMarkdown(prose: Prose, links: Links): string {
  return prose.map((part) => partMarkdown(part, links)).join("");
}

function partMarkdown(part: ProsePart, links: Links): string {
  if (typeof part === "string") return part;
  switch (part.kind) {
    case "quote":
      return codeSpan(part.text);
    case "sentence":
      return escapeText(part.text);
    case "technique":
      return link(`${part.id} ${escapeText(part.name)}`, attackUrl(part.id));
    case "link":
      return link(escapeText(part.text), part.url);
    case "place":
      return placeMarkdown(part, links);
  }
}

/** A linked file is known by its name; what is not linked needs its whole path. */
function placeMarkdown({ path, line, side }: Place, links: Links): string {
  const url = links.file(path, line, side);
  if (line !== undefined) return linked(codeSpan(`${path}:${line}`), url);
  return url === undefined ? codeSpan(path) : linked(codeSpan(path.slice(path.lastIndexOf("/") + 1)), url);
}

function linked(markdown: string, url: string | undefined): string {
  return url === undefined ? markdown : link(markdown, url);
}
