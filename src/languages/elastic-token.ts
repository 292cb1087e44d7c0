import type { ExpressionToken } from "../syntax/expression.ts";

/** What a match of EQL's or ES|QL's lexicon is; undefined: blanks or a comment. */
export function kindOfExpressionToken(
  query: string,
  start: number,
  end: number,
): ExpressionToken | "unknown" | undefined {
  const first = query.charCodeAt(start);
  if (first <= space || first > lastAscii) return undefined;
  if (first === quote) return query.startsWith('"""', start) && !isClosedRaw(query, start, end) ? "unknown" : "text";
  if (first >= zero && first <= nine) return "number";
  if (first === slash) return end - start > 1 ? undefined : "symbol";
  return symbols.includes(query.charAt(start)) ? "symbol" : "name";
}

/** The author's field: without backticks, where two within them stand for one. */
export function readName(name: string): string {
  if (!name.includes("`")) return name;
  return name.replace(/`((?:[^`]|``)+)`/g, (_, inner: string) => inner.replaceAll("``", "`"));
}

const quote = 0x22;
const slash = 0x2f;
const space = 0x20;
const zero = 0x30;
const nine = 0x39;
const lastAscii = 0x7f;
const symbols = ":<>=()[]{},|!+-*/%";

function isClosedRaw(query: string, start: number, end: number): boolean {
  return end - start >= 6 && query.startsWith('"""', end - 3);
}
