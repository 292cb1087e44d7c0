import type { Operator } from "../model/condition.ts";

/** Text with wildcards, free of any language's escapes: plain text and the two wildcards between. */
export type Pattern = readonly PatternPart[];
export type PatternPart = string | typeof anyRun | typeof anyOne;
export const anyRun: unique symbol = Symbol("*");
export const anyOne: unique symbol = Symbol("?");

export interface OperatorAndValue {
  readonly operator: Operator;
  readonly value: string;
}

/**
 * The simplest canonical operator that means the same (DESIGN 4.1):
 * `*x*` contains, `x*` starts_with, `*x` ends_with, `*` exists, no wildcard equals, anything else wildcard.
 */
export function reducePattern(pattern: Pattern): OperatorAndValue {
  const parts = isNormal(pattern) ? pattern : normalise(pattern);
  const operator = operatorOf(parts);
  if (operator === "wildcard") return { operator, value: printPattern(parts) };
  if (operator === "exists") return { operator, value: "*" };
  const text = parts[0] === anyRun ? parts[1] : parts[0];
  return { operator, value: typeof text === "string" ? text : "" };
}

function operatorOf(parts: Pattern): Operator {
  const [first, second, third] = parts;
  if (parts.length > 3) return "wildcard";
  if (typeof first !== "symbol") {
    if (parts.length <= 1) return "equals";
    return parts.length === 2 && second === anyRun ? "starts_with" : "wildcard";
  }
  if (first === anyOne || typeof second === "symbol") return "wildcard";
  if (parts.length === 1) return "exists";
  if (parts.length === 2) return "ends_with";
  return third === anyRun ? "contains" : "wildcard";
}

/** No empty text, and no two neighbours that are one. */
function isNormal(pattern: Pattern): boolean {
  return pattern.every((part, index) => {
    const next = pattern[index + 1];
    return part !== "" && (typeof part === "string" ? typeof next !== "string" : part !== anyRun || next !== anyRun);
  });
}

/** Joins neighbouring texts, drops empty ones, and folds runs of `*`. */
function normalise(pattern: Pattern): Pattern {
  const parts: PatternPart[] = [];
  for (const part of pattern) {
    const last = parts.at(-1);
    if (part === "") continue;
    if (part === anyRun && last === anyRun) continue;
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

/**
 * The notation of canonical `wildcard` values, which is Sigma's (rules specification, "Escaping"):
 * `\\` makes `*`, `?` or another backslash plain, and is itself plain where it stands alone before other text.
 */
export function printPattern(pattern: Pattern): string {
  const parts = normalise(pattern);
  return parts.map((part, index) => printPart(part, typeof parts[index + 1] === "symbol")).join("");
}

function printPart(part: PatternPart, isBeforeWildcard: boolean): string {
  if (part === anyRun) return "*";
  if (part === anyOne) return "?";
  const escaped = part.replace(/\\+(?=[*?])|\\{2,}/g, (run) => run + run).replace(/[*?]/g, "\\$&");
  return isBeforeWildcard && /(?:^|[^\\])\\$/.test(part) ? `${escaped}\\` : escaped;
}

/** Reads the notation of {@link printPattern}; the reverse of it for every pattern. */
export function readPattern(text: string): Pattern {
  if (!/[\\*?]/.test(text)) return [text];
  return normalise((text.match(/\\[\\*?]|[*?\\]|[^\\*?]+/g) ?? []).map(readToken));
}

function readToken(token: string): PatternPart {
  if (token === "*") return anyRun;
  if (token === "?") return anyOne;
  return token.length === 2 && token.startsWith("\\") ? token.charAt(1) : token;
}
