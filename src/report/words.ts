import { type Cover, strengthText } from "../model/cover.ts";
import type { TechniqueChange } from "../model/delta.ts";
import type { Prose } from "../model/prose.ts";
import type { CorpusSummary } from "./corpus-summary.ts";

/** `1204` → `1,204`, on every machine. */
export function thousands(number: number): string {
  const digits = String(number);
  return digits.length < 4 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 rule`, `1,204 rules`. */
export function plural(number: number, noun: string): string {
  return `${thousands(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** Rounded down, so that only all is 100%; more than nothing is never 0%. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "0%";
  const share = Math.floor((part / whole) * 100);
  return share === 0 && part > 0 ? "<1%" : `${share}%`;
}

/** A commit by the first seven digits of its id; anything else as it is. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** `172 sigma, 41 splunk`, without formats that there is nothing of. */
export function formatWords(byFormat: ReadonlyMap<string, number>): string {
  return [...byFormat]
    .filter(([, rules]) => rules > 0)
    .map(([format, rules]) => `${thousands(rules)} ${format}`)
    .join(", ");
}

/** What does not count, and why: `22 deprecated`, `3 part of another rule`, `techniques of other platforms`. */
export function leftOutWords({ leftOut, platforms }: CorpusSummary): readonly string[] {
  const rules = Array.from(leftOut, ([why, number]) => `${thousands(number)} ${reasons.get(why) ?? why}`);
  return platforms === undefined ? rules : [...rules, "techniques of other platforms"];
}

/** `weighted: experimental 0.5`: that not every rule is worth the same; empty where each is. */
export function weightWords({ weights }: Pick<CorpusSummary, "weights">): Prose {
  return weights === undefined ? [] : ["weighted: ", ...weights];
}

/** `2 rules`, and with weights `2 rules, strength 1.5`. */
export function coverWords({ rules, strength }: Cover): string {
  return `${plural(rules, "rule")}${strengthNote(strength)}`;
}

/** The same without the noun. */
export function coverNumber({ rules, strength }: Cover): string {
  return `${thousands(rules)}${strengthNote(strength)}`;
}

/** Of a technique that changed, on one side. */
export function changeNumber({ strength, ...rules }: TechniqueChange, side: "before" | "after"): string {
  return coverNumber(
    strength === undefined ? { rules: rules[side] } : { rules: rules[side], strength: strength[side] },
  );
}

function strengthNote(strength: number | undefined): string {
  return strength === undefined ? "" : `, strength ${strengthText(strength)}`;
}

/** What a technique is that nothing may be lost of: `left to one rule`. */
export function thinWords({ weights }: Pick<CorpusSummary, "weights">): string {
  return weights === undefined ? "left to one rule" : "of strength under 2";
}

export function thinTitle(corpus: Pick<CorpusSummary, "weights">): string {
  const words = thinWords(corpus);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["helper", "part of another rule"],
  ["reference", "from reference sources"],
  ["source", "from sources that don't count"],
  ["severity", "less severe"],
  ["platform", "for other platforms"],
]);

/** How far the rules were read, without what there is none of. */
export function readingWords({ byReading: { full, partial, metadata } }: CorpusSummary): readonly string[] {
  return [
    ...(full > 0 ? [`${thousands(full)} in full`] : []),
    ...(partial > 0 ? [`${thousands(partial)} in part`] : []),
    ...(metadata > 0 ? [`${thousands(metadata)} without their logic`] : []),
  ];
}

/** The beginning of a text that is too long to be shown whole. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(halfAPair, "")}…` : text;
}

const halfAPair = /[\ud800-\udbff]$/;
