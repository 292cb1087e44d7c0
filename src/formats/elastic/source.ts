import type { Diagnostic, RepositoryPath } from "../../model/source.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import type { Table } from "./table.ts";

/** One rule as its file holds it, TOML or JSON. */
export interface RuleSource {
  readonly path: RepositoryPath;
  readonly rule: Table;
  /** What the file says about the rule and Kibana does not know. */
  readonly metadata: Table;
  readonly places: Places;
}

/** Where things of a rule stand in its file. */
export interface Places {
  /** Line where the rule begins. */
  readonly line: number;
  /** The text behind a key of the rule. */
  excerptOf(key: string, value: string): Excerpt;
  /** How many characters a line of the file has. */
  lengthOfLine(line: number): number;
  /** Line of a key or a table of the rule. */
  lineOfKey(key: string): number;
  /**
   * Line of a quoted text. Asked for the same text again it is the next such line, so that texts that occur several
   * times are told apart by asking in the order of the file. `section` is the key that it stands below.
   */
  lineOfText(section: string, value: string): number;
}

/** The same diagnostics of a query, with the path of its file, and with columns that the file has. */
export function located(diagnostics: readonly Diagnostic[], { path, places }: RuleSource): readonly Diagnostic[] {
  return diagnostics.map(({ code, message, location: { line, column } }) => ({
    code,
    message,
    location: { path, line, column: Math.min(column, places.lengthOfLine(line) + 1) },
  }));
}

/** Finds quoted texts one after the other. */
export class TextFinder {
  readonly #text: string;
  readonly #lineAt: (offset: number) => number;
  readonly #latest = new Map<string, number>();
  #left = maximalSearches;

  constructor(text: string, lineAt: (offset: number) => number) {
    this.#text = text;
    this.#lineAt = lineAt;
  }

  /** The line of the next occurrence at or behind `from`, or of the last one there is; undefined where there is none. */
  next(value: string, from: number): number | undefined {
    if (this.#left-- <= 0) return undefined;
    const quoted = JSON.stringify(value);
    const latest = this.#latest.get(quoted);
    const start = latest === undefined ? from : latest + 1;
    const at = this.#text.indexOf(quoted, start);
    const found = at >= 0 ? at : (latest ?? this.#text.indexOf(`'${value}'`, start));
    if (found < 0) return undefined;
    this.#latest.set(quoted, found);
    return this.#lineAt(found);
  }
}

/** Far more than a rule has texts with lines; each search may go through the whole file. */
const maximalSearches = 2000;
