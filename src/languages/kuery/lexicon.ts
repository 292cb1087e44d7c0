import { anyRun, type Pattern, type PatternPart } from "../../syntax/pattern.ts";
import { isClosed, type Lexicon } from "../../syntax/tokens.ts";

/** What the tokens of KQL are. */
export type KueryToken = "word" | "text" | "symbol";

/** Blanks, quoted texts, symbols, and words: runs of anything else, with what a backslash escapes. */
export const kueryLexicon: Lexicon<KueryToken> = {
  shape: /\s+|"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|$)|[<>]=?|[():{}]|(?:\\[\s\S]?|[^\s():<>"{}\\])+/y,
  kindOf,
};

function kindOf(query: string, start: number, end: number): KueryToken | "unknown" | undefined {
  const first = query.charAt(start);
  if (first === '"') return isClosed(query, start, end) ? "text" : "unknown";
  if ("<>():{}".includes(first)) return "symbol";
  return first.trim() === "" ? undefined : "word";
}

/** What a quoted text stands for: a backslash escapes itself and quotes, and makes white space and code points. */
export function readText(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return inner.includes("\\") ? inner.replace(/\\(?:u[0-9a-fA-F]{4}|[trn"\\])/g, readEscape) : inner;
}

/** What words without quotes stand for: `*` is any run; a backslash makes symbols and `and`, `or`, `not` plain. */
export function readWords(words: string): Pattern {
  if (!/[*\\]/.test(words)) return [words];
  const parts = words.match(/\*|\\(?:u[0-9a-fA-F]{4}|and|or|not|[\s\S])|[^*\\]+|\\$/gi) ?? [];
  return parts.map((part): PatternPart => (part === "*" ? anyRun : readEscape(part)));
}

function readEscape(part: string): string {
  if (!part.startsWith("\\") || part.length === 1) return part;
  const escaped = part.slice(1);
  if (/^u[0-9a-f]{4}$/i.test(escaped)) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  if (/^(?:and|or|not|[\\():<>"*{}])$/i.test(escaped)) return escaped;
  return whiteSpace.get(escaped) ?? part;
}

const whiteSpace: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["r", "\r"],
  ["n", "\n"],
]);
