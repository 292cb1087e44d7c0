import { compareText } from "../model/order.ts";
import type { Prose } from "../model/prose.ts";
import type { ReadingLevel, Rule } from "../model/rule.ts";
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
  /** Rules that do not count, by the reason why: a lifecycle, `helper`, `reference`, `source`, `severity`, `platform`; sorted. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** The platforms whose techniques count; undefined: all. */
  readonly platforms: readonly string[] | undefined;
  /** Which rules are worth less than others; undefined: none. */
  readonly weights: Prose | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which rules count, and which techniques. */
export interface Counting {
  /** Why a rule that stands alone is left out; undefined: it counts. */
  readonly whyLeftOut: (rule: Rule) => string | undefined;
  readonly platforms: readonly string[] | undefined;
  readonly weights?: Prose | undefined;
}

export function summarise({ files, rules, diagnostics }: Snapshot, counting: Counting): CorpusSummary {
  const reasonOf = ({ rule, isHelper }: AnalysedRule) =>
    isHelper ? "helper" : (counting.whyLeftOut(rule) ?? rule.lifecycle);
  const readings = tally(rules.map(({ reading }) => reading));
  return {
    files,
    rules: rules.length,
    counted: rules.filter(({ counted }) => counted).length,
    byFormat: tally(rules.map(({ rule }) => rule.format)),
    byReading: {
      full: readings.get("full") ?? 0,
      partial: readings.get("partial") ?? 0,
      metadata: readings.get("metadata") ?? 0,
    },
    leftOut: tally(rules.filter(({ counted }) => !counted).map(reasonOf)),
    platforms: counting.platforms,
    weights: counting.weights,
    diagnostics,
  };
}

function tally(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => compareText(a, b)));
}
