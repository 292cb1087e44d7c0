import { type Prose, quote, say } from "../model/prose.ts";
import type { Indicator } from "../model/snapshot.ts";

/** `Image basename powershell.exe`, quoted as one. */
export function nameIndicator({ field, operator, value }: Indicator): Prose {
  return [quote(indicatorText({ field, operator, value }))];
}

export function indicatorText({ field, operator, value }: Pick<Indicator, "field" | "operator" | "value">): string {
  if (operator === "exists") return `${field ?? "event"} exists`;
  const shown = /^\s|\s$|^$/.test(value) ? `"${value}"` : value;
  return field === undefined ? `${operator} ${shown}` : `${field} ${operator} ${shown}`;
}

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`. */
export function list(items: readonly Prose[], most = 3): Prose {
  if (items.length > most) {
    return say`${joined(items.slice(0, most - 1))} and ${items.length - most + 1} more`;
  }
  const last = items.at(-1);
  if (last === undefined) return [];
  return items.length === 1 ? last : say`${joined(items.slice(0, -1))} and ${last}`;
}

function joined(items: readonly Prose[]): Prose {
  return items.flatMap((item, index): Prose => (index === 0 ? item : [", ", ...item]));
}

/** `1 rule`, `3 rules`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
