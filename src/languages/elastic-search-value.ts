import type { TestValue } from "../syntax/conditions.ts";
import { isNetwork } from "../syntax/network.ts";
import { type Pattern, type PatternPart, reducePattern } from "../syntax/pattern.ts";
import { isAnalysed, withinText } from "./elastic-analysed-field.ts";

/** A value that a search (KQL, Lucene, a match query) looks for in a field. */
export interface SearchValue {
  readonly pattern: Pattern;
  /** Whether it is one phrase; otherwise any of its words is enough in a text. */
  readonly isPhrase: boolean;
  readonly line: number;
}

/** Whether a search in this field regards case: in all but texts (KQL reference, "Filter for documents that match a value"). */
export function searchRegardsCase(field: string | undefined): boolean {
  return field !== undefined && !isAnalysed(field);
}

/** What the field is tested for; `field` undefined: the search is in all fields. */
export function readSearchValue(field: string | undefined, value: SearchValue): readonly TestValue[] {
  const { pattern, isPhrase, line } = value;
  if (field !== undefined && !isAnalysed(field)) return [readExact(pattern, line)];
  const found = isPhrase ? [withoutStars(pattern)] : words(pattern);
  return found.map((word) => ({ ...withinText(word), line }));
}

/** A network in the notation of CIDR stands for its addresses wherever an address is looked for. */
function readExact(pattern: Pattern, line: number): TestValue {
  const { operator, value } = reducePattern(pattern);
  return { operator: operator === "equals" && isNetwork(value) ? "cidr" : operator, value, line };
}

/** What a text is searched for has its punctuation taken off, and so the stars of a quoted `"*phrase*"`. */
function withoutStars(pattern: Pattern): Pattern {
  const [only] = pattern;
  return pattern.length === 1 && typeof only === "string" ? [only.replace(/^\*+(?=[^*])|(?<=[^*])\*+$/g, "")] : pattern;
}

/** The words of a pattern, cut at its blanks. */
function words(pattern: Pattern): readonly Pattern[] {
  const found: PatternPart[][] = [[]];
  for (const part of pattern) {
    const pieces: readonly PatternPart[] = typeof part === "string" ? part.split(/\s+/) : [part];
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) found.push([]);
      if (piece !== "") found.at(-1)?.push(piece);
    }
  }
  const filled = found.filter((word) => word.length > 0);
  return filled.length > 0 ? filled : [pattern];
}
