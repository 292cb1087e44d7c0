import { parse, TomlError } from "smol-toml";
import { oneLine } from "./conditions.ts";
import {
  type Excerpt,
  excerpt,
  excerptOnLine,
  excerptWithLines,
  type LineStart,
  lastAtOrBefore,
  lengthOfLine,
  lineOffsets,
} from "./excerpt.ts";

/** A TOML file: its values, or why it has none. */
export type TomlReading =
  | { readonly kind: "document"; readonly document: TomlDocument }
  | { readonly kind: "broken"; readonly reason: string; readonly line: number; readonly column: number };

/** Reads a TOML file. Never throws. */
export function readToml(text: string): TomlReading {
  try {
    return { kind: "document", document: new TomlDocument(text, parse(text)) };
  } catch (error) {
    const [message = ""] = error instanceof Error ? error.message.split("\n") : [];
    const { line, column } = error instanceof TomlError ? error : { line: 1, column: 1 };
    const reason = message.replace(/^Invalid TOML document: /, "");
    return { kind: "broken", reason: oneLine(inPlainWords(reason, text, { line, column })), line, column };
  }
}

/** The library takes the line end behind a text that nobody closed for a character that must not be in it. */
function inPlainWords(
  reason: string,
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): string {
  const isLineEnd = column > lengthOfLine(text, lineOffsets(text), line);
  return isLineEnd && /control characters/.test(reason) ? "a text has no closing quote on its line" : reason;
}

/** The values of a file, which know no places, and its text, in which the places of texts are found again. */
export class TomlDocument {
  readonly text: string;
  readonly values: Readonly<Record<string, unknown>>;
  #lines: readonly number[] | undefined;

  constructor(text: string, values: Readonly<Record<string, unknown>>) {
    this.text = text;
    this.values = values;
  }

  /** Line of an offset into the file. */
  lineAt(offset: number): number {
    this.#lines ??= lineOffsets(this.text);
    return 1 + lastAtOrBefore(this.#lines, offset);
  }

  /** How many characters a line has, without what ends it. */
  lengthOfLine(line: number): number {
    this.#lines ??= lineOffsets(this.text);
    return lengthOfLine(this.text, this.#lines, line);
  }

  /** The text that stands behind `key =`, with its lines; `otherwise` is the line where it can't be found. */
  excerptOf(key: string, value: string, otherwise: number): Excerpt {
    // Other tables may have the same key, and texts may hold what looks like one: the value decides.
    for (let at = this.#findKey(key, 0); at >= 0; at = this.#findKey(key, at + 1)) {
      const found = this.#excerptAt(at + key.length, value);
      if (found !== undefined) return found;
    }
    return this.excerptOfItem(value, otherwise);
  }

  /** A text that stands in the file as it is, such as one of a list. */
  excerptOfItem(value: string, otherwise: number): Excerpt {
    const at = this.text.indexOf(value);
    return at < 0 ? excerptOnLine(value, otherwise) : excerpt(value, this.lineAt(at));
  }

  #excerptAt(keyEnd: number, value: string): Excerpt | undefined {
    const head = /\s*=\s*('''|"""|'|")(\r?\n)?/y;
    head.lastIndex = keyEnd;
    const quotes = head.exec(this.text)?.[1];
    if (quotes === undefined) return undefined;
    const start = head.lastIndex;
    if (quotes.startsWith("'")) {
      const [firstLine = ""] = value.split(/\r?\n/, 1);
      return this.text.startsWith(firstLine, start) ? excerpt(value, this.lineAt(start)) : undefined;
    }
    const lines = linesOfBasicText(this.text, { start, quotes, line: this.lineAt(start) }, value);
    return lines && excerptWithLines(value, lines);
  }

  #findKey(key: string, from: number): number {
    if (from === 0 && this.text.startsWith(key)) return 0;
    const at = this.text.indexOf(`\n${key}`, from);
    return at < 0 ? -1 : at + 1;
  }
}

/**
 * Where the lines of a text in double quotes begin once its escapes are read (TOML 1.0, "String"); undefined where
 * another text stands there. A backslash before a line end takes away all blanks up to the next word.
 */
function linesOfBasicText(
  file: string,
  place: { readonly start: number; readonly quotes: string; readonly line: number },
  value: string,
): readonly LineStart[] | undefined {
  const part = /\\[^\S\n]*\n\s*|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|"{3,5}|\n|[^\\"\n]+|"/gsy;
  const lines: LineStart[] = [{ offset: 0, line: place.line }];
  let { line } = place;
  let offset = 0;
  part.lastIndex = place.start;
  for (let match = part.exec(file); match !== null; match = part.exec(file)) {
    const [written] = match;
    const isEnd = written.startsWith(place.quotes);
    // One or two quotes before the closing ones belong to the text.
    const read = isEnd ? written.slice(place.quotes.length) : readPart(written);
    if (!value.startsWith(read, offset)) return undefined;
    offset += read.length;
    if (isEnd) return offset === value.length ? lines : undefined;
    const ends = written.split("\n").length - 1;
    line += ends;
    if (ends > 0) lines.push({ offset, line });
  }
  return undefined;
}

function readPart(part: string): string {
  if (!part.startsWith("\\")) return part;
  if (part.includes("\n")) return "";
  if (part.length > 2) return readCodePoint(part);
  return escapes.get(part.charAt(1)) ?? part.charAt(1);
}

function readCodePoint(part: string): string {
  const point = Number.parseInt(part.slice(2), 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : part;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["f", "\f"],
  ["r", "\r"],
]);
