import { addTo } from "../model/add-to.ts";
import type { ComparedRule } from "../model/neighbours.ts";
import type { Indicator } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { type Anchor, anchorsOf, textAnchor } from "./anchors.ts";
import { fieldName, ImpliedTests, implies, type PreparedTest, prepareTest } from "./implied-tests.ts";
import { groupOf, Peers, PeerTest } from "./peers.ts";
import type { ReachIndex } from "./reach.ts";

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
    const group = new RelatedGroup(this.#membersAt(peers), this.#reach);
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

/** A rule by its position, and what has to be proven of it. */
export interface RelatedRule {
  readonly position: number;
  /** Whether it may match all that the rule asked about matches. */
  readonly mayBeAround: boolean;
  /** Whether the rule asked about may match all that this one matches. */
  readonly mayBeWithin: boolean;
}

function eitherWay(positions: readonly number[]): readonly RelatedRule[] {
  return positions.map((position) => ({ position, mayBeAround: true, mayBeWithin: true }));
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

interface Sides {
  readonly around: ReadonlySet<number>;
  readonly within: ReadonlySet<number>;
}

/** Those of `positions`, ascending, each with the sides it is on. */
function inBoth({ around, within }: Sides, positions: Iterable<number>): readonly RelatedRule[] {
  return [...positions]
    .sort((a, b) => a - b)
    .map((position) => ({ position, mayBeAround: around.has(position), mayBeWithin: within.has(position) }));
}

/** A rule and its position in the corpus. */
interface Member {
  readonly analysed: ComparedRule;
  readonly position: number;
}

class RelatedGroup {
  readonly #members: readonly Member[];
  readonly #anchorsOf: AnchorFinder;
  readonly #anchors: AnchorIndex;
  readonly #leaves: LeafIndex;

  constructor(members: readonly Member[], reach: ReachIndex) {
    this.#members = members;
    // Of most rules that are not asked about only these are known, without their conditions.
    this.#anchorsOf = ({ rule, anchors }) =>
      anchors === undefined ? anchorsOf(rule.condition, reach) : [{ kind: "tests", tests: anchors }];
    this.#anchors = new AnchorIndex(members, this.#anchorsOf);
    this.#leaves = new LeafIndex(members);
  }

  /** Rules that may match all that this one matches, for it passes one of their anchors; and the reverse. */
  to(rule: ComparedRule): readonly RelatedRule[] {
    const anchors = this.#anchorsOf(rule);
    // A rule that only excludes may be wider than any other.
    if (anchors === undefined) return eitherWay(this.#members.map(({ position }) => position));
    const around = new Set([...this.#anchors.anchorless, ...this.#anchors.passedBy(rule)]);
    const within = new Set(anchors.flatMap((anchor) => this.#leaves.passing(anchor)));
    return inBoth({ around, within }, new Set([...around, ...within]));
  }
}

type AnchorFinder = (rule: ComparedRule) => readonly Anchor[] | undefined;

class AnchorIndex {
  readonly #tests = new ImpliedTests();
  readonly #byText = new Map<string, number[]>();
  /** Rules that only exclude: any rule may be within one. */
  readonly anchorless: number[] = [];

  constructor(members: readonly Member[], anchorsFor: AnchorFinder) {
    for (const { analysed, position } of members) {
      const anchors = anchorsFor(analysed);
      if (anchors === undefined) this.anchorless.push(position);
      for (const anchor of anchors ?? []) this.#add(anchor, position);
    }
  }

  #add(anchor: Anchor, position: number): void {
    if (anchor.kind === "text") addTo(this.#byText, anchor.text, position);
    else for (const test of anchor.tests) this.#tests.add(test, position);
  }

  /** Rules with an anchor that a rule passes. */
  passedBy({ rule, indicators }: ComparedRule): readonly number[] {
    return [
      ...textsIn(rule).flatMap((text) => this.#byText.get(text) ?? []),
      ...indicators.flatMap((indicator) => this.#tests.ownersOfImplied(indicator)),
    ];
  }
}

/** Beyond this only equal tests are looked up, which can only miss a neighbour. */
const mostComparisons = 1_000_000;

class LeafIndex {
  /** Indicators by field; prepared when first asked for. */
  readonly #known = new Map<string, Indicator[]>();
  readonly #prepared = new Map<string, readonly PreparedTest[]>();
  readonly #byKey = new Map<string, number[]>();
  readonly #members: readonly Member[];
  #texts: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(members: readonly Member[]) {
    this.#members = members;
    for (const { analysed, position } of members) {
      for (const indicator of analysed.indicators) {
        if (!this.#byKey.has(indicator.key)) addTo(this.#known, fieldName(indicator), indicator);
        addTo(this.#byKey, indicator.key, position);
      }
    }
  }

  passing(anchor: Anchor): readonly number[] {
    if (anchor.kind === "text") return this.#byText.get(anchor.text) ?? [];
    const byField = new Map<string, PreparedTest[]>();
    for (const test of anchor.tests.map(prepareTest)) addTo(byField, test.field, test);
    return [...byField].flatMap(([field, asked]) => this.#passingAny(field, asked));
  }

  #passingAny(field: string, asked: readonly PreparedTest[]): readonly number[] {
    const known = this.#testsOf(field);
    const isTooMuch = asked.length * known.length > mostComparisons;
    const narrower = isTooMuch ? asked : known.filter((test) => asked.some((other) => implies(test, other)));
    return narrower.flatMap(({ indicator }) => this.#byKey.get(indicator.key) ?? []);
  }

  /** Looked for in all conditions, where a rule has no other anchor. */
  get #byText(): ReadonlyMap<string, readonly number[]> {
    this.#texts ??= textsOf(this.#members);
    return this.#texts;
  }

  #testsOf(field: string): readonly PreparedTest[] {
    const known = this.#prepared.get(field) ?? (this.#known.get(field) ?? []).map(prepareTest);
    this.#prepared.set(field, known);
    return known;
  }
}

function textsOf(members: readonly Member[]): ReadonlyMap<string, readonly number[]> {
  const byText = new Map<string, number[]>();
  for (const { analysed, position } of members) {
    for (const text of textsIn(analysed.rule)) addTo(byText, text, position);
  }
  return byText;
}

function textsIn({ condition }: ComparedRule["rule"]): readonly string[] {
  const texts = new Set<string>();
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" && polarity === "positive") texts.add(textAnchor(leaf));
  });
  return [...texts];
}
