import type { ExpressionToken } from "../../syntax/expression.ts";
import type { Lexicon } from "../../syntax/tokens.ts";
import { kindOfExpressionToken } from "../elastic-token.ts";

/** Blanks, comments, raw and plain texts, numbers (with a unit of time), names, symbols. */
export const eqlLexicon: Lexicon<ExpressionToken> = {
  shape:
    /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"""[\s\S]*?(?:"{3,5}|$)|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[A-Za-z]*|\??(?:`(?:[^`\n]|``)+`|[A-Za-z_@$][\w@$]*)(?:\.(?:`(?:[^`\n]|``)+`|[\w@$]+))*~?|[=!<>]=|[:<>=()[\],|!+\-*/%]/y,
  kindOf: kindOfExpressionToken,
};

/** What a text stands for, without quotes and escapes (EQL reference, "Strings"). */
export function readText(quoted: string): string {
  if (quoted.startsWith('"""')) return quoted.slice(3, -3);
  const inner = quoted.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  return inner.replace(/\\(?:u\{([0-9a-fA-F]{2,8})\}|(.))/g, (whole, code: string | undefined, char: string) =>
    code === undefined ? (escapes.get(char) ?? whole) : readCodePoint(code, whole),
  );
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["\\", "\\"],
  ['"', '"'],
]);

function readCodePoint(code: string, whole: string): string {
  const point = Number.parseInt(code, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
