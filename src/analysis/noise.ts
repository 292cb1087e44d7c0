import type { AnalysedRule } from "../model/snapshot.ts";
import { nameOfEvent } from "./coverage.ts";
import type { ReachIndex } from "./reach.ts";
import type { Width } from "./width.ts";

/** When a rule is noisy (DESIGN 4.5): a width of its own, or what is unusual in its corpus. */
export interface NoisePolicy {
  /** A fixed threshold; undefined: `max(10, percentile of reach)`. */
  readonly reach: number | undefined;
  readonly percentile: number;
}

/** The least width that is noise. */
export function noiseThreshold(index: Pick<ReachIndex, "percentile">, policy: NoisePolicy): number {
  return policy.reach ?? Math.max(10, index.percentile(policy.percentile));
}

/** What a width is judged against. */
export interface NoiseContext {
  /** The corpus that the width was measured in. */
  readonly rules: readonly AnalysedRule[];
  readonly threshold: number;
}

/**
 * Whether a rule alerts on what is common (DESIGN 4.5): its width reaches the threshold, and nothing that reach
 * can't see speaks against it.
 *
 * Against it speaks that the path excludes values of what it tests (a masquerade), that those rules mostly look at
 * other events (`regsvr32.exe` is common, and rare where it asks a name server), and, where nothing is tested at
 * all, that a threshold or comparison is what the rule consists of.
 */
export function isNoisy(rule: AnalysedRule, width: Width, { rules, threshold }: NoiseContext): boolean {
  if (width.reach === undefined || width.reach < threshold) return false;
  if (width.rules === undefined) return !width.isConstrained;
  if (width.isQualified) return false;
  if (rule.events.length === 0) return true;
  const own = new Set(rule.events.map(nameOfEvent));
  const looksAtOwn = (position: number) =>
    rules[position]?.events.some((event) => own.has(nameOfEvent(event))) ?? false;
  return width.rules.filter(looksAtOwn).length * leastShare >= width.rules.length;
}

/** One rule in so many has to look at the same event for a value to be common there. */
const leastShare = 3;
