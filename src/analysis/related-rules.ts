import type { ComparedRule } from "../model/neighbours.ts";
import type { IndicatorTable } from "../model/snapshot.ts";
import { AnchorIndex, type Member } from "./anchor-index.ts";
import { anchorsOf } from "./anchors.ts";
import { groupOf, Peers, PeerTest } from "./peers.ts";
import { tableOfMost } from "./postings.ts";
import type { ReachIndex } from "./reach.ts";
import { eitherWay, RelatedGroup, type RelatedRule } from "./related-group.ts";

/**
 * Finds the rules that one could be within, or the reverse, so that not every pair has to be compared.
 *
 * Rules that look at something in common are indexed together, for a change has rules of a few kinds. Where many kinds
 * are asked for, one index of all rules is cheaper than many that overlap.
 */
export class RelatedRules {
  readonly #rules: readonly ComparedRule[];
  readonly #reach: ReachIndex;
  readonly #peers: Peers;
  readonly #groups = new Map<string, RelatedGroup>();
  #table: IndicatorTable | undefined;
  /** Rules in the groups so far, each as often as it is in one. */
  #indexed = 0;
  #all: RelatedPairs | undefined;

  /** `asked` says how many will be asked about: a few, or each of them. */
  constructor(rules: readonly ComparedRule[], reach: ReachIndex, asked: "few" | "all") {
    this.#rules = rules;
    this.#reach = reach;
    this.#peers = new Peers(rules);
    this.#indexed = asked === "all" ? Number.POSITIVE_INFINITY : 0;
  }

  /** By position; the rule itself is among them. */
  to(rule: ComparedRule): readonly RelatedRule[] {
    const group = this.#groupOf(rule);
    return group === undefined ? (this.#pairs().of(rule) ?? eitherWay(this.#peers.of(rule))) : group.to(rule);
  }

  /** Undefined where there are too many. */
  #groupOf(rule: ComparedRule): RelatedGroup | undefined {
    const name = groupOf(rule);
    const known = this.#groups.get(name);
    if (known !== undefined || this.#all !== undefined) return known;
    const peers = this.#peers.of(rule);
    this.#indexed += peers.length;
    if (this.#indexed > this.#rules.length * mostOverlap) return undefined;
    this.#table ??= tableOfMost(this.#rules);
    const group = new RelatedGroup(this.#membersAt(peers), this.#reach, this.#table);
    this.#groups.set(name, group);
    return group;
  }

  #pairs(): RelatedPairs {
    this.#groups.clear();
    this.#all ??= new RelatedPairs(this.#rules, this.#membersAt(this.#rules.keys()), this.#reach);
    return this.#all;
  }

  #membersAt(positions: Iterable<number>): readonly Member[] {
    return Array.from(positions).flatMap((position) => {
      const analysed = this.#rules[position];
      return analysed === undefined ? [] : [{ analysed, position }];
    });
  }
}

/** How often a rule may be indexed on average before all are compared at once. */
const mostOverlap = 1;

/** All rules of a corpus: which may be within which. */
class RelatedPairs {
  readonly #positions = new Map<ComparedRule, number>();
  /** Of each rule: those that it may be within, each once. */
  readonly #around: readonly number[][];
  /** Of each rule: those that may be within it, each once. */
  readonly #within: readonly number[][];
  readonly #anchorless: ReadonlySet<number>;
  readonly #peers: PeerTest;
  readonly #sides: SideMarks;

  constructor(rules: readonly ComparedRule[], members: readonly Member[], reach: ReachIndex) {
    const anchors = new AnchorIndex(members, ({ rule }) => anchorsOf(rule.condition, reach));
    this.#peers = new PeerTest(rules);
    this.#sides = new SideMarks(rules.length);
    this.#around = members.map(() => []);
    this.#within = members.map(() => []);
    this.#anchorless = new Set(anchors.anchorless);
    for (const { analysed, position } of members) {
      this.#positions.set(analysed, position);
      for (const outer of new Set(anchors.passedBy(analysed))) {
        this.#around[position]?.push(outer);
        this.#within[outer]?.push(position);
      }
    }
  }

  /** By position; undefined for a rule without an anchor, which is related to all of its peers. */
  of(rule: ComparedRule): readonly RelatedRule[] | undefined {
    const position = this.#positions.get(rule);
    if (position === undefined || this.#anchorless.has(position)) return undefined;
    this.#sides.mark(this.#around[position] ?? [], isAround);
    this.#sides.mark(this.#anchorless, isAround);
    this.#sides.mark(this.#within[position] ?? [], isWithin);
    return this.#sides.take((marked) => this.#peers.of(position, marked));
  }
}

const isAround = 1;
const isWithin = 2;

/** Collects the sides of rules by position; one for all, for it is as long as the corpus. */
class SideMarks {
  readonly #sides: Uint8Array;
  #marked: number[] = [];

  constructor(size: number) {
    this.#sides = new Uint8Array(size);
  }

  mark(positions: Iterable<number>, side: number): void {
    for (const position of positions) {
      const before = this.#sides[position] ?? 0;
      if (before === 0) this.#marked.push(position);
      this.#sides[position] = before | side;
    }
  }

  /** Those that are chosen, ascending; then none is marked. */
  take(choose: (marked: readonly number[]) => readonly number[]): readonly RelatedRule[] {
    const chosen = choose(this.#marked).toSorted((a, b) => a - b);
    const related = chosen.map((position): RelatedRule => {
      const side = this.#sides[position] ?? 0;
      return { position, mayBeAround: (side & isAround) !== 0, mayBeWithin: (side & isWithin) !== 0 };
    });
    for (const position of this.#marked) this.#sides[position] = 0;
    this.#marked = [];
    return related;
  }
}
