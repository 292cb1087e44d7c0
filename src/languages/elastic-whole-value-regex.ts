import type { OperatorAndValue } from "../syntax/pattern.ts";

/**
 * An expression that has to match the whole value, as Lucene's do, as one that is searched for, as everybody else's are:
 * with `^` and `$`, or without the `.*` that stood for them. Lucene's `.` matches line ends too, hence `(?s)`.
 */
export function wholeValueRegex(expression: string): OperatorAndValue {
  const { hasChoice, hasDot } = outline(expression);
  if (hasChoice) return { operator: "regex", value: `${hasDot ? "(?s)" : ""}^(?:${expression})$` };
  const isOpenAtStart = /^\.\*(?![?*+{])/.test(expression);
  const rest = isOpenAtStart ? expression.slice(2) : expression;
  const isOpenAtEnd = endsOpen(rest);
  const core = isOpenAtEnd ? rest.slice(0, -2) : rest;
  if (core === "" && (isOpenAtStart || isOpenAtEnd)) return { operator: "exists", value: "*" };
  const flags = outline(core).hasDot ? "(?s)" : "";
  return { operator: "regex", value: `${flags}${isOpenAtStart ? "" : "^"}${core}${isOpenAtEnd ? "" : "$"}` };
}

/** The reverse of {@link wholeValueRegex}. */
export function wholeValueExpression(value: string): string {
  const bare = value.replace(/^\(\?s\)/, "");
  const choice = /^\^\(\?:(.*)\)\$$/s.exec(bare)?.[1];
  if (choice !== undefined && outline(choice).hasChoice) return choice;
  const start = bare.startsWith("^") ? bare.slice(1) : `.*${bare}`;
  return start.endsWith("$") && !isEscaped(start, start.length - 1) ? start.slice(0, -1) : `${start}.*`;
}

/** Whether a `|` stands outside of all brackets, and whether a `.` stands for any character. */
function outline(expression: string): { readonly hasChoice: boolean; readonly hasDot: boolean } {
  let depth = 0;
  let hasChoice = false;
  let hasDot = false;
  for (const [part] of expression.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]?|[().|]/gs)) {
    if (part === "(") depth++;
    else if (part === ")") depth--;
    else if (part === ".") hasDot = true;
    else if (part === "|" && depth === 0) hasChoice = true;
  }
  return { hasChoice, hasDot };
}

function endsOpen(expression: string): boolean {
  return expression.endsWith(".*") && !isEscaped(expression, expression.length - 2);
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charAt(index - 1 - backslashes) === "\\") backslashes++;
  return backslashes % 2 === 1;
}
