import type { AnalysedRule, Indicator } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { addTo } from "./add-to.ts";
import { type Anchor, anchorsOf, textAnchor } from "./anchors.ts";
import { ImpliedTests, implies, type PreparedTest, prepareTest } from "./implied-tests.ts";
import { indicatorKeys } from "./indicators.ts";
import type { ReachIndex } from "./reach.ts";

/** Finds the rules that one could be within, or the reverse, so that not every pair has to be compared. */
export class RelatedRules {
  readonly #rules: readonly AnalysedRule[];
  readonly #reach: ReachIndex;
  #anchors: AnchorIndex | undefined;
  #leaves: LeafIndex | undefined;

  constructor(rules: readonly AnalysedRule[], reach: ReachIndex) {
    this.#rules = rules;
    this.#reach = reach;
  }

  /** Their positions, ascending; the rule itself is among them. */
  to(rule: AnalysedRule): readonly number[] {
    return [...new Set([...this.#widerThan(rule), ...this.#narrowerThan(rule)])].sort((a, b) => a - b);
  }

  /** Rules that may match all that this one matches: it passes one of their anchors. */
  #widerThan(rule: AnalysedRule): readonly number[] {
    this.#anchors ??= new AnchorIndex(this.#rules, this.#reach);
    return this.#anchors.passedBy(rule);
  }

  /** Rules of which this one may match all: they pass one of its anchors. */
  #narrowerThan({ rule }: AnalysedRule): readonly number[] {
    const anchors = anchorsOf(rule.condition, this.#reach);
    // A rule that only excludes may be wider than any other.
    if (anchors === undefined) return [...this.#rules.keys()];
    this.#leaves ??= new LeafIndex(this.#rules, this.#reach);
    const leaves = this.#leaves;
    return anchors.flatMap((anchor) => leaves.passing(anchor));
  }
}

class AnchorIndex {
  readonly #tests = new ImpliedTests();
  readonly #byText = new Map<string, number[]>();
  readonly #anchorless: number[] = [];

  constructor(rules: readonly AnalysedRule[], reach: ReachIndex) {
    rules.forEach(({ rule }, position) => {
      const anchors = anchorsOf(rule.condition, reach);
      if (anchors === undefined) this.#anchorless.push(position);
      for (const anchor of anchors ?? []) this.#add(anchor, position);
    });
  }

  #add(anchor: Anchor, position: number): void {
    if (anchor.kind === "text") addTo(this.#byText, anchor.text, position);
    else for (const test of testsOf(anchor)) this.#tests.add(test, position);
  }

  passedBy({ rule, indicators }: AnalysedRule): readonly number[] {
    return [
      ...this.#anchorless,
      ...textsIn(rule).flatMap((text) => this.#byText.get(text) ?? []),
      ...indicators.flatMap((indicator) => this.#tests.ownersOfImplied(indicator)),
    ];
  }
}

/** Beyond this only equal tests are looked up, which can only miss a neighbour. */
const mostComparisons = 1_000_000;

class LeafIndex {
  readonly #reach: ReachIndex;
  readonly #byField = new Map<string, PreparedTest[]>();
  readonly #byText = new Map<string, number[]>();

  constructor(rules: readonly AnalysedRule[], reach: ReachIndex) {
    this.#reach = reach;
    for (const test of reach.indicators().map(prepareTest)) addTo(this.#byField, test.field, test);
    rules.forEach(({ rule }, position) => {
      for (const text of textsIn(rule)) addTo(this.#byText, text, position);
    });
  }

  passing(anchor: Anchor): readonly number[] {
    if (anchor.kind === "text") return this.#byText.get(anchor.text) ?? [];
    const asked = testsOf(anchor).map(prepareTest);
    const known = this.#byField.get(asked[0]?.field ?? "") ?? [];
    const isTooMuch = asked.length * known.length > mostComparisons;
    const narrower = isTooMuch ? asked : known.filter((test) => asked.some((other) => implies(test, other)));
    return narrower.flatMap(({ indicator }) => this.#reach.rulesWith(indicator.key));
  }
}

function testsOf({ predicate }: Extract<Anchor, { readonly kind: "predicate" }>): readonly Indicator[] {
  const { field, operator, values } = predicate;
  const keys = indicatorKeys(predicate);
  return values.map((value, index) => ({ field, operator, value, key: keys[index] ?? "" }));
}

function textsIn({ condition }: AnalysedRule["rule"]): readonly string[] {
  const texts = new Set<string>();
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" && polarity === "positive") texts.add(textAnchor(leaf));
  });
  return [...texts];
}
