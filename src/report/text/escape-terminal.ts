/**
 * Text for a terminal: on one line, with everything that steers a terminal, turns the direction of writing or
 * can't be seen shown by its number: `‹U+001B›`.
 */
export function escapeTerminal(text: string): string {
  return text.replace(unprintable, (char) => `‹U+${numberOf(char)}›`);
}

/** Controls, formats (bidirectional ones among them), line and paragraph separators, halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function numberOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
