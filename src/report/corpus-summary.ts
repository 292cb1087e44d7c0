import { compareText } from "../model/order.ts";
import type { Lifecycle, ReadingLevel } from "../model/rule.ts";
import type { AnalysedRule, Snapshot } from "../model/snapshot.ts";
import type { Diagnostic } from "../model/source.ts";

/** What was read, in numbers. */
export interface CorpusSummary {
  /** Rule files. */
  readonly files: number;
  readonly rules: number;
  /** Rules that count for coverage. */
  readonly counted: number;
  /** Sorted by format. */
  readonly byFormat: ReadonlyMap<string, number>;
  readonly byReading: Readonly<Record<ReadingLevel, number>>;
  /** Rules that do not count, by the reason why: a lifecycle, `helper` or `reference`; sorted. */
  readonly leftOut: ReadonlyMap<string, number>;
  readonly diagnostics: readonly Diagnostic[];
}

/** `counting` are the lifecycles that count. */
export function summarise({ files, rules, diagnostics }: Snapshot, counting: readonly Lifecycle[]): CorpusSummary {
  return {
    files,
    rules: rules.length,
    counted: rules.filter(({ counted }) => counted).length,
    byFormat: tally(rules.map(({ rule }) => rule.format)),
    byReading: {
      full: rules.filter(({ reading }) => reading === "full").length,
      partial: rules.filter(({ reading }) => reading === "partial").length,
      metadata: rules.filter(({ reading }) => reading === "metadata").length,
    },
    leftOut: tally(rules.filter(({ counted }) => !counted).map((rule) => whyLeftOut(rule, counting))),
    diagnostics,
  };
}

function whyLeftOut({ rule, isHelper }: AnalysedRule, counting: readonly Lifecycle[]): string {
  if (isHelper) return "helper";
  return counting.includes(rule.lifecycle) ? "reference" : rule.lifecycle;
}

function tally(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => compareText(a, b)));
}
