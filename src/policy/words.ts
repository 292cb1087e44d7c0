import { indicatorText } from "../model/indicator-text.ts";
import { type Prose, quote, type Sentence, say, type TechniqueMention } from "../model/prose.ts";
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

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`: at most so many entries. Only those that are shown are described. */
export function list<Item>(items: readonly Item[], describe: (item: Item) => Prose, most = 3): Prose {
  const shown = (items.length > most ? items.slice(0, most - 1) : items).map(describe);
  const left = items.length - shown.length;
  const last: Prose | undefined = left > 0 ? [`${left} more`] : shown.pop();
  if (last === undefined) return [];
  return shown.length === 0 ? last : say`${joined(shown)} and ${last}`;
}

function joined(items: readonly Prose[]): Prose {
  return items.flatMap((item, index): Prose => (index === 0 ? item : [", ", ...item]));
}

/** `1 rule`, `3 rules`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
