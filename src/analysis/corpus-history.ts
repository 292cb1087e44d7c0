import { compareText } from "../model/order.ts";
import type { RuleFilter } from "../model/rule.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import type { RepositoryPath } from "../model/source.ts";
import { type AnalysisOptions, analyseRule } from "./analyse.ts";
import { type LinkedRules, linkRules, type RuleWithEvents } from "./link.ts";
import { hasReference, visitReferences } from "./references.ts";

/** What one file holds, as far as rules depend on it. The same object wherever nothing changed. */
export interface FileRules {
  readonly rules: readonly RuleWithEvents[];
  readonly filters: readonly RuleFilter[];
}

/** A file that holds something else from now on; undefined: nothing any more. */
export interface FileRulesChange {
  readonly path: RepositoryPath;
  readonly content: FileRules | undefined;
}

/** Rules that came and went from one moment of a corpus to the next. */
export interface RuleTurnover {
  readonly added: readonly AnalysedRule[];
  readonly removed: readonly AnalysedRule[];
}

/**
 * A corpus that changes file by file, and which rules that makes come and go.
 *
 * The rules are at every moment those that {@link analyse} would give, but for their keys, which it makes unique: a
 * rule that shares its key with another is still a rule of its own. A rule that did not change is the same object.
 *
 * A step costs what its files cost. Rules that name others are linked with those they name, where one of these
 * changed; only a corpus with filters, which may be for any rule, is linked as a whole.
 */
export class CorpusHistory {
  readonly #options: AnalysisOptions;
  readonly #files = new Map<RepositoryPath, FileRules>();
  readonly #entries = new Map<RuleWithEvents, Entry>();
  readonly #byName = new Map<string, Set<Entry>>();
  /** Rules that name others. */
  readonly #connected = new Set<Entry>();
  #filters = 0;
  #linkedBefore: readonly Entry[] = [];
  #helperKeys: ReadonlySet<string> = new Set();

  constructor(options: AnalysisOptions) {
    this.#options = options;
  }

  /** Applies changes, and says what they made of the rules. */
  change(changes: readonly FileRulesChange[]): RuleTurnover {
    const filters = this.#filters;
    const dirty = new Set<Entry>();
    const gone: AnalysedRule[] = [];
    let isFilterTouched = false;
    for (const { path, content } of changes) {
      const former = this.#files.get(path);
      if (former === content) continue;
      isFilterTouched ||= filtersIn(former) + filtersIn(content) > 0;
      gone.push(...this.#replace(path, former, content, dirty));
    }
    const isChanged = dirty.size + gone.length > 0;
    if (isFilterTouched || (filters > 0 && isChanged)) this.#linkAll(dirty);
    else if (filters === 0) this.#linkConnected(dirty);
    return this.#turnover(dirty, gone);
  }

  /** Puts a file's rules in place of those that it had, and returns the latter. */
  #replace(
    path: RepositoryPath,
    former: FileRules | undefined,
    content: FileRules | undefined,
    dirty: Set<Entry>,
  ): readonly AnalysedRule[] {
    const gone = former?.rules.flatMap((rule) => this.#remove(rule)?.current ?? []) ?? [];
    content?.rules.forEach((rule, position) => {
      dirty.add(this.#add(rule, path, position));
    });
    this.#filters += filtersIn(content) - filtersIn(former);
    if (content === undefined) this.#files.delete(path);
    else this.#files.set(path, content);
    return gone;
  }

  #turnover(dirty: ReadonlySet<Entry>, gone: readonly AnalysedRule[]): RuleTurnover {
    const added: AnalysedRule[] = [];
    const removed = [...gone];
    for (const entry of dirty) {
      if (!this.#entries.has(entry.rule)) continue;
      const analysed = this.#analysed(entry);
      if (analysed === entry.current) continue;
      if (entry.current !== undefined) removed.push(entry.current);
      added.push(analysed);
      entry.current = analysed;
    }
    return { added, removed };
  }

  #analysed(entry: Entry): AnalysedRule {
    const isHelper = this.#helperKeys.has(entry.rule.rule.key);
    const known = entry.analysed;
    if (known?.of === entry.linked && known.rule.isHelper === isHelper) return known.rule;
    const rule = analyseRule(entry.linked, isHelper, this.#options);
    entry.analysed = { of: entry.linked, rule };
    return rule;
  }

  #add(rule: RuleWithEvents, path: RepositoryPath, position: number): Entry {
    const entry: Entry = { rule, path, position, linked: rule, analysed: undefined, current: undefined };
    this.#entries.set(rule, entry);
    for (const name of namesOf(rule)) {
      const bearers = this.#byName.get(name);
      if (bearers === undefined) this.#byName.set(name, new Set([entry]));
      else bearers.add(entry);
    }
    if (rule.rule.helpers.length > 0 || hasReference(rule.rule.condition)) this.#connected.add(entry);
    return entry;
  }

  #remove(rule: RuleWithEvents): Entry | undefined {
    const entry = this.#entries.get(rule);
    if (entry === undefined) return undefined;
    this.#entries.delete(rule);
    this.#connected.delete(entry);
    for (const name of namesOf(rule)) this.#byName.get(name)?.delete(entry);
    return entry;
  }

  /** Links the rules that name others with all that they may mean, if one of these is not what it was. */
  #linkConnected(dirty: Set<Entry>): void {
    const concerned = this.#concerned();
    const before = this.#linkedBefore;
    if (concerned.length === before.length && concerned.every((entry, index) => entry === before[index])) return;
    this.#takeLinks(
      concerned,
      linkRules(
        concerned.map(({ rule }) => rule),
        [],
      ),
      dirty,
    );
  }

  #linkAll(dirty: Set<Entry>): void {
    const all = [...this.#entries.values()].sort(compareEntries);
    const filters = [...this.#files]
      .filter(([, content]) => content.filters.length > 0)
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([, content]) => content.filters);
    this.#takeLinks(
      all,
      linkRules(
        all.map(({ rule }) => rule),
        filters,
      ),
      dirty,
    );
  }

  /** Who was linked before and is not now is as it was written. */
  #takeLinks(entries: readonly Entry[], { rules, helpers }: LinkedRules, dirty: Set<Entry>): void {
    for (const entry of this.#linkedBefore) {
      entry.linked = entry.rule;
      dirty.add(entry);
    }
    entries.forEach((entry, index) => {
      entry.linked = rules[index] ?? entry.rule;
      dirty.add(entry);
    });
    for (const key of new Set([...this.#helperKeys, ...helpers])) {
      for (const entry of this.#byName.get(key) ?? []) dirty.add(entry);
    }
    this.#linkedBefore = entries;
    this.#helperKeys = helpers;
  }

  /** Rules that name others, and every rule that bears one of the names, in the order of the corpus. */
  #concerned(): readonly Entry[] {
    if (this.#connected.size === 0) return [];
    const found = new Set(this.#connected);
    for (const { rule } of this.#connected) {
      for (const name of namedBy(rule)) {
        for (const bearer of this.#byName.get(name) ?? []) found.add(bearer);
      }
    }
    return [...found].sort(compareEntries);
  }
}

/** A rule as its file has it, and what has become of it. */
interface Entry {
  readonly rule: RuleWithEvents;
  readonly path: RepositoryPath;
  /** Among the rules of its file. */
  readonly position: number;
  /** With the rules that it names and the filters that are for it. */
  linked: RuleWithEvents;
  analysed: { readonly of: RuleWithEvents; readonly rule: AnalysedRule } | undefined;
  /** As it was counted last; undefined: not yet. */
  current: AnalysedRule | undefined;
}

/** By path, then place in the file: the order in which {@link linkRules} finds who bears a name first. */
function compareEntries(a: Entry, b: Entry): number {
  return compareText(a.path, b.path) || a.position - b.position;
}

function filtersIn(content: FileRules | undefined): number {
  return content?.filters.length ?? 0;
}

function namesOf({ rule: { key, name } }: RuleWithEvents): readonly string[] {
  return name === undefined || name === key ? [key] : [key, name];
}

function namedBy({ rule }: RuleWithEvents): readonly string[] {
  const names = [...rule.helpers];
  visitReferences(rule.condition, ({ text }) => names.push(text));
  return names;
}
