import { createNeighbourhood, type Neighbourhood } from "../analysis/neighbours.ts";
import type { ReachIndex } from "../analysis/reach.ts";
import type { Thread, Threads } from "../io/thread.ts";
import type { Neighbours } from "../model/neighbours.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { packRules } from "./compared-rules.ts";

/** Positions of rules, the last one excluded. */
export interface RuleRange {
  readonly from: number;
  readonly to: number;
}

/** Threads that get packed rules, and find the neighbours of those in a range, in order. */
export type NeighbourThreads = Threads<readonly Uint8Array[], RuleRange, readonly Neighbours[]>;
type NeighbourThread = Thread<RuleRange, readonly Neighbours[]>;

/** Where every rule of a corpus is asked about. */
export interface AllNeighbours {
  of(rule: AnalysedRule): Promise<Neighbours>;
  /** When nothing is looked for any more. */
  close(): Promise<void>;
}

/** Those of fewer are found before a thread has started. */
const rulesWorthAThread = 1_000;

const batchSize = 256;

/**
 * Finds the neighbours of all rules: on another thread where there is one, while this one goes on with other work, else
 * here when they are asked for.
 */
export function findAllNeighbours(
  rules: readonly AnalysedRule[],
  reach: ReachIndex,
  threads: NeighbourThreads,
): AllNeighbours {
  let here: Neighbourhood | undefined;
  const findHere = (rule: AnalysedRule): Neighbours => {
    here ??= createNeighbourhood(rules, reach, "all");
    return here.of(rule);
  };
  if (threads.count === 0 || rules.length < rulesWorthAThread) {
    return { of: (rule) => Promise.resolve(findHere(rule)), close: () => Promise.resolve() };
  }
  const thread = threads.start(packRules(rules));
  const batches = askAll(thread, rules.length);
  const positions = new Map(rules.map((rule, position) => [rule, position]));
  return {
    async of(rule) {
      const position = positions.get(rule) ?? -1;
      const batch = await batches[Math.floor(position / batchSize)];
      // A thread may die of what this one survives, such as too little memory for two.
      return batch?.[position % batchSize] ?? findHere(rule);
    },
    close: () => thread.close(),
  };
}

/** What the thread does not answer is undefined. */
function askAll(thread: NeighbourThread, count: number): readonly Promise<readonly Neighbours[] | undefined>[] {
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, index) => {
    const from = index * batchSize;
    return thread.ask({ from, to: Math.min(from + batchSize, count) }).catch(() => undefined);
  });
}
