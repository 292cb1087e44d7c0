/**
 * About how wide a text is in a common sans-serif of a size, in user units; a little too wide rather than too narrow.
 * Fonts differ from machine to machine, so nothing may depend on it to the unit.
 */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const char of text) ems += widthOfChar(char);
  return ems * size;
}

function widthOfChar(char: string): number {
  if (/[ijlI|.,:;'!()[\]/]/.test(char)) return 0.3;
  if (/[frt -]/.test(char)) return 0.36;
  if (/[mwMW%@]/.test(char)) return 0.88;
  if (/[A-Z&]/.test(char)) return 0.68;
  return /[ -\u02ff\u2010-\u2027]/.test(char) ? 0.55 : 1;
}

export interface TextBox {
  readonly width: number;
  /** Of the font. */
  readonly size: number;
  readonly lines: number;
}

/** A text on lines that fit, broken at blanks and behind hyphens and slashes; what is left ends with an ellipsis. */
export function wrapText(text: string, { width, size, lines }: TextBox): readonly string[] {
  const wrapped: string[] = [];
  let line = "";
  for (const part of text.match(/[^ /-]*[ /-]?/g) ?? []) {
    if (line !== "" && textWidth((line + part).trimEnd(), size) > width) {
      wrapped.push(line.trimEnd());
      line = part;
    } else line += part;
  }
  wrapped.push(line.trimEnd());
  const last = wrapped.slice(lines - 1).join(" ");
  const shown = wrapped.length > lines ? [...wrapped.slice(0, lines - 1), last] : wrapped;
  return shown.map((each) => fitted(each, width, size));
}

function fitted(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const chars = [...text];
  while (chars.length > 1 && textWidth(`${chars.join("")}…`, size) > width) chars.pop();
  return `${chars.join("").trimEnd()}…`;
}
