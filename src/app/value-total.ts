import { ConfigError } from "../model/config-error.ts";
import type { RepositoryPath } from "../model/source.ts";
import { thousands } from "../report/words.ts";
import type { FileReading } from "./read-file.ts";

/** Of all rule files of a revision. The public rules of three vendors test a fortieth of it. */
const mostValues = 5_000_000;

/**
 * Keeps count of what the rules of a revision test.
 *
 * Each file has a limit of its own, and thousands of files at their limit would take all memory there is.
 */
export class ValueTotal {
  readonly #most: number;
  #values = 0;

  constructor(most = mostValues) {
    this.#most = most;
  }

  /** Throws a {@link ConfigError} from the file on that is too much. */
  add(path: RepositoryPath, { values }: FileReading): void {
    this.#values += values;
    if (this.#values <= this.#most) return;
    throw new ConfigError(
      `The rule files test more than ${thousands(this.#most)} values, which is more than one run reads; ` +
        `"${path}" alone tests ${thousands(values)}. Leave such files out with "exclude" of "sources", or read fewer folders.`,
    );
  }
}
