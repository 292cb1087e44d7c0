import { indicatorText } from "../model/indicator-text.ts";
import { type Prose, quote, type Sentence, type TechniqueMention } from "../model/prose.ts";
import type { Indicator } from "../model/snapshot.ts";

/** `Image basename powershell.exe`, quoted as one. */
export function nameIndicator(indicator: Indicator): Prose {
  return [quote(indicatorText(indicator))];
}

export function nameTechnique({ id, name }: Pick<TechniqueMention, "id" | "name">): TechniqueMention {
  return { kind: "technique", id, name };
}

/** Words that are neither ours nor to be quoted, such as names of ATT&CK, which a team's own file may hold. */
export function escaped(text: string): Sentence {
  return { kind: "sentence", text };
}

/** `1 rule`, `3 rules`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
