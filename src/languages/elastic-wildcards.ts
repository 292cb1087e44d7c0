import {
  anyOne,
  anyRun,
  type OperatorAndValue,
  type Pattern,
  type PatternPart,
  reducePattern,
} from "../syntax/pattern.ts";

/**
 * What a value with `*` (any run) and `?` (any one character) comes to.
 *
 * `backslash` makes the next character plain, as in ES|QL, Lucene and the query DSL; EQL knows no escape.
 */
export function reduceWildcards(text: string, escapes: "backslash" | "none"): OperatorAndValue {
  return (escapes === "none" ? /[*?]/ : /[*?\\]/).test(text)
    ? reducePattern(wildcardPattern(text, escapes))
    : { operator: "equals", value: text };
}

/** The pattern that {@link reduceWildcards} reduces. */
export function wildcardPattern(text: string, escapes: "backslash" | "none"): Pattern {
  if (escapes === "none") return (text.match(/[*?]|[^*?]+/g) ?? []).map(readPart);
  const parts = text.match(/[*?]|\\[\s\S]|[^*?\\]+|\\$/g) ?? [];
  return parts.map((part) => (part.length > 1 && part.startsWith("\\") ? part.slice(1) : readPart(part)));
}

function readPart(part: string): PatternPart {
  if (part === "*") return anyRun;
  return part === "?" ? anyOne : part;
}
