import { addTo } from "../model/add-to.ts";
import type { ComparedRule } from "../model/neighbours.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { type Anchor, textAnchor } from "./anchors.ts";
import { ImpliedTests } from "./implied-tests.ts";

/** A rule and its position in the corpus. */
export interface Member {
  readonly analysed: ComparedRule;
  readonly position: number;
}

export type AnchorFinder = (rule: ComparedRule) => readonly Anchor[] | undefined;

/** Rules by their anchors: what may be around another rule has one that this passes. */
export class AnchorIndex {
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

/** What constraints and opaque parts of a rule are known by. */
export function textsIn({ condition }: ComparedRule["rule"]): readonly string[] {
  const texts = new Set<string>();
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" && polarity === "positive") texts.add(textAnchor(leaf));
  });
  return [...texts];
}
