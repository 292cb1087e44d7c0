import type { FieldTests, IndicatorRules } from "../model/field-tests.ts";
import { compareText } from "../model/order.ts";
import type { AnalysedRule, Indicator } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import type { ReachIndex } from "./reach.ts";

/** Every field that a rule tests, by name; what is looked for anywhere comes first. */
export function fieldsOf(rules: readonly AnalysedRule[], reach: ReachIndex): readonly FieldTests[] {
  const uses = new Map<string, FieldUse>();
  const useOf = ({ field }: Pick<Indicator, "field">) => {
    const name = (field ?? "").toLowerCase();
    const use = uses.get(name) ?? new FieldUse(field);
    uses.set(name, use);
    return use;
  };
  for (const indicator of reach.indicators()) {
    const positions = reach.rulesWith(indicator.key);
    const use = useOf(indicator);
    use.indicators.push({ indicator, rules: positions.flatMap((position) => rules[position] ?? []) });
    for (const position of positions) use.rules.add(position);
  }
  for (const rule of rules) {
    for (const exclusion of rule.exclusions) useOf(exclusion).exclude(exclusion);
    for (const [field, name] of namesIn(rule)) useOf({ field }).call(name);
  }
  return [...uses].sort(([a], [b]) => compareText(a, b)).map(([, use]) => use.tests());
}

class FieldUse {
  readonly indicators: IndicatorRules[] = [];
  readonly rules = new Set<number>();
  readonly #field: string | undefined;
  readonly #exclusions = new Map<string, { readonly indicator: Indicator; rules: number }>();
  readonly #names = new Map<string, number>();

  constructor(field: string | undefined) {
    this.#field = field;
  }

  exclude(indicator: Indicator): void {
    const use = this.#exclusions.get(indicator.key) ?? { indicator, rules: 0 };
    use.rules++;
    this.#exclusions.set(indicator.key, use);
  }

  call(name: string): void {
    this.#names.set(name, (this.#names.get(name) ?? 0) + 1);
  }

  tests(): FieldTests {
    return {
      field: this.#field,
      rules: this.rules.size,
      indicators: this.indicators,
      exclusions: [...this.#exclusions.values()].sort(
        (a, b) => b.rules - a.rules || compareText(a.indicator.key, b.indicator.key),
      ),
      names: Array.from(this.#names, ([name, count]) => ({ name, rules: count })).sort(
        (a, b) => b.rules - a.rules || compareText(a.name, b.name),
      ),
    };
  }
}

/** The names of fields that a rule's author writes, with what they stand for; each once. */
function namesIn({ rule }: AnalysedRule): Iterable<readonly [string, string]> {
  const names = new Map<string, readonly [string, string]>();
  visitLeaves(rule.condition, (leaf) => {
    if (leaf.kind !== "predicate" || leaf.field === undefined || leaf.nativeField === undefined) return;
    const pair = [leaf.field, leaf.nativeField] as const;
    names.set(pair.join("\u0000"), pair);
  });
  return names.values();
}
