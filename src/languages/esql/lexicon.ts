import type { ExpressionToken } from "../../syntax/expression.ts";
import type { Lexicon } from "../../syntax/tokens.ts";
import { kindOfExpressionToken } from "../elastic-token.ts";

/** Blanks, comments, raw and plain texts, numbers (with a unit of time), names and parameters, symbols. */
export const esqlLexicon: Lexicon<ExpressionToken> = {
  shape:
    /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"""[\s\S]*?(?:"{3,5}|$)|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[A-Za-z]*|\?{0,2}(?:`(?:[^`\n]|``)+`|[A-Za-z_@][\w@]*)(?:\.(?:`(?:[^`\n]|``)+`|[\w@]+))*|[=!<>]=|=~|::|[.:<>=()[\]{},|!+\-*/%]/y,
  kindOf: kindOfExpressionToken,
};

/** What a text stands for, without quotes and escapes; a raw one has none (ES|QL reference, "String literals"). */
export function readText(quoted: string): string {
  if (quoted.startsWith('"""')) return quoted.slice(3, -3);
  const inner = quoted.slice(1, -1);
  return inner.includes("\\") ? inner.replace(/\\[tnr"\\]/g, (pair) => escapes.get(pair) ?? pair) : inner;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\\t", "\t"],
  ["\\n", "\n"],
  ["\\r", "\r"],
  ['\\"', '"'],
  ["\\\\", "\\"],
]);
