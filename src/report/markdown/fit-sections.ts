/** A part of a document that can be said in fewer words. */
export interface FlexibleSection {
  /** All of it; all of it in the fewest words; only how much there is. */
  readonly full: string;
  readonly short: string;
  readonly least: string;
  /** As many items as fit into so much room, in the fewest words, and how many more there are. */
  readonly cut: (room: number) => string;
}

/** How much of a limit a text takes. */
export type Measure = (text: string) => number;

/**
 * The sections in as many of their words as there is room for, the most important first. Each is there, at least as a
 * number; undefined where there is next to no room.
 *
 * None keeps the others from being said by its length: all words only where it takes less than half of what is left,
 * or where the rest can still be said in few words.
 */
export function fitSections(
  sections: readonly FlexibleSection[],
  room: number,
  measure: Measure,
): readonly (string | undefined)[] {
  const sizes = sections.map(({ full, short, least }) => ({
    full: measure(full) + gap,
    short: measure(short) + gap,
    least: measure(least) + gap,
  }));
  let left = room;
  let owed = sum(sizes.map(({ least }) => least));
  let owedShort = sum(sizes.map(({ short }) => short));
  return sections.map((section, index) => {
    const size = sizes[index];
    if (size === undefined) return undefined;
    owed -= size.least;
    owedShort -= size.short;
    const mine = left - owed;
    const text = choose(section, { size, mine, isRestSafe: size.full + owedShort <= left });
    const taken = measure(text) + gap;
    if (taken > left) return undefined;
    left -= taken;
    return text;
  });
}

/** The blank line between two sections. */
const gap = 2;

interface Room {
  readonly size: { readonly full: number; readonly short: number };
  readonly mine: number;
  readonly isRestSafe: boolean;
}

function choose(section: FlexibleSection, { size, mine, isRestSafe }: Room): string {
  if (size.full <= mine && (isRestSafe || size.full <= mine / 2)) return section.full;
  return size.short <= mine ? section.short : section.cut(mine - gap);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
