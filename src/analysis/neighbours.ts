import type { ComparedRule, Neighbours, SharingRule } from "../model/neighbours.ts";
import { compareText } from "../model/order.ts";
import { createContainment } from "./containment.ts";
import { looksAtAll } from "./peers.ts";
import { createReachIndex, type ReachIndex } from "./reach.ts";
import { sizeOf } from "./references.ts";
import type { RelatedRule } from "./related-group.ts";
import { RelatedRules } from "./related-rules.ts";

/** Which rules of a corpus match the same as others, more, or less (DESIGN 4.7). */
export interface Neighbourhood {
  /** `rule` is one of the corpus. */
  of(rule: ComparedRule): Neighbours;
  /** Without those that only test much of the same. */
  relatedTo(rule: ComparedRule): RelatedNeighbours;
}

export type RelatedNeighbours = Omit<Neighbours, "sharing">;

/**
 * Says only what is proven from the structure of the rules ({@link createContainment}).
 *
 * Two rules are duplicates where each is within the other and they look at an event in common; one is within
 * another only if the other looks at all of its events. Rules whose events are not known are compared with those of
 * the same log source. `asked` says of how many rules the neighbours will be asked for: a few, or each.
 */
export function createNeighbourhood(
  rules: readonly ComparedRule[],
  reach: ReachIndex = createReachIndex(rules),
  asked: "few" | "all" = "few",
): Neighbourhood {
  return new RuleNeighbourhood(rules, new RelatedRules(rules, reach, asked), reach);
}

/** More proofs for one rule are not tried: beyond them it is related to half of the corpus. */
const maximalProofs = 2_000;

/** More are no neighbours. */
const mostSharing = 5;

/** What so many of the corpus test, such as the platform, is nothing that two rules share. */
const shareOfStructure = 15;

class RuleNeighbourhood implements Neighbourhood {
  readonly #rules: readonly ComparedRule[];
  readonly #reach: ReachIndex;
  readonly #related: RelatedRules;
  readonly #isWithin = createContainment();
  readonly #shared: PositionCounts;
  readonly #named: boolean[] = [];
  readonly #told = new Map<ComparedRule, Map<ComparedRule, Relation | "none">>();

  constructor(rules: readonly ComparedRule[], related: RelatedRules, reach: ReachIndex) {
    this.#rules = rules;
    this.#reach = reach;
    this.#related = related;
    this.#shared = new PositionCounts(rules.length);
  }

  of(rule: ComparedRule): Neighbours {
    const related = this.relatedTo(rule);
    return { ...related, sharing: this.#sharing(rule, new Set(Object.values(related).flat())) };
  }

  relatedTo(rule: ComparedRule): RelatedNeighbours {
    const found: Record<Relation, string[]> = { duplicates: [], subsumedBy: [], subsumes: [] };
    for (const candidate of this.#candidates(rule)) {
      const relation = this.#relationOf(rule, candidate);
      if (relation !== undefined) found[relation].push(candidate.other.rule.key);
    }
    for (const keys of Object.values(found)) keys.sort(compareText);
    return found;
  }

  /** Neither what a rule is made of, nor one that tests nothing: that is around any other, as its width says. */
  #candidates(rule: ComparedRule): readonly Candidate[] {
    const candidates: Candidate[] = [];
    if (testsNothing(rule)) return candidates;
    for (const { position, mayBeAround, mayBeWithin } of this.#related.to(rule)) {
      const other = this.#rules[position];
      if (other === undefined || other.rule.key === rule.rule.key || !this.#canBeNamed(position)) continue;
      if (candidates.push({ other, mayBeAround, mayBeWithin }) === maximalProofs) break;
    }
    return candidates;
  }

  /** Looked at once for each rule, which is a candidate of many. */
  #canBeNamed(position: number): boolean {
    const known = this.#named[position];
    if (known !== undefined) return known;
    const rule = this.#rules[position];
    const canBe = rule !== undefined && !rule.isHelper && !testsNothing(rule);
    this.#named[position] = canBe;
    return canBe;
  }

  /** What a rule is to another tells what the other is to it, which is asked for when all rules are. */
  #relationOf(rule: ComparedRule, candidate: Candidate): Relation | undefined {
    const { other } = candidate;
    const told = this.#told.get(rule);
    const known = told?.get(other);
    if (known !== undefined) {
      told?.delete(other);
      return known === "none" ? undefined : known;
    }
    const relation = this.#relate(rule, candidate);
    const toOther = this.#told.get(other) ?? new Map();
    this.#told.set(other, toOther.set(rule, reversed[relation ?? "none"]));
    return relation;
  }

  #relate(rule: ComparedRule, { other, mayBeAround, mayBeWithin }: Candidate): Relation | undefined {
    const [own, its] = [rule.rule.condition, other.rule.condition];
    const isInner = mayBeAround && this.#isWithin(own, its);
    const isOuter = mayBeWithin && this.#isWithin(its, own);
    if (isInner && isOuter) return "duplicates";
    if (isInner && looksAtAll(other, rule)) return "subsumedBy";
    return isOuter && looksAtAll(rule, other) ? "subsumes" : undefined;
  }

  #sharing(rule: ComparedRule, named: ReadonlySet<string>): readonly SharingRule[] {
    for (const { rules: positions } of this.#reach.postingsOf(rule)) {
      if (positions.length * shareOfStructure < this.#rules.length) this.#shared.add(positions);
    }
    const shared: SharingRule[] = [];
    for (const [position, indicators] of this.#shared.take(2)) {
      const key = this.#rules[position]?.rule.key;
      if (key !== undefined && key !== rule.rule.key && !named.has(key)) shared.push({ key, indicators });
    }
    // Thousands may share two values; only those that may be among the first are put in order.
    const least = shared.map(({ indicators }) => indicators).sort((a, b) => b - a)[mostSharing - 1] ?? 0;
    return shared
      .filter(({ indicators }) => indicators >= least)
      .sort((a, b) => b.indicators - a.indicators || compareText(a.key, b.key))
      .slice(0, mostSharing);
  }
}

/** Counts how often positions occur; one for all rules, for it is as long as the corpus. */
class PositionCounts {
  readonly #counts: Uint32Array;
  #seen: number[] = [];

  constructor(size: number) {
    this.#counts = new Uint32Array(size);
  }

  add(positions: readonly number[]): void {
    for (const position of positions) {
      const before = this.#counts[position] ?? 0;
      if (before === 0) this.#seen.push(position);
      this.#counts[position] = before + 1;
    }
  }

  /** Those that occur `least` times or more, with how often; then none has. */
  take(least: number): readonly (readonly [position: number, count: number])[] {
    const frequent = this.#seen.filter((position) => (this.#counts[position] ?? 0) >= least);
    const counted = frequent.map((position) => [position, this.#counts[position] ?? 0] as const);
    for (const position of this.#seen) this.#counts[position] = 0;
    this.#seen = [];
    return counted;
  }
}

interface Candidate extends Omit<RelatedRule, "position"> {
  readonly other: ComparedRule;
}

type Relation = "duplicates" | "subsumedBy" | "subsumes";

const reversed = { duplicates: "duplicates", subsumedBy: "subsumes", subsumes: "subsumedBy", none: "none" } as const;

function testsNothing({ rule }: ComparedRule): boolean {
  return sizeOf(rule.condition) === 0;
}
