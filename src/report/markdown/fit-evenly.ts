import type { Measure } from "./fit-sections.ts";

/** A part of a document that can be said with less of its content. */
export interface CutSection {
  readonly full: string;
  /** As much of it as fits into so much room, and how much more there is; undefined where not even the latter does. */
  readonly cut: (room: number) => string | undefined;
}

/** The blank line between two sections. */
const gap = 2;

/**
 * The sections with as much of their content as there is room for: whole where one takes no more than an equal share of
 * the room, and what it leaves of its share is for the others. Undefined where one does not fit at all.
 */
export function fitEvenly(
  sections: readonly CutSection[],
  room: number,
  measure: Measure,
): readonly (string | undefined)[] {
  const sizes = sections.map(({ full }) => measure(full) + gap);
  const order = sections.map((_, index) => index).sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0));
  const texts = new Map<number, string>();
  let left = room;
  order.forEach((index, position) => {
    const share = Math.floor(left / (order.length - position));
    const section = sections[index];
    const text = (sizes[index] ?? 0) <= share ? section?.full : section?.cut(share - gap);
    if (text === undefined || measure(text) + gap > share) return;
    texts.set(index, text);
    left -= measure(text) + gap;
  });
  return sections.map((_, index) => texts.get(index));
}
