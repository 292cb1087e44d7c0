import { visible } from "../visible.ts";

/**
 * The one place that puts foreign text into a picture: as the text of an element or the value of an attribute in
 * double quotes.
 */
export function svgText(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, "\ufffd") // no characters of XML
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
