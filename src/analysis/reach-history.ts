import type { AnalysedRule } from "../model/snapshot.ts";
import type { RuleTurnover } from "./corpus-history.ts";
import { percentileOfTally } from "./percentile.ts";

/** Reach of every indicator of a corpus that changes, as numbers only: enough for the noise threshold. */
export class ReachTally {
  readonly #now = new Map<string, number>();
  readonly #most = new Map<string, number>();
  /** How many indicators have each reach. */
  readonly #tally: number[] = [];
  #rules = 0;
  #mostRules = 0;

  change({ added, removed }: RuleTurnover): void {
    for (const rule of removed) for (const { key } of rule.indicators) this.#set(key, this.of(key) - 1);
    for (const rule of added) for (const { key } of rule.indicators) this.#set(key, this.of(key) + 1);
    this.#rules += added.length - removed.length;
    this.#mostRules = Math.max(this.#mostRules, this.#rules);
  }

  of(key: string): number {
    return this.#now.get(key) ?? 0;
  }

  /** The largest reach that it has had. */
  mostOf(key: string): number {
    return this.#most.get(key) ?? 0;
  }

  /** The largest number of rules that the corpus has had. */
  get mostRules(): number {
    return this.#mostRules;
  }

  percentile(percent: number): number {
    return percentileOfTally(this.#tally, percent);
  }

  #set(key: string, reach: number): void {
    const before = this.of(key);
    if (before > 0) this.#tally[before] = (this.#tally[before] ?? 0) - 1;
    if (reach > 0) this.#tally[reach] = (this.#tally[reach] ?? 0) + 1;
    this.#now.set(key, reach);
    if (reach > this.mostOf(key)) this.#most.set(key, reach);
  }
}

/** Which rules of a corpus that changes use some indicators. Rules have the numbers in which they came. */
export class ReachOverTime {
  readonly #postings = new Map<string, number[]>();
  readonly #numbers = new Map<AnalysedRule, number>();
  readonly #rules: AnalysedRule[] = [];
  #size = 0;

  /** `keys` are the indicators that will be asked for. */
  constructor(keys: Iterable<string>) {
    for (const key of keys) this.#postings.set(key, []);
  }

  get size(): number {
    return this.#size;
  }

  /** By number, also those that have gone. */
  get rules(): readonly AnalysedRule[] {
    return this.#rules;
  }

  rulesWith(key: string): readonly number[] {
    return this.#postings.get(key) ?? none;
  }

  change({ added, removed }: RuleTurnover): void {
    for (const rule of removed) this.#remove(rule);
    for (const rule of added) this.#add(rule);
    this.#size += added.length - removed.length;
  }

  /** A rule that comes is the newest, so its number goes to the end of each list. */
  #add(rule: AnalysedRule): void {
    const number = this.#rules.push(rule) - 1;
    this.#numbers.set(rule, number);
    for (const { key } of rule.indicators) this.#postings.get(key)?.push(number);
  }

  #remove(rule: AnalysedRule): void {
    const number = this.#numbers.get(rule);
    if (number === undefined) return;
    this.#numbers.delete(rule);
    for (const { key } of rule.indicators) {
      const posting = this.#postings.get(key);
      const at = posting === undefined ? -1 : indexOf(number, posting);
      if (at >= 0) posting?.splice(at, 1);
    }
  }
}

const none: readonly number[] = [];

function indexOf(wanted: number, ascending: readonly number[]): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === wanted ? low : -1;
}
