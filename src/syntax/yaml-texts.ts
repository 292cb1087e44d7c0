import type { YamlLines } from "./yaml-lines.ts";

/** A text of a document and the line it stands on. */
export interface LocatedText {
  readonly text: string;
  readonly line: number;
}

/** A scalar as text; numbers and booleans are taken as written, anything else is undefined. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The text of a scalar without blanks around it, if there is any. */
export function wordOf(value: unknown): string | undefined {
  const word = textOf(value)?.trim();
  return word === "" ? undefined : word;
}

/** The texts of a list, or of a single text on the given line; other items are left out. */
export function textsOf(value: unknown, lines: YamlLines, line: number): readonly LocatedText[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item, index) => {
    const text = textOf(item);
    if (text === undefined) return [];
    return [{ text, line: Array.isArray(value) ? lines.of(value, index, line) : line }];
  });
}
