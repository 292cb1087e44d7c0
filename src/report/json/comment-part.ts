import type { Prose, ProsePart } from "../../model/prose.ts";
import type { DiffOutline } from "../outline.ts";
import type { CommentFile, ProsePartFile } from "./diff-file.ts";

/** What a comment says, for a report that another job prints: `comment` of DESIGN 5.2's `diff`. */
export function commentPart(outline: DiffOutline, occasion: CommentFile["occasion"]): CommentFile {
  const { mark, headline, numbers, sections, footer } = outline;
  return {
    occasion,
    mark,
    headline,
    numbers: numbers.map(({ label, before, after, isChanged }) => ({ label, before, after, isChanged })),
    sections: sections.map(({ title, isFolded, columns = null, items }) => ({
      title,
      isFolded,
      columns,
      items: items.map((item) => ({ mark: item.mark, cells: item.cells.map(prosePart), short: prosePart(item.short) })),
    })),
    footer: footer.map(prosePart),
  };
}

function prosePart(prose: Prose): readonly ProsePartFile[] {
  return prose.map(partOfProse);
}

function partOfProse(part: ProsePart): ProsePartFile {
  if (typeof part === "string") return part;
  switch (part.kind) {
    case "quote":
    case "sentence":
      return { kind: part.kind, text: part.text };
    case "technique":
      return { kind: part.kind, id: part.id, name: part.name };
    case "place":
      return { kind: part.kind, path: part.path, line: part.line ?? null, side: part.side };
    case "link":
      return { kind: part.kind, text: part.text, url: part.url };
  }
}
