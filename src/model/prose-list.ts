import { type Prose, say } from "./prose.ts";

/** The parts one after the other, with a separator between any two; empty for none. */
export function joinProse(parts: readonly Prose[], separator = ", "): Prose {
  return parts.flatMap((part, index): Prose => (index === 0 ? part : [separator, ...part]));
}

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`: at most so many entries. Only those that are shown are described. */
export function listProse<Item>(items: readonly Item[], describe: (item: Item) => Prose, most = 3): Prose {
  const shown = (items.length > most ? items.slice(0, most - 1) : items).map(describe);
  const left = items.length - shown.length;
  const last: Prose | undefined = left > 0 ? [`${left} more`] : shown.pop();
  if (last === undefined) return [];
  return shown.length === 0 ? last : say`${joinProse(shown)} and ${last}`;
}
