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
  const parts = normalise(pattern);
  const wild = parts.filter((part) => typeof part !== "string");
  if (wild.length === 0) return { operator: "equals", value: parts.join("") };
  if (wild.includes(anyOne)) return { operator: "wildcard", value: printPattern(parts) };
  const texts = parts.filter((part) => typeof part === "string");
  const text = texts[0];
  if (text === undefined) return { operator: "exists", value: "*" };
  if (texts.length > 1) return { operator: "wildcard", value: printPattern(parts) };
  if (wild.length === 2) return { operator: "contains", value: text };
  return { operator: parts[0] === anyRun ? "ends_with" : "starts_with", value: text };
}

/** Joins neighbouring texts, drops empty ones, and folds runs of `*`. */
function normalise(pattern: Pattern): readonly PatternPart[] {
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
  const parts: PatternPart[] = [];
  let plain = "";
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    const next = text.charAt(index + 1);
    if (char === "\\" && (next === "*" || next === "?" || next === "\\")) {
      plain += next;
      index++;
    } else if (char === "*" || char === "?") {
      parts.push(plain, char === "*" ? anyRun : anyOne);
      plain = "";
    } else plain += char;
  }
  parts.push(plain);
  return normalise(parts);
}
