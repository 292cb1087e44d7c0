/** A query cut from a file, which remembers where its lines began. */
export interface Excerpt {
  readonly text: string;
  /** Line in the file of an offset into `text` (UTF-16 units, 0 to `text.length`). */
  lineAt(offset: number): number;
}

/** An offset into a query's text and the line of the file from there on, until the next. */
export interface LineStart {
  readonly offset: number;
  readonly line: number;
}

/** Text that stands in its file as it is, line for line. */
export function excerpt(text: string, firstLine: number): Excerpt {
  let starts: readonly number[] | undefined;
  let latest = 0;
  return {
    text,
    lineAt: (offset) => {
      starts ??= lineOffsets(text);
      const isOnLatest = offset >= (starts[latest] ?? 0) && offset < (starts[latest + 1] ?? Number.POSITIVE_INFINITY);
      if (!isOnLatest) latest = lastAtOrBefore(starts, offset);
      return firstLine + latest;
    },
  };
}

/** Text whose lines are not those of the file, such as a string with escaped line ends. `starts` ascends from 0. */
export function excerptWithLines(text: string, starts: readonly LineStart[]): Excerpt {
  const offsets = starts.map(({ offset }) => offset);
  return { text, lineAt: (offset) => starts[lastAtOrBefore(offsets, offset)]?.line ?? 1 };
}

/** A query within a query: `text` stands in `whole` from `start` on, without any change. */
export function innerExcerpt(whole: Excerpt, text: string, start: number): Excerpt {
  return { text, lineAt: (offset) => whole.lineAt(start + offset) };
}

/** Text that stands on one line of the file, whatever line ends it has itself. */
export function excerptOnLine(text: string, line: number): Excerpt {
  return { text, lineAt: () => line };
}

/** Where each line of a text begins: 0, and after every line feed. */
export function lineOffsets(text: string): readonly number[] {
  const offsets = [0];
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) offsets.push(index + 1);
  return offsets;
}

/** How many characters a line has, without what ends it; `offsets` are the text's {@link lineOffsets}. */
export function lengthOfLine(text: string, offsets: readonly number[], line: number): number {
  const rest = text.slice(offsets[line - 1] ?? text.length, offsets[line] ?? text.length);
  return rest.search(/[\r\n]|$/);
}

/** Index of the last of ascending numbers that is not above `value`; 0 if all are. */
export function lastAtOrBefore(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
