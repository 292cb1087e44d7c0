import type { AnalysedRule, Indicator, IndicatorTable } from "../model/snapshot.ts";

/** An indicator and the positions of the rules that use it, ascending. There is one of each. */
export interface Posting {
  /** In its first spelling. */
  readonly indicator: Indicator;
  readonly rules: readonly number[];
  /** Its place among all, from when these are first put in order. */
  rank?: number | undefined;
}

/** Which rules use which indicators. */
export interface Postings {
  /** Undefined for an indicator that no rule uses. */
  of(key: string): Posting | undefined;
  /** Of each indicator of one of the rules, in its order. */
  ofRule(rule: UsingRule): readonly Posting[];
  /** Of all indicators, each once. */
  all(): readonly Posting[];
  /** How many rules use an indicator. */
  countOf(key: string): number;
  /** How many indicators each number of rules uses: `tally[rules]`. */
  tally(): readonly number[];
}

type UsingRule = Pick<AnalysedRule, "indicators" | "coded">;

/** Looks at each rule once. */
export function postingsIn(rules: readonly UsingRule[]): Postings {
  const table = tableOfMost(rules);
  return table === undefined ? new ListedPostings(rules.entries()) : new CodedPostings(rules, table);
}

/** The table that more than half of the rules have their indicators in, if there is one. */
export function tableOfMost(rules: readonly Pick<UsingRule, "coded">[]): IndicatorTable | undefined {
  const uses = new Map<IndicatorTable, number>();
  for (const { coded } of rules) if (coded !== undefined) uses.set(coded.table, (uses.get(coded.table) ?? 0) + 1);
  return [...uses].find(([, count]) => count * 2 > rules.length)?.[0];
}

class ListedPostings implements Postings {
  readonly #postings = new Map<string, OpenPosting>();
  /** Found once, when the rules are looked at: to look tens of thousands of keys up again takes as long. */
  readonly #ofRules = new Map<UsingRule, readonly Posting[]>();

  constructor(rules: Iterable<readonly [position: number, rule: UsingRule]>) {
    for (const [position, rule] of rules) {
      const postings = rule.indicators.map((indicator) => this.#begun(indicator));
      for (const posting of postings) posting.rules.push(position);
      this.#ofRules.set(rule, postings);
    }
  }

  of(key: string): Posting | undefined {
    return this.#postings.get(key);
  }

  ofRule(rule: UsingRule): readonly Posting[] {
    return this.#ofRules.get(rule) ?? [];
  }

  all(): readonly Posting[] {
    return [...this.#postings.values()];
  }

  countOf(key: string): number {
    return this.#postings.get(key)?.rules.length ?? 0;
  }

  tally(): readonly number[] {
    const tally: number[] = [];
    for (const { rules } of this.#postings.values()) tally[rules.length] = (tally[rules.length] ?? 0) + 1;
    return tally;
  }

  #begun(indicator: Indicator): OpenPosting {
    const known = this.#postings.get(indicator.key);
    if (known !== undefined) return known;
    const posting = { indicator, rules: [], rank: undefined };
    this.#postings.set(indicator.key, posting);
    return posting;
  }
}

interface OpenPosting extends Posting {
  readonly rules: number[];
}

/** Of rules that mostly have their indicators in one table: those are counted as numbers, and made when asked for. */
class CodedPostings implements Postings {
  readonly #table: IndicatorTable;
  /** Positions of the rules that use each number, one list after the other. */
  readonly #rules: Uint32Array;
  /** By number: where its list ends; it begins where that of the number before ends. */
  readonly #ends: Uint32Array;
  /** By number: how its first rule spells it. */
  readonly #spellings: Uint32Array;
  /** Of the rules that have theirs elsewhere. */
  readonly #others: Postings;
  readonly #known = new Map<string, Posting>();
  readonly #ofRules = new Map<UsingRule, readonly Posting[]>();

  constructor(rules: readonly UsingRule[], table: IndicatorTable) {
    const lists: [position: number, list: number][] = [];
    const others: [position: number, rule: UsingRule][] = [];
    rules.forEach((rule, position) => {
      const { coded } = rule;
      if (coded?.table === table) lists.push([position, coded.list]);
      else others.push([position, rule]);
    });
    this.#table = table;
    this.#others = new ListedPostings(others);
    this.#ends = endsOf(lists, table);
    this.#rules = new Uint32Array(this.#ends.at(-1) ?? 0);
    this.#spellings = new Uint32Array(table.size);
    this.#fill(lists);
  }

  of(key: string): Posting | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = joined(this.#coded(this.#table.find(key)), this.#others.of(key));
    if (made !== undefined) this.#known.set(key, made);
    return made;
  }

  ofRule(rule: UsingRule): readonly Posting[] {
    const known = this.#ofRules.get(rule) ?? rule.indicators.flatMap(({ key }) => this.of(key) ?? []);
    this.#ofRules.set(rule, known);
    return known;
  }

  all(): readonly Posting[] {
    const keys = new Set(this.#others.all().map(({ indicator }) => indicator.key));
    this.#spellings.forEach((spelled, number) => {
      if (this.#codedCount(number) > 0) keys.add(this.#table.at(spelled).key);
    });
    return [...keys].flatMap((key) => this.of(key) ?? []);
  }

  countOf(key: string): number {
    const number = this.#table.find(key);
    return this.#others.countOf(key) + (number === undefined ? 0 : this.#codedCount(number));
  }

  tally(): readonly number[] {
    const tally: number[] = [];
    const count = (rules: number, by: 1 | -1) => {
      if (rules > 0) tally[rules] = (tally[rules] ?? 0) + by;
    };
    for (let number = 0; number < this.#ends.length; number++) count(this.#codedCount(number), 1);
    for (const { indicator, rules } of this.#others.all()) {
      const all = this.countOf(indicator.key);
      count(all - rules.length, -1);
      count(all, 1);
    }
    return tally;
  }

  /** Filled from behind, so that lists are ascending and the first rule is the last to say how it spells. */
  #fill(lists: readonly (readonly [position: number, list: number])[]): void {
    const { lists: numbers, same } = this.#table;
    const free = this.#ends.slice();
    for (let index = lists.length - 1; index >= 0; index--) {
      const [position = 0, list = 0] = lists[index] ?? [];
      const end = list + (numbers[list] ?? 0);
      for (let at = list + 1; at <= end; at++) {
        const spelled = numbers[at] ?? 0;
        const number = same[spelled] ?? 0;
        const place = (free[number] ?? 0) - 1;
        free[number] = place;
        this.#rules[place] = position;
        this.#spellings[number] = spelled;
      }
    }
  }

  #codedCount(number: number): number {
    return (this.#ends[number] ?? 0) - (this.#ends[number - 1] ?? 0);
  }

  #coded(number: number | undefined): Posting | undefined {
    if (number === undefined) return undefined;
    const [begin, end] = [this.#ends[number - 1] ?? 0, this.#ends[number] ?? 0];
    if (begin === end) return undefined;
    const indicator = this.#table.at(this.#spellings[number] ?? 0);
    return { indicator, rules: Array.from(this.#rules.subarray(begin, end)) };
  }
}

function endsOf(lists: readonly (readonly [position: number, list: number])[], table: IndicatorTable): Uint32Array {
  const { lists: numbers, same } = table;
  const ends = new Uint32Array(table.size);
  for (const [, list] of lists) {
    const end = list + (numbers[list] ?? 0);
    for (let at = list + 1; at <= end; at++) {
      const number = same[numbers[at] ?? 0] ?? 0;
      ends[number] = (ends[number] ?? 0) + 1;
    }
  }
  for (let number = 1; number < ends.length; number++) ends[number] = (ends[number] ?? 0) + (ends[number - 1] ?? 0);
  return ends;
}

/** No rule is in both. */
function joined(one: Posting | undefined, other: Posting | undefined): Posting | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const [firstOfOne = 0, firstOfOther = 0] = [one.rules[0], other.rules[0]];
  return {
    indicator: firstOfOne < firstOfOther ? one.indicator : other.indicator,
    rules: [...one.rules, ...other.rules].sort((a, b) => a - b),
  };
}
