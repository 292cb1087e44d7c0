/** How something that rules are for is covered. Whether it is, and whether thinly, is decided here alone. */
export interface Cover {
  /** Counted rules, each once. */
  readonly rules: number;
  /** What they weigh together, to the thousandth; left out where rules have no weights and each is worth one. */
  readonly strength?: number;
}

export const noCover: Cover = { rules: 0 };

export function isCovered(cover: Cover): boolean {
  return strengthOf(cover) >= 1;
}

/** Covered by so little that nothing may be lost of it. */
export function isThin(cover: Cover): boolean {
  return isCovered(cover) && strengthOf(cover) < 2;
}

export function strengthOf({ rules, strength = rules }: Cover): number {
  return strength;
}

/** `1.0`, `0.75` */
export function strengthText(strength: number): string {
  return Number.isInteger(strength) ? strength.toFixed(1) : String(strength);
}

/** A rule that counts, with its weight where rules have one. */
interface Weighed {
  readonly weight?: number | undefined;
}

export function coverBy(rules: Iterable<Weighed>): Cover {
  const tally = new CoverTally();
  for (const rule of rules) tally.count(rule, 1);
  return tally.cover;
}

/** What rules are for something, in a corpus that changes. */
export class CoverTally {
  #rules = 0;
  #weight = 0;
  #isWeighted = false;

  /** Takes a counted rule in or, with -1, out again. */
  count({ weight }: Weighed, sign: 1 | -1): void {
    this.#rules += sign;
    this.#weight += sign * (weight ?? 1);
    this.#isWeighted ||= weight !== undefined;
  }

  /** Ten tenths are one: sums are rounded, because they are not exact in binary. */
  get cover(): Cover {
    const [rules, strength] = [this.#rules, Math.round(this.#weight * 1000) / 1000];
    return this.#isWeighted ? { rules, strength } : { rules };
  }
}
