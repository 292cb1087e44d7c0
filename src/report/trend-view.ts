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
  /** Techniques that a counted rule covers, by itself or below. */
  readonly covered: number;
  /** Covered techniques with one rule only. */
  readonly thin: number;
  /** Counted rules that are noisy. */
  readonly noisy: number;
  /** The least width that was noise. */
  readonly noiseThreshold: number;
}
