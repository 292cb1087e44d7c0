import type { LogSource } from "../model/rule.ts";

/** Holds when every word given equals the log source's. */
export interface LogSourceMatch {
  readonly vocabulary?: string | undefined;
  readonly product?: string | undefined;
  readonly category?: string | undefined;
  readonly service?: string | undefined;
  readonly table?: string | undefined;
}

/** Words are compared without case; in a table's name `*` stands for any text. */
export function matchesLogSource(when: LogSourceMatch, logSource: LogSource): boolean {
  const { table } = when;
  return (
    isSame(when.vocabulary, logSource.vocabulary) &&
    isSame(when.product, logSource.product) &&
    isSame(when.category, logSource.category) &&
    isSame(when.service, logSource.service) &&
    (table === undefined || logSource.tables.some((name) => matchesTable(table, name)))
  );
}

function isSame(wanted: string | undefined, word: string | undefined): boolean {
  if (wanted === undefined || wanted === word) return true;
  return word !== undefined && wanted.length === word.length && wanted.toLowerCase() === word.toLowerCase();
}

/** Whether the text is the pattern's, where `*` stands for any text. */
export function matchesTable(pattern: string, table: string): boolean {
  const { first, middle, last } = piecesOf(pattern);
  const text = table.toLowerCase();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const piece of middle) {
    const found = text.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}

/** What stands before, between and behind the stars of a pattern; nothing behind where there is none. */
interface Pieces {
  readonly first: string;
  readonly middle: readonly string[];
  readonly last: string | undefined;
}

/** Patterns are few and asked for often. */
function piecesOf(pattern: string): Pieces {
  const known = knownPieces.get(pattern);
  if (known !== undefined) return known;
  const [first = "", ...middle] = pattern.toLowerCase().split("*");
  const pieces = { first, last: middle.pop(), middle };
  knownPieces.set(pattern, pieces);
  return pieces;
}

const knownPieces = new Map<string, Pieces>();

/** What the one `*` of a pattern stands for in the text; undefined where there are more, or the text is not the pattern's. */
export function textOfStar(pattern: string, table: string): string | undefined {
  const [before = "", after, ...others] = pattern.split("*");
  if (after === undefined || others.length > 0 || !matchesTable(pattern, table)) return undefined;
  return table.slice(before.length, table.length - after.length);
}
