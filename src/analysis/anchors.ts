import type { Condition, Predicate } from "../model/condition.ts";
import { opposite, type Polarity } from "../model/visit-leaves.ts";
import { indicatorKey } from "./indicators.ts";
import type { ReachIndex } from "./reach.ts";

/**
 * Tests of which whatever matches a condition passes at least one, so that a rule that passes none of them is not
 * within it; undefined where nothing is certain, as where a condition only excludes.
 *
 * Of several such sets one that few rules test.
 */
export function anchorsOf(condition: Condition, reach: ReachIndex): readonly Anchor[] | undefined {
  return new AnchorSearch(reach).of(condition, "positive")?.anchors;
}

/** A predicate, or the text of a constraint or opaque part, which only the same text fulfils. */
export type Anchor =
  | { readonly kind: "predicate"; readonly predicate: Predicate }
  | { readonly kind: "text"; readonly text: string };

/** What a constraint or opaque part is known by. */
export function textAnchor({ kind, text }: { readonly kind: string; readonly text: string }): string {
  return `${kind}\u0000${text}`;
}

interface Found {
  readonly anchors: readonly Anchor[];
  /** About how many rules test one of them. */
  readonly rules: number;
}

class AnchorSearch {
  readonly #reach: ReachIndex;

  constructor(reach: ReachIndex) {
    this.#reach = reach;
  }

  of(condition: Condition, polarity: Polarity): Found | undefined {
    switch (condition.kind) {
      case "predicate":
        return polarity === "positive" ? this.#ofPredicate(condition) : undefined;
      case "constraint":
      case "opaque":
        return polarity === "positive"
          ? { anchors: [{ kind: "text", text: textAnchor(condition) }], rules: 1 }
          : undefined;
      case "not":
        return this.of(condition.condition, opposite(polarity));
      case "sequence":
        return polarity === "positive" ? this.#rarest(condition.steps, polarity) : undefined;
      case "all":
      case "any":
        return (condition.kind === "all") === (polarity === "positive")
          ? this.#rarest(condition.of, polarity)
          : this.#together(condition.of, polarity);
    }
  }

  #ofPredicate(predicate: Predicate): Found {
    const { field, operator, values } = predicate;
    // As if all values were as common as the first: counting each would take most of the time.
    const first = this.#reach.rulesWith(indicatorKey(field, operator, values[0] ?? "")).length;
    return { anchors: [{ kind: "predicate", predicate }], rules: first * values.length };
  }

  #rarest(parts: readonly Condition[], polarity: Polarity): Found | undefined {
    let best: Found | undefined;
    for (const part of parts) {
      const found = this.of(part, polarity);
      if (found !== undefined && (best === undefined || found.rules < best.rules)) best = found;
    }
    return best;
  }

  #together(parts: readonly Condition[], polarity: Polarity): Found | undefined {
    const anchors: Anchor[] = [];
    let rules = 0;
    for (const part of parts) {
      const found = this.of(part, polarity);
      if (found === undefined) return undefined;
      anchors.push(...found.anchors);
      rules += found.rules;
    }
    return { anchors, rules };
  }
}
