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
  /** Why it counts in no verdict, though every report shows it; left out: it counts. */
  readonly acceptance?: Acceptance | undefined;
  /** The suite that it is of; left out where it is of none. */
  readonly suite?: string;
}

/** Who or what lets a finding pass. `isByThisChange`: the change that is judged brought it along. */
export type Acceptance =
  /** A decision in the configuration; it holds up to the day `expires`, that day included. */
  | {
      readonly kind: "waiver";
      readonly reason: string;
      readonly owner: string | undefined;
      readonly expires: CalendarDate | undefined;
      readonly isByThisChange: boolean;
    }
  /** It was there when the team began to count. */
  | { readonly kind: "ratchet"; readonly isByThisChange: boolean }
  | ({ readonly kind: "label" } & LabelAcceptance);

/** A label on a pull request that accepts what it loses; who set it and when, as far as that is known. */
export interface LabelAcceptance {
  readonly label: string;
  readonly by: string | undefined;
  /** An instant as the platform writes it: `2026-11-29T10:15:00Z`. */
  readonly at: string | undefined;
}

/** `2026-11-29`. Two compare as texts do. */
export type CalendarDate = string;

/** Findings that nobody accepted: what verdicts, marks, counts and annotations are about. */
export function standing(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ acceptance }) => acceptance === undefined);
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
  /** Of each suite, and of what is in none; left out where there are no suites. */
  readonly suites?: readonly SuiteVerdict[];
}

/** How the rules of one team came off, by that team's own policy. */
export interface SuiteVerdict extends Pick<Verdict, "outcome" | "failOn"> {
  /** Undefined for what is in no suite. */
  readonly suite: string | undefined;
}
