import type { LineStart } from "./excerpt.ts";

/**
 * Where the lines of a scalar's text begin, be it quoted, plain, literal (`|`) or folded (`>`); offsets are into `value`.
 *
 * Folding, indentation and chomping change nothing but blanks (YAML 1.2.2, 6.5 and 8.1), so both are walked side by side
 * without these. Where they part, as behind an alias, the lines found so far have to do.
 *
 * @param written the file's text from the scalar's first character on; what follows the scalar does no harm
 * @param firstLine the line on which it begins
 */
export function linesOfScalar(written: string, value: string, firstLine: number): readonly LineStart[] {
  const starts: LineStart[] = [{ offset: 0, line: firstLine }];
  const style = styleOf(written);
  let line = firstLine;
  let offset = 0;
  for (const [index, raw] of linesFrom(written, style.contentAt)) {
    const content = style.read(raw).trim();
    line = firstLine + index;
    if (content === "") continue;
    const start = skipBlanks(value, offset);
    const end = endOfMatch(value, start, content);
    if (end === undefined) break;
    if (line > firstLine) starts.push({ offset: start, line });
    offset = end;
    if (offset >= value.length) break;
  }
  return starts;
}

/** How a kind of scalar is written. */
interface ScalarStyle {
  /** Offset of the first character that may belong to the text. */
  readonly contentAt: number;
  /** The text that a line stands for, but for the blanks around it. */
  readonly read: (line: string) => string;
}

function styleOf(written: string): ScalarStyle {
  switch (written.charAt(0)) {
    case "'":
      return { contentAt: 1, read: (line) => line.replaceAll("''", "'") };
    case '"':
      return { contentAt: 1, read: readDoubleQuoted };
    case "|":
    case ">":
      return { contentAt: Math.max(0, written.search(/[\r\n]/)), read: (line) => line };
    default:
      return { contentAt: 0, read: (line) => line };
  }
}

/** Lines with their numbers, from 0; the first one without what stands before `from`. */
function* linesFrom(text: string, from: number): Generator<readonly [number, string]> {
  const lineEnd = /\r\n?|\n/g;
  lineEnd.lastIndex = from;
  let start = from;
  for (let index = 0; ; index++) {
    const end = lineEnd.exec(text);
    yield [index, text.slice(start, end?.index)];
    if (end === null) return;
    start = lineEnd.lastIndex;
  }
}

/** Where the last line's text ends, a quote or a comment may follow. */
function endOfMatch(value: string, start: number, content: string): number | undefined {
  if (value.startsWith(content, start)) return start + content.length;
  const rest = value.slice(start).trimEnd();
  return rest !== "" && content.startsWith(rest) ? value.length : undefined;
}

function skipBlanks(text: string, offset: number): number {
  const blanks = /\s*/y;
  blanks.lastIndex = offset;
  blanks.test(text);
  return blanks.lastIndex;
}

/** YAML 1.2.2, 5.7; a backslash at the end of a line takes the line's end away. */
function readDoubleQuoted(line: string): string {
  return line.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.)|$)/g, (_, x, u, long, plain) => {
    const digits = x ?? u ?? long;
    if (digits !== undefined) return codePoint(Number.parseInt(digits, 16));
    return plain === undefined ? "" : (escapes.get(plain) ?? plain);
  });
}

function codePoint(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : "";
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  ["N", "\x85"],
  ["_", "\xa0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);
