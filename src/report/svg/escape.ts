/**
 * The one place that puts foreign text into a picture: as the text of an element or the value of an attribute in
 * double quotes. What XML does not allow, what can't be seen and what turns the direction of writing is shown by its
 * number: `‹U+202E›`.
 */
export function svgText(text: string): string {
  return text
    .replace(unprintable, (char) => `‹U+${numberOf(char)}›`)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** Controls, formats (bidirectional ones among them), line and paragraph separators, halves of pairs, no characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;

function numberOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
