import { escapeTerminal } from "./text/escape-terminal.ts";

/** RFC 4180, for spreadsheets: one record a line. Cells are escaped already, with {@link csvText} where they hold text. */
export function csvTable(header: readonly string[], records: readonly (readonly string[])[]): string {
  return [header, ...records].map((record) => `${record.join(",")}\r\n`).join("");
}

/**
 * A spreadsheet takes text that begins like a formula for one, so it gets an apostrophe in front; as does a text
 * that begins with an apostrophe, so that taking one away always gives the text back.
 */
export function csvText(text: string): string {
  const line = escapeTerminal(text);
  const neutral = /^['=+\-@＝＋－＠]/.test(line) ? `'${line}` : line;
  return /[",;]|^\s|\s$/.test(neutral) ? `"${neutral.replaceAll('"', '""')}"` : neutral;
}
