import type { Prose } from "./prose.ts";
import type { Location } from "./source.ts";

export type Level = (typeof levels)[number];
/** From the most to the least severe. */
export const levels = ["error", "warning", "note"] as const;

/** A named judgement about the head corpus or about the change. */
export interface Finding {
  /** Id of the check: `technique-lost`. */
  readonly check: string;
  readonly level: Level;
  readonly message: Prose;
  readonly location: Location | undefined;
  /** What it is about: a technique id, a rule key, an event (`Sysmon 1`). */
  readonly subject: string;
  /** The same for the same problem in the next run: derived from check and subject, never from a line. */
  readonly fingerprint: string;
}

export type FailOn = "error" | "warning" | "never";

export interface Policy {
  /** Only what differs from the checks' defaults. */
  readonly levels: ReadonlyMap<string, Level | "off">;
  readonly failOn: FailOn;
}

export interface Verdict {
  readonly outcome: "pass" | "fail";
  readonly failOn: FailOn;
  /** Sorted by level, check, path, line, subject. */
  readonly findings: readonly Finding[];
}
