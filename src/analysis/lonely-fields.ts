import type { LonelyField } from "../model/assessment.ts";
import { compareText } from "../model/order.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { likeness } from "./field-likeness.ts";
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
  readonly #names = new Map<AnalysedRule, ReadonlyMap<string, Name>>();
  readonly #groups = new Map<string, ReadonlyMap<string, NameUse>>();

  constructor(rules: readonly AnalysedRule[]) {
    this.#rules = rules;
    this.#peers = new Peers(rules);
  }

  /** In the order of the rule. */
  of(rule: AnalysedRule): readonly LonelyField[] {
    const own = this.#namesOf(rule);
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

  #isMistakable({ name, field }: Name, other: Name, rule: AnalysedRule): boolean {
    const how = likeness(name, other.name);
    if (how === "case") return true;
    // Two names that the dictionary knows for one are both right; and who writes both means both.
    if (how === undefined || field === other.field) return false;
    if (how === "letters" && this.#namesOf(rule).has(other.name)) return false;
    return !this.#isUsedElsewhere(name, rule);
  }

  /** Whether it is the name of something in another log source. */
  #isUsedElsewhere(name: string, rule: AnalysedRule): boolean {
    const users = this.#rules.filter(
      (other) => other !== rule && schemeOf(other) === schemeOf(rule) && this.#namesOf(other).has(name),
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
      for (const name of this.#namesOf(peer).values()) {
        uses.set(name.name, { ...name, rules: (uses.get(name.name)?.rules ?? 0) + 1 });
      }
    }
    this.#groups.set(group, uses);
    return uses;
  }

  #namesOf(rule: AnalysedRule): ReadonlyMap<string, Name> {
    const known = this.#names.get(rule) ?? namesOf(rule);
    this.#names.set(rule, known);
    return known;
  }
}

/** A name that a single other rule uses may be a slip itself. */
const fewestUses = 2;

const mostForeignUses = 1;

interface Name {
  /** The author's. */
  readonly name: string;
  /** The canonical one. */
  readonly field: string;
  /** Where it first stands. */
  readonly line: number;
}

interface NameUse extends Name {
  readonly rules: number;
}

/** The fields that a rule tests, each once. */
function namesOf({ rule }: AnalysedRule): ReadonlyMap<string, Name> {
  const names = new Map<string, Name>();
  visitLeaves(rule.condition, (leaf) => {
    if (leaf.kind !== "predicate") return;
    const { nativeField: name, field = name, line } = leaf;
    if (name !== undefined && field !== undefined && !names.has(name)) names.set(name, { name, field, line });
  });
  return names;
}

function schemeOf({ rule }: AnalysedRule): string {
  return rule.logSource.vocabulary;
}
