import type { RepositoryPath } from "../model/source.ts";

/** The lines of a text, for messages about it. */
export class TextLines {
  readonly #path: RepositoryPath;
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(path: RepositoryPath, text: string) {
    this.#path = path;
    this.#text = text;
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n?|\n/g), (lineBreak) => lineBreak.index + lineBreak[0].length)];
  }

  /** `path:line:column`, both counted from 1. */
  place(offset: number): string {
    const line = this.#lineAt(offset);
    return `${this.#path}:${line + 1}:${offset - this.#startOf(line) + 1}`;
  }

  /** The line, and the one before for its context, with a caret below the offset. */
  excerpt(offset: number): string {
    const line = this.#lineAt(offset);
    const width = String(line + 1).length;
    const from = Math.max(0, offset - this.#startOf(line) - 60);
    const shown = line === 0 ? [line] : [line - 1, line];
    const texts = shown.map((number) => `  ${String(number + 1).padStart(width)} | ${this.#cut(number, from)}`);
    return [...texts, `${" ".repeat(width + 5 + offset - this.#startOf(line) - from)}^`].join("\n");
  }

  #cut(line: number, from: number): string {
    const start = this.#startOf(line);
    const end = this.#starts[line + 1] ?? this.#text.length;
    return this.#text
      .slice(start, end)
      .slice(from, from + 100)
      .replace(/\p{Cc}/gu, " ")
      .trimEnd();
  }

  #lineAt(offset: number): number {
    return this.#starts.findLastIndex((start) => start <= offset);
  }

  #startOf(line: number): number {
    return this.#starts[line] ?? 0;
  }
}
