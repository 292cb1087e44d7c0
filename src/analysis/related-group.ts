import { addTo } from "../model/add-to.ts";
import type { ComparedRule } from "../model/neighbours.ts";
import type { Indicator, IndicatorTable } from "../model/snapshot.ts";
import { type AnchorFinder, AnchorIndex, type Member, textsIn } from "./anchor-index.ts";
import { type Anchor, anchorsOf } from "./anchors.ts";
import { CodedGroup, type CodedMember, placeIn } from "./coded-group.ts";
import { fieldName, implies, type PreparedTest, prepareTest } from "./implied-tests.ts";
import type { ReachIndex } from "./reach.ts";

/** A rule by its position, and what has to be proven of it. */
export interface RelatedRule {
  readonly position: number;
  /** Whether it may match all that the rule asked about matches. */
  readonly mayBeAround: boolean;
  /** Whether the rule asked about may match all that this one matches. */
  readonly mayBeWithin: boolean;
}

/** Related, for all that is known. */
export function eitherWay(positions: readonly number[]): readonly RelatedRule[] {
  return positions.map((position) => ({ position, mayBeAround: true, mayBeWithin: true }));
}

/** Rules that look at something in common, of which a few are asked about. */
export class RelatedGroup {
  readonly #members: readonly Member[];
  readonly #anchorsOf: AnchorFinder;
  readonly #anchors: AnchorIndex;
  readonly #leaves: LeafIndex;
  readonly #coded: CodedGroup | undefined;

  /** `table` is the one that most rules of the corpus have a place in. */
  constructor(members: readonly Member[], reach: ReachIndex, table: IndicatorTable | undefined) {
    const coded: CodedMember[] = [];
    const others: Member[] = [];
    for (const member of members) {
      const place = placeIn(table, member.analysed);
      if (place === undefined) others.push(member);
      else coded.push({ coded: place, position: member.position });
    }
    this.#members = members;
    this.#coded = table === undefined || coded.length === 0 ? undefined : new CodedGroup(coded, table);
    // Of most rules that are not asked about only these are known, without their conditions.
    this.#anchorsOf = ({ rule, anchors }) =>
      anchors === undefined ? anchorsOf(rule.condition, reach) : [{ kind: "tests", tests: anchors }];
    this.#anchors = new AnchorIndex(others, this.#anchorsOf);
    this.#leaves = new LeafIndex({ members, others, coded: this.#coded });
  }

  /** Rules that may match all that this one matches, for it passes one of their anchors; and the reverse. */
  to(rule: ComparedRule): readonly RelatedRule[] {
    const anchors = this.#anchorsOf(rule);
    // A rule that only excludes may be wider than any other.
    if (anchors === undefined) return eitherWay(this.#members.map(({ position }) => position));
    const coded = this.#coded?.anchoredBy(rule.indicators) ?? [];
    const around = new Set([...this.#anchors.anchorless, ...this.#anchors.passedBy(rule), ...coded]);
    const within = new Set(anchors.flatMap((anchor) => this.#leaves.passing(anchor)));
    return inBoth({ around, within }, new Set([...around, ...within]));
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

/** Beyond this only equal tests are looked up, which can only miss a neighbour. */
const mostComparisons = 1_000_000;

interface Leaves {
  readonly members: readonly Member[];
  /** Of the members those that are not coded. */
  readonly others: readonly Member[];
  readonly coded: CodedGroup | undefined;
}

class LeafIndex {
  /** Indicators by field; prepared when first asked for. */
  readonly #known = new Map<string, Indicator[]>();
  readonly #prepared = new Map<string, readonly PreparedTest[]>();
  readonly #byKey = new Map<string, number[]>();
  readonly #members: readonly Member[];
  readonly #coded: CodedGroup | undefined;
  #texts: ReadonlyMap<string, readonly number[]> | undefined;

  constructor({ members, others, coded }: Leaves) {
    this.#members = members;
    this.#coded = coded;
    for (const { analysed, position } of others) {
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
    const indicators = known.map(({ indicator }) => indicator);
    const count = this.#coded?.countOf(field, indicators) ?? known.length;
    const isTooMuch = asked.length * count > mostComparisons;
    const narrower = isTooMuch ? asked : known.filter((test) => asked.some((other) => implies(test, other)));
    return [
      ...narrower.flatMap(({ indicator }) => this.#byKey.get(indicator.key) ?? []),
      ...(this.#coded?.testing(asked, isTooMuch ? "same" : "follows") ?? []),
    ];
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
