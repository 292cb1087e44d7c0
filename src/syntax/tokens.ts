import type { Excerpt } from "./excerpt.ts";
import { LimitFault } from "./fault.ts";
import { limits } from "./limits.ts";

/** Some of a query as its author wrote it. */
export interface Words {
  /** On one line and without comments. */
  readonly text: string;
  /** Line in the file where they begin. */
  readonly line: number;
}

/** `unknown`: nothing of the language; `end`: behind the last token. */
export type Boundary = "unknown" | "end";

/** One word, symbol or text of a query. */
export class Token<Kind extends string> implements Words {
  readonly kind: Kind | Boundary;
  /** As it stands in the query, with quotes and escapes. */
  readonly text: string;
  /** Offset into the query. */
  readonly start: number;
  readonly #query: Excerpt;

  constructor(kind: Kind | Boundary, text: string, start: number, query: Excerpt) {
    this.kind = kind;
    this.text = text;
    this.start = start;
    this.#query = query;
  }

  get end(): number {
    return this.start + this.text.length;
  }

  /** Line in the file. */
  get line(): number {
    return this.#query.lineAt(this.start);
  }
}

/** What a language's tokens look like. */
export interface Lexicon<Kind extends string> {
  /**
   * Sticky. Matches one token, a run of blanks or one comment. It may change from one token to the next.
   *
   * It has to take linear time on any text: no alternative may begin like another and be given up late.
   */
  readonly shape: RegExp;
  /** What a match at `start` is; undefined: blanks or a comment, which are left out. */
  readonly kindOf: (query: string, start: number, end: number) => Kind | "unknown" | undefined;
}

/** Cuts a query into tokens; the last one is always `end`. Throws a {@link LimitFault} where there are too many. */
export function tokenise<Kind extends string>(query: Excerpt, lexicon: Lexicon<Kind>): readonly Token<Kind>[] {
  const { text } = query;
  const tokens: Token<Kind>[] = [];
  let start = 0;
  while (start < text.length) {
    if (text.charCodeAt(start) <= space) {
      start++;
      continue;
    }
    const { shape } = lexicon;
    shape.lastIndex = start;
    const isKnown = shape.test(text);
    const end = isKnown ? shape.lastIndex : endOfUnknown(text, start);
    const kind = isKnown ? lexicon.kindOf(text, start, end) : "unknown";
    if (kind !== undefined) tokens.push(new Token(kind, text.slice(start, end), start, query));
    if (tokens.length > limits.queryTokens) throw new LimitFault(`more than ${limits.queryTokens} words and symbols`);
    start = end;
  }
  tokens.push(new Token<Kind>("end", "", text.length, query));
  return tokens;
}

const space = 0x20;

/** Whether a text in double quotes from `start` to `end` is closed by a quote that is not escaped. */
export function isClosed(query: string, start: number, end: number): boolean {
  if (end - start < 2 || query.charAt(end - 1) !== '"') return false;
  let backslashes = 0;
  while (query.charAt(end - 2 - backslashes) === "\\") backslashes++;
  return backslashes % 2 === 0;
}

/** A quote that nothing closes makes the rest of its line doubtful; any other character only itself. */
function endOfUnknown(text: string, start: number): number {
  if (!"\"'`".includes(text.charAt(start))) return start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
  const lineEnd = text.indexOf("\n", start);
  return lineEnd < 0 ? text.length : lineEnd;
}
