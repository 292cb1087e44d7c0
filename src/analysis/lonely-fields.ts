import type { LonelyField } from "../model/assessment.ts";
import { compareText } from "../model/order.ts";
import type { AnalysedRule, FieldName } from "../model/snapshot.ts";
import { likeness } from "./field-likeness.ts";
import { fieldNamesOf, placedNamesOf } from "./field-names.ts";
import { groupOf, Peers } from "./peers.ts";

/**
 * Finds fields of a rule that no other rule of its log source names, spelled like one that others do name.
 *
 * Names are the authors' own and compared within one naming scheme: an engine that does not know a field matches
 * nothing and says nothing. Rules are looked at when they are first needed.
 */
export class LonelyFields {
  readonly #rules: readonly AnalysedRule[];
  readonly #peers: Peers;
  readonly #names = new Map<AnalysedRule, readonly FieldName[]>();
  readonly #groups = new Map<string, ReadonlyMap<string, NameUse>>();

  constructor(rules: readonly AnalysedRule[]) {
    this.#rules = rules;
    this.#peers = new Peers(rules);
  }

  /** In the order of the rule. */
  of(rule: AnalysedRule): readonly LonelyField[] {
    const own = placedNamesOf(rule.rule.condition);
    const used = this.#usedAround(rule);
    return [...own.values()].flatMap((name): readonly LonelyField[] => {
      if ((used.get(name.name)?.rules ?? 0) > 1) return [];
      const [best] = [...used.values()]
        .map((other) => ({ ...other, rules: other.rules - (own.has(other.name) ? 1 : 0) }))
        .filter((other) => other.rules >= fewestUses && this.#isMistakable(name, other, rule))
        .sort((a, b) => b.rules - a.rules || compareText(a.name, b.name));
      if (best === undefined) return [];
      return [{ field: name.name, line: name.line, similar: best.name, rules: best.rules }];
    });
  }

  #isMistakable({ name, field }: FieldName, other: FieldName, rule: AnalysedRule): boolean {
    const how = likeness(name, other.name);
    if (how === "case") return true;
    // Two names that the dictionary knows for one are both right; and who writes both means both.
    if (how === undefined || field === other.field) return false;
    if (how === "letters" && this.#hasName(rule, other.name)) return false;
    return !this.#isUsedElsewhere(name, rule);
  }

  /** Whether it is the name of something in another log source. */
  #isUsedElsewhere(name: string, rule: AnalysedRule): boolean {
    const users = this.#rules.filter(
      (other) => other !== rule && schemeOf(other) === schemeOf(rule) && this.#hasName(other, name),
    );
    return users.length > mostForeignUses;
  }

  /** What rules of the naming scheme and log source name, this one among them, and how many of them. */
  #usedAround(rule: AnalysedRule): ReadonlyMap<string, NameUse> {
    const group = `${schemeOf(rule)}\u0000${groupOf(rule)}`;
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const uses = new Map<string, NameUse>();
    for (const position of this.#peers.of(rule)) {
      const peer = this.#rules[position];
      if (peer === undefined || schemeOf(peer) !== schemeOf(rule)) continue;
      for (const { name, field } of this.#namesOf(peer)) {
        const use = uses.get(name);
        if (use === undefined) uses.set(name, { name, field, rules: 1 });
        else use.rules++;
      }
    }
    this.#groups.set(group, uses);
    return uses;
  }

  #hasName(rule: AnalysedRule, wanted: string): boolean {
    return this.#namesOf(rule).some(({ name }) => name === wanted);
  }

  #namesOf(rule: AnalysedRule): readonly FieldName[] {
    const known = this.#names.get(rule) ?? rule.fieldNames ?? fieldNamesOf(rule.rule.condition);
    this.#names.set(rule, known);
    return known;
  }
}

/** A name that a single other rule uses may be a slip itself. */
const fewestUses = 2;

const mostForeignUses = 1;

interface NameUse extends FieldName {
  rules: number;
}

function schemeOf({ rule }: AnalysedRule): string {
  return rule.logSource.vocabulary;
}
