import type { Prose, ProsePart } from "../../model/prose.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import type { Style } from "./style.ts";

/** Prose for a terminal, on one line. Quotes stand in backticks, for values have quotation marks of their own. */
export function proseText(prose: Prose, style: Style): string {
  return prose.map((part) => partText(part, style)).join("");
}

function partText(part: ProsePart, style: Style): string {
  if (typeof part === "string") return escapeTerminal(part);
  switch (part.kind) {
    case "quote":
      return style.cyan(`\`${escapeTerminal(part.text)}\``);
    case "sentence":
    case "link":
      return escapeTerminal(part.text);
    case "technique":
      return style.bold(escapeTerminal(`${part.id} ${part.name}`));
    case "place":
      return style.cyan(escapeTerminal(part.line === undefined ? part.path : `${part.path}:${part.line}`));
  }
}
