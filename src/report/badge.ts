import type { CoverageCount } from "../model/delta.ts";
import { svgText } from "./svg/escape.ts";
import { svgDocument, units } from "./svg/picture.ts";
import { textWidth } from "./svg/text-width.ts";
import { percent, thousands } from "./words.ts";

const label = "ATT&CK coverage";

/** Covered techniques as a badge that stands by itself. */
export function badgeSvg(count: CoverageCount): string {
  const { message, isAny } = wordsOf(count);
  const [left, right] = [label, message].map((text) => Math.ceil(textWidth(text, 11)) + 14);
  const [start = 0, end = 0] = [left, right];
  const colour = isAny ? "#0757b5" : "#59636e";
  const body = [
    `<clipPath id="detcov-edge"><rect width="${start + end}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#detcov-edge)"><rect width="${start}" height="20" fill="#444c56"/><rect x="${start}" width="${end}" height="20" fill="${colour}"/></g>`,
    `<text class="on" x="${units(start / 2)}" y="14">${svgText(label)}</text>`,
    `<text class="on" x="${units(start + end / 2)}" y="14">${svgText(message)}</text>`,
  ].join("");
  const style = ".on{fill:#fff;font-size:11px;text-anchor:middle}";
  return svgDocument({
    width: start + end,
    height: 20,
    title: `${label}: ${message}`,
    description: "The share of ATT&CK techniques with at least one detection rule.",
    style,
    role: "img",
    body,
  });
}

/** The same for the endpoint of shields.io, which draws it in the style of a page's other badges. */
export function shieldsJson(count: CoverageCount): string {
  const { message, isAny } = wordsOf(count);
  return `${JSON.stringify({ schemaVersion: 1, label, message, color: isAny ? "0757b5" : "59636e" }, undefined, 2)}\n`;
}

function wordsOf({ covered, total }: CoverageCount) {
  const share = `${thousands(covered)} of ${thousands(total)}`;
  return { message: `${share} (${percent(covered, total)})`, isAny: covered > 0 };
}
