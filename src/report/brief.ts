import type { Prose, ProsePart } from "../model/prose.ts";
import { cut } from "./words.ts";

/** Longer values are looked up in the rule. */
const longest = 300;

/** Prose in which no word of a rule author is so long that it hides the rest. */
export function brief(prose: Prose): Prose {
  return prose.map(briefPart);
}

function briefPart(part: ProsePart): ProsePart {
  if (typeof part === "string") return part;
  return part.kind === "quote" || part.kind === "sentence" ? { ...part, text: cut(part.text, longest) } : part;
}
