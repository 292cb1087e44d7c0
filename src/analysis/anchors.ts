import type { Condition, Operator, Predicate } from "../model/condition.ts";
import type { Indicator } from "../model/snapshot.ts";
import { opposite, type Polarity } from "../model/visit-leaves.ts";
import { indicatorKey, indicatorKeys } from "./indicators.ts";
import type { ReachIndex } from "./reach.ts";

/**
 * Tests of which whatever matches a condition passes at least one, so that a rule that passes none of them is not
 * within it; undefined where nothing is certain, as where a condition only excludes.
 *
 * Of several such sets one that few rules test.
 */
export function anchorsOf(condition: Condition, reach: ReachIndex): readonly Anchor[] | undefined {
  // As if all values were as common as the first: counting each would take most of the time.
  const rulesTesting = ({ field, operator, values }: Predicate) =>
    reach.rulesWith(indicatorKey(field, operator, values[0] ?? "")).length * values.length;
  return new AnchorSearch({ rulesTesting, rulesWithText: 1 }).of(condition, "positive")?.parts.map(anchorAt);
}

/** So many are no help in finding a rule. */
const mostTests = 1_000;

/**
 * {@link anchorsOf} without a corpus: tests alone, for what most rules have; undefined where there are none, or too
 * many. What is part of a long text is taken for rare.
 */
export function anchorTestsOf(condition: Condition): readonly Indicator[] | undefined {
  const search = new AnchorSearch({ rulesTesting: guessRules, rulesWithText: undefined });
  const tests = search.of(condition, "positive")?.parts.flatMap(testsOf);
  return tests === undefined || tests.length > mostTests ? undefined : tests;
}

const ofParts: ReadonlySet<Operator> = new Set(["contains", "wildcard", "regex", "keyword"]);

/** Only good for comparing one with another. */
function guessRules({ operator, values }: Predicate): number {
  const whole = ofParts.has(operator) ? 1 : 5;
  return values.reduce((rules, value) => rules + whole / (value.length + 1), 0);
}

function anchorAt(part: Part): Anchor {
  return part.kind === "text" ? part : { kind: "tests", tests: testsOf(part) };
}

function testsOf(part: Part): readonly Indicator[] {
  if (part.kind === "text") return [];
  const { field, operator, values } = part;
  const keys = indicatorKeys(part);
  return values.map((value, index) => ({ field, operator, value, key: keys[index] ?? "" }));
}

/** Tests, one of which is enough; or the text of a constraint or opaque part, which only the same text fulfils. */
export type Anchor = { readonly kind: "tests"; readonly tests: readonly Indicator[] } | TextAnchor;

interface TextAnchor {
  readonly kind: "text";
  readonly text: string;
}

type Part = Predicate | TextAnchor;

/** What a constraint or opaque part is known by. */
export function textAnchor({ kind, text }: { readonly kind: string; readonly text: string }): string {
  return `${kind}\u0000${text}`;
}

interface Found {
  readonly parts: readonly Part[];
  /** About how many rules test one of them. */
  readonly rules: number;
}

/** How many rules test what: about, for it only tells which of two is rarer. */
interface Rarity {
  readonly rulesTesting: (predicate: Predicate) => number;
  /** Undefined: texts are no anchors. */
  readonly rulesWithText: number | undefined;
}

class AnchorSearch {
  readonly #rarity: Rarity;

  constructor(rarity: Rarity) {
    this.#rarity = rarity;
  }

  of(condition: Condition, polarity: Polarity): Found | undefined {
    switch (condition.kind) {
      case "predicate":
        return polarity === "positive" ? this.#ofPredicate(condition) : undefined;
      case "constraint":
      case "opaque":
        return polarity === "positive" ? this.#ofText(textAnchor(condition)) : undefined;
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
    return { parts: [predicate], rules: this.#rarity.rulesTesting(predicate) };
  }

  #ofText(text: string): Found | undefined {
    const { rulesWithText } = this.#rarity;
    return rulesWithText === undefined ? undefined : { parts: [{ kind: "text", text }], rules: rulesWithText };
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
    const together: Part[] = [];
    let rules = 0;
    for (const part of parts) {
      const found = this.of(part, polarity);
      if (found === undefined) return undefined;
      together.push(...found.parts);
      rules += found.rules;
    }
    return { parts: together, rules };
  }
}
