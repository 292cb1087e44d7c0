/** How something that rules are for is covered. Whether it is, and whether thinly, is decided here alone. */
export interface Cover {
  /** Counted rules, each once. */
  readonly rules: number;
}

export const noCover: Cover = { rules: 0 };

export function isCovered({ rules }: Cover): boolean {
  return rules >= 1;
}

/** Covered by so little that nothing may be lost of it. */
export function isThin({ rules }: Cover): boolean {
  return rules === 1;
}

/** What rules are for something, in a corpus that changes. */
export class CoverTally {
  #rules = 0;

  /** Takes a counted rule in or, with -1, out again. */
  count(sign: 1 | -1): void {
    this.#rules += sign;
  }

  get cover(): Cover {
    return { rules: this.#rules };
  }
}
