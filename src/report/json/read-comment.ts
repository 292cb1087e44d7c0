import type { Prose, ProsePart } from "../../model/prose.ts";
import type { DiffOutline } from "../outline.ts";
import type { CommentFile, DiffFile, ProseFile, ProsePartFile } from "./diff-file.ts";
import { validateDiffFile } from "./diff-validator.generated.js";

/** A report that a stranger's job made; `reason` is a clause. */
export type ReadReport =
  | { readonly kind: "report"; readonly report: DiffFile }
  | { readonly kind: "refused"; readonly reason: string };

/** Held against the schema as a whole, whatever of it is wanted. */
export function readReport(text: string): ReadReport {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { kind: "refused", reason: "it is no JSON" };
  }
  if (validateDiffFile(content)) return { kind: "report", report: content };
  const [error] = validateDiffFile.errors ?? [];
  const place = error?.instancePath.replace(/[^\w/]/g, "?").slice(0, 100);
  return { kind: "refused", reason: `it does not keep to the schema, at "${place || "/"}" (${error?.keyword})` };
}

/**
 * What the comment of a stranger's report says.
 *
 * Nothing of it is ours any more: words that were are escaped like everybody's, and no address is believed. Techniques
 * and files are linked anew by who prints it.
 */
export function outlineOfReport({ mark, headline, numbers, sections, footer }: CommentFile): DiffOutline {
  return {
    mark,
    headline: line(headline),
    numbers: numbers.map(({ label, before, after, isChanged }) => ({
      label: line(label),
      before: line(before),
      after: line(after),
      isChanged,
    })),
    sections: sections.map(({ title, isFolded, columns, items }) => ({
      belongsTo: undefined,
      title: line(title),
      isFolded,
      columns: columns?.map(line),
      items: items.map((item) => ({ mark: item.mark, cells: item.cells.map(readProse), short: readProse(item.short) })),
    })),
    footer: footer.map(readProse),
  };
}

/** Something to see, for what is emphasised must not begin with a blank or be nothing. */
function line(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, " ").trim() || "?";
}

function readProse(prose: ProseFile): Prose {
  return prose.map(readPart);
}

function readPart(part: ProsePartFile): ProsePart {
  if (typeof part === "string") return { kind: "sentence", text: part };
  switch (part.kind) {
    case "quote":
    case "sentence":
    case "technique":
      return part;
    case "link":
      return { kind: "sentence", text: part.text };
    case "place":
      return isPlain(part.path) ? { ...part, line: part.line ?? undefined } : { kind: "quote", text: part.path };
  }
}

/** A browser would follow `..` out of the repository. */
function isPlain(path: string): boolean {
  return path.split("/").every((name) => name !== "" && !/^\.{1,2}$/.test(name) && !/[\\\p{C}]/u.test(name));
}
