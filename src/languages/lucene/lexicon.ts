import { isClosed, type Lexicon } from "../../syntax/tokens.ts";

/** What the tokens of Lucene are. */
export type LuceneToken = "word" | "text" | "regex" | "symbol";

/** Blanks, phrases, expressions between slashes, words with what a backslash escapes, symbols. */
export const luceneLexicon: Lexicon<LuceneToken> = {
  shape:
    /\s+|"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|$)|\/[^/\\]*(?:\\[\s\S][^/\\]*)*\/|&&|\|\||[<>]=?|[():^~[\]{}!]|[+-]|(?:\\[\s\S]?|[^\s():^~[\]{}!"/\\<>+-])(?:\\[\s\S]?|[^\s():^~[\]{}!"/\\])*/y,
  kindOf,
};

function kindOf(query: string, start: number, end: number): LuceneToken | "unknown" | undefined {
  const first = query.charAt(start);
  if (first === '"') return isClosed(query, start, end) ? "text" : "unknown";
  if (first === "/") return "regex";
  if ("():^~[]{}!<>+-".includes(first) || query.startsWith("&&", start) || query.startsWith("||", start))
    return "symbol";
  return first.trim() === "" ? undefined : "word";
}

/** What a phrase or an escaped word stands for: a backslash makes the next character plain. */
export function withoutEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\([\s\S])/g, "$1") : text;
}
