import type { Prose } from "../model/prose.ts";
import type { TimeSpan } from "../model/time-span.ts";
import type { AttackVersion, Tool } from "./diff-view.ts";

/** Coverage over a history. Every point is judged by the configuration and ATT&CK of the newest one. */
export interface TrendView {
  readonly tool: Tool;
  readonly attack: AttackVersion;
  /** The newest commit. */
  readonly revision: string;
  readonly since: TimeSpan;
  readonly every: TimeSpan;
  /** Whether the history is as long as asked for. */
  readonly isWhole: boolean;
  /** Which rules are worth less than others; left out: none. */
  readonly weights?: Prose | undefined;
  /** All active techniques. */
  readonly techniques: number;
  /** The oldest first. */
  readonly points: readonly TrendPoint[];
}

/** The corpus as it was on a day. */
export interface TrendPoint {
  /** In UTC: `2026-07-18`. */
  readonly date: string;
  /** The newest commit at that moment. */
  readonly commit: string;
  readonly rules: number;
  /** Rules that count for coverage. */
  readonly counted: number;
  /** Techniques that are covered, by themselves or below. */
  readonly covered: number;
  /** Of them those that are covered thinly. */
  readonly thin: number;
  /** Counted rules that are noisy. */
  readonly noisy: number;
  /** The least width that was noise. */
  readonly noiseThreshold: number;
}
