/**
 * How many values may still be read of one file.
 *
 * Modifiers, repeated documents, aliases and repeated selections can make a small file stand for a huge rule, so all
 * that they make is paid for here. Rule files are written by strangers; the largest public one has a few thousand.
 */
export class ValueBudget {
  #left: number;
  #exceededAt: number | undefined;

  constructor(values: number = maximalValues) {
    this.#left = values;
  }

  /** Whether there was enough left; once there was not, there never is again. */
  spend(count: number, line: number): boolean {
    if (this.#exceededAt !== undefined) return false;
    this.#left -= count;
    if (this.#left >= 0) return true;
    this.#exceededAt = line;
    return false;
  }

  get left(): number {
    return this.#left;
  }

  /** The line where it did not suffice. */
  get exceededAt(): number | undefined {
    return this.#exceededAt;
  }
}

export const maximalValues = 100_000;
