import type { Condition, Opaque } from "../model/condition.ts";
import { compareEvents } from "../model/order.ts";
import { type LogSource, type Rule, type RuleFilter, ruleWith } from "../model/rule.ts";
import type { Event } from "../model/snapshot.ts";
import type { Diagnostic, DiagnosticCode, RepositoryPath } from "../model/source.ts";
import { atLine, hasReference, replaceReferences, sizeOf } from "./references.ts";
import type { RuleDigest } from "./rule-digest.ts";

/** A canonical rule and the events its log source and logic look at. */
export interface RuleWithEvents {
  readonly rule: Rule;
  readonly events: readonly Event[];
  /** Of this very rule; undefined: not worked out yet. */
  readonly digest?: RuleDigest | undefined;
}

export interface LinkedRules {
  readonly rules: readonly RuleWithEvents[];
  /** Keys of rules that are only parts of others. */
  readonly helpers: ReadonlySet<string>;
  /** References that lead nowhere, in a circle, or beyond the limits. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Joins what rules say of each other: filters are added to the rules they name, and references to other rules
 * are replaced by those rules' conditions. Lines of what comes from another place are those of the reference, or
 * of the rule that a filter is added to, so that a line always belongs to the rule's own file.
 *
 * A reference that can't be followed stays opaque and is a diagnostic. Rules that neither refer nor are filtered
 * are the same objects as before.
 */
export function linkRules(rules: readonly RuleWithEvents[], filters: readonly RuleFilter[]): LinkedRules {
  return new Linker(rules, filters).link();
}

/** Levels of rules made of rules: nobody reads more than a few. */
const maximalDepth = 10;

/** References that are followed one after the other; each takes stack. */
const maximalChain = 200;

/** Values that one rule may have from others: references to references double what they bring at each level. */
const maximalValuesOfRule = 50_000;

/** Values that linking may add to all rules together. */
const maximalValuesOfCorpus = 2_000_000;

interface Linked {
  readonly entry: RuleWithEvents;
  /** Levels of rules below it. */
  readonly depth: number;
}

class Linker {
  readonly #rules: readonly RuleWithEvents[];
  readonly #filters: readonly { readonly filter: RuleFilter; readonly names: ReadonlySet<string> }[];
  #names: ReadonlyMap<string, RuleWithEvents> | undefined;
  readonly #linked = new Map<RuleWithEvents, Linked>();
  /** From the rule that is being linked down to where its references have led. */
  readonly #open = new Set<RuleWithEvents>();
  readonly #filtersOverLimit = new Set<RuleFilter>();
  readonly #diagnostics: Diagnostic[] = [];
  #values = 0;

  constructor(rules: readonly RuleWithEvents[], filters: readonly RuleFilter[]) {
    this.#rules = rules;
    this.#filters = filters.map((filter) => ({ filter, names: new Set(filter.rules === "any" ? [] : filter.rules) }));
  }

  link(): LinkedRules {
    const rules = this.#rules.map((entry) => (this.#standsAlone(entry) ? entry : this.#link(entry).entry));
    for (const { filter, names } of this.#filters) this.#checkReferences(filter, names);
    return { rules, helpers: this.#helpers(), diagnostics: this.#diagnostics };
  }

  /** Nearly every rule does. */
  #standsAlone({ digest }: RuleWithEvents): boolean {
    return this.#filters.length === 0 && digest?.refersToRules === false;
  }

  /** Made where a rule names another, which most corpora have none of. */
  get #byName(): ReadonlyMap<string, RuleWithEvents> {
    this.#names ??= byName(this.#rules);
    return this.#names;
  }

  #helpers(): ReadonlySet<string> {
    const names = this.#rules.flatMap(({ rule }) => rule.helpers);
    return new Set(names.flatMap((name) => this.#byName.get(name)?.rule.key ?? []));
  }

  #link(entry: RuleWithEvents): Linked {
    const known = this.#linked.get(entry);
    if (known !== undefined) return known;
    // Filters are for rules with logic of their own, not for rules made of others (filters specification).
    this.#open.add(entry);
    const linked =
      (entry.digest?.refersToRules ?? hasReference(entry.rule.condition))
        ? this.#withReferences(entry)
        : { entry: this.#withFilters(entry), depth: 0 };
    this.#open.delete(entry);
    this.#linked.set(entry, linked);
    return linked;
  }

  #withReferences({ rule, events: own }: RuleWithEvents): Linked {
    const parts: Linked[] = [];
    let values = 0;
    let isOverLimit = false;
    const condition = replaceReferences(rule.condition, (reference) => {
      const target = this.#follow(reference, rule);
      if (target === undefined) return reference;
      const { condition: part } = target.entry.rule;
      const size = sizeOf(part);
      if (!this.#takes(values, size)) {
        if (!isOverLimit) this.#reportOverLimit(reference, rule);
        isOverLimit = true;
        return { ...reference, reason: "limit-exceeded" };
      }
      values += size;
      parts.push(target);
      return atLine(part, reference.line);
    });
    const events = uniqueEvents([...own, ...parts.flatMap(({ entry }) => entry.events)]);
    return {
      entry: { rule: ruleWith(rule, { condition }), events },
      depth: parts.reduce((most, { depth }) => Math.max(most, depth + 1), 1),
    };
  }

  /** The rule that is referred to, linked; undefined with a diagnostic where it can't be followed. */
  #follow({ text, line }: Opaque, { path }: Rule): Linked | undefined {
    const target = this.#byName.get(text);
    if (target === undefined) {
      this.#unresolved(`"${text}" is no id or name of a rule in the corpus; correct it, or add the rule.`, path, line);
      return undefined;
    }
    if (this.#open.has(target)) {
      this.#unresolved(`"${text}" is made of this rule in turn; remove one of the two references.`, path, line);
      return undefined;
    }
    const linked = this.#open.size < maximalChain ? this.#link(target) : undefined;
    if (linked !== undefined && linked.depth < maximalDepth) return linked;
    const message = `"${text}" is made of rules that are made of rules, over more than ${maximalDepth} levels; shorten the chain.`;
    this.#report("limit-exceeded", message, path, line);
    return undefined;
  }

  #takes(values: number, size: number): boolean {
    if (values + size > maximalValuesOfRule || this.#values + size > maximalValuesOfCorpus) return false;
    this.#values += size;
    return true;
  }

  #reportOverLimit({ text, line }: Opaque, { path }: Rule): void {
    const message = `With "${text}" the rule has more than ${maximalValuesOfRule} values from other rules, or the corpus more than ${maximalValuesOfCorpus}; name fewer rules.`;
    this.#report("limit-exceeded", message, path, line);
  }

  #withFilters(entry: RuleWithEvents): RuleWithEvents {
    const { rule } = entry;
    const added = this.#filters
      .filter(({ filter, names }) => appliesTo(filter, names, rule))
      .map(({ filter }) => this.#filterCondition(filter, rule));
    if (added.length === 0) return entry;
    const condition: Condition = { kind: "all", of: [rule.condition, ...added] };
    return { rule: ruleWith(rule, { condition }), events: entry.events };
  }

  #filterCondition(filter: RuleFilter, { line }: Rule): Condition {
    if (this.#takes(0, sizeOf(filter.condition))) return atLine(filter.condition, line);
    if (!this.#filtersOverLimit.has(filter)) {
      this.#filtersOverLimit.add(filter);
      const message = `The filter is too large for the rules it is for: filters and references may add ${maximalValuesOfCorpus} values to the corpus. Name the rules it is for, or shorten it.`;
      this.#report("limit-exceeded", message, filter.path, filter.line);
    }
    return { kind: "opaque", reason: "limit-exceeded", text: `filter ${filter.title}`, line };
  }

  #checkReferences(filter: RuleFilter, names: ReadonlySet<string>): void {
    for (const name of names) {
      if (this.#byName.has(name)) continue;
      const message = `The filter names "${name}", which is no id or name of a rule in the corpus; correct it, or remove it.`;
      this.#unresolved(message, filter.path, filter.line);
    }
  }

  #unresolved(message: string, path: RepositoryPath, line: number): void {
    this.#report("unresolved-reference", message, path, line);
  }

  #report(code: DiagnosticCode, message: string, path: RepositoryPath, line: number): void {
    this.#diagnostics.push({ code, message, location: { path, line, column: 1 } });
  }
}

/** A name that two rules share means the first; a key wins over a name. */
function byName(rules: readonly RuleWithEvents[]): ReadonlyMap<string, RuleWithEvents> {
  const found = new Map<string, RuleWithEvents>();
  for (const entry of rules) addFirst(found, entry.rule.key, entry);
  for (const entry of rules) if (entry.rule.name !== undefined) addFirst(found, entry.rule.name, entry);
  return found;
}

function addFirst<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (!map.has(key)) map.set(key, value);
}

function appliesTo(filter: RuleFilter, names: ReadonlySet<string>, { key, name, format, logSource }: Rule): boolean {
  if (filter.format !== format || !isWithin(logSource, filter.logSource)) return false;
  return filter.rules === "any" || names.has(key) || (name !== undefined && names.has(name));
}

/** A log source is within another when it says all that the other says. */
function isWithin(inner: LogSource, outer: LogSource): boolean {
  return (
    (outer.product === undefined || outer.product === inner.product) &&
    (outer.category === undefined || outer.category === inner.category) &&
    (outer.service === undefined || outer.service === inner.service)
  );
}

/** Sorted by provider and id, each once. */
function uniqueEvents(events: readonly Event[]): readonly Event[] {
  const byName = new Map(events.map((event) => [`${event.provider}\u0000${event.id}`, event]));
  return [...byName.values()].sort(compareEvents);
}
