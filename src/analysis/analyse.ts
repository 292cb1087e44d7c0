import type { Catalogue } from "../attack/catalogue.ts";
import type { TechniqueId } from "../model/attack.ts";
import { compareText } from "../model/order.ts";
import { type Lifecycle, type Rule, type RuleFilter, type RuleKey, ruleWith } from "../model/rule.ts";
import type { AnalysedRule, Snapshot } from "../model/snapshot.ts";
import type { Diagnostic } from "../model/source.ts";
import { activeTechnique } from "./active-technique.ts";
import { linkRules, type RuleWithEvents } from "./link.ts";
import { digestOf, type RuleDigest } from "./rule-digest.ts";

export interface Corpus {
  readonly revision: string;
  readonly files: number;
  /** Canonical rules of all files. */
  readonly rules: readonly RuleWithEvents[];
  readonly filters: readonly RuleFilter[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalysisOptions {
  readonly catalogue: Catalogue;
  /** Lifecycles that count for coverage. */
  readonly counted: ReadonlySet<Lifecycle>;
  /** Whether a rule comes from a source of the team's own; rules of reference sources never count. */
  readonly isOwn: (rule: Rule) => boolean;
  /** Whether the team leaves a rule out for another reason; left out: it has none. */
  readonly isLeftOut?: (rule: Rule) => boolean;
  /** What a rule that counts is worth; left out: rules have no weights. */
  readonly weigh?: ((rule: Rule) => number) | undefined;
}

/** Everything that comparing and judging needs to know of a corpus. A pure function: equal input, equal snapshot. */
export function analyse(corpus: Corpus, options: AnalysisOptions): Snapshot {
  return new Analysis(options).of(corpus);
}

/** Snapshots of several corpora, in their order. What two of them share, as base and head do, is analysed once. */
export function analyseAll(corpora: readonly Corpus[], options: AnalysisOptions): readonly Snapshot[] {
  const analysis = new Analysis(options);
  return corpora.map((corpus) => analysis.of(corpus));
}

/** A corpus whose rules were linked before. */
export interface LinkedCorpus extends Omit<Corpus, "rules" | "filters"> {
  readonly rules: readonly { readonly entry: RuleWithEvents; readonly isHelper: boolean }[];
}

/** As {@link analyse}. */
export function analyseLinked({ rules, diagnostics, ...corpus }: LinkedCorpus, options: AnalysisOptions): Snapshot {
  return {
    ...corpus,
    rules: new UniqueKeys(options.isOwn).of(
      rules.map(({ entry, isHelper }) => analyseRule(entry, isHelper, options)).sort(compareRules),
    ),
    diagnostics: [...diagnostics].sort(compareDiagnostics),
  };
}

class Analysis {
  readonly #options: AnalysisOptions;
  readonly #techniquesOf: TechniqueFinder;
  readonly #known = new Map<RuleWithEvents, OneRule>();
  readonly #keys: UniqueKeys;

  constructor(options: AnalysisOptions) {
    this.#options = options;
    this.#techniquesOf = createTechniqueFinder(options.catalogue);
    this.#keys = new UniqueKeys(options.isOwn);
  }

  of(corpus: Corpus): Snapshot {
    const { rules, helpers, diagnostics } = linkRules(corpus.rules, corpus.filters);
    return {
      revision: corpus.revision,
      files: corpus.files,
      rules: this.#keys.of(rules.map((entry) => this.#analyse(entry, helpers)).sort(compareRules)),
      diagnostics: [...corpus.diagnostics, ...diagnostics].sort(compareDiagnostics),
    };
  }

  #analyse(entry: RuleWithEvents, helpers: ReadonlySet<string>): OneRule {
    const isHelper = helpers.has(entry.rule.key);
    const known = this.#known.get(entry);
    if (known?.isHelper === isHelper) return known;
    const analysed = analyseRule(entry, isHelper, this.#options, this.#techniquesOf);
    this.#known.set(entry, analysed);
    return analysed;
  }
}

/** What is derived from one linked rule alone; its key is the author's. */
export function analyseRule(
  { rule, events, digest = digestOf(rule) }: RuleWithEvents,
  isHelper: boolean,
  options: AnalysisOptions,
  techniquesOf: TechniqueFinder = (claimed) => resolveTechniques(claimed, options.catalogue),
): OneRule {
  const counted = !isHelper && options.counted.has(rule.lifecycle) && options.isOwn(rule) && !options.isLeftOut?.(rule);
  const weight = counted ? options.weigh?.(rule) : undefined;
  const techniques = techniquesOf(digest.claimed);
  return new OneRule({ rule, sharedKey: undefined, techniques, events, counted, weight, isHelper }, digest);
}

/** Of a class, for there are thousands of it, and few are asked for all of what they have. */
class OneRule implements AnalysedRule {
  readonly rule: Rule;
  readonly sharedKey: AnalysedRule["sharedKey"];
  readonly techniques: AnalysedRule["techniques"];
  readonly events: AnalysedRule["events"];
  readonly counted: boolean;
  readonly weight: number | undefined;
  readonly isHelper: boolean;
  readonly #digest: RuleDigest;

  constructor(own: Omit<AnalysedRule, keyof RuleDigest>, digest: RuleDigest) {
    this.rule = own.rule;
    this.sharedKey = own.sharedKey;
    this.techniques = own.techniques;
    this.events = own.events;
    this.counted = own.counted;
    this.weight = own.weight;
    this.isHelper = own.isHelper;
    this.#digest = digest;
  }

  get reading() {
    return this.#digest.reading;
  }

  get indicators() {
    return this.#digest.indicators;
  }

  get coded() {
    return this.#digest.coded;
  }

  get exclusions() {
    return this.#digest.exclusions;
  }

  get anchors() {
    return this.#digest.anchors;
  }

  get fieldNames() {
    return this.#digest.fieldNames;
  }

  /** With a key that is unique, in place of the author's. */
  keyed(key: RuleKey): OneRule {
    const { rule } = this;
    const own = key === rule.key ? rule : ruleWith(rule, { key });
    return new OneRule({ ...this, rule: own, sharedKey: rule.key }, this.#digest);
  }
}

/**
 * The first rule by path keeps a key that several have; the others have their path behind it.
 *
 * A rule of the team's own goes before one of a reference source, from which it may have been copied: the two share
 * no key as far as the team is concerned.
 */
class UniqueKeys {
  readonly #isOwn: AnalysisOptions["isOwn"];
  readonly #known = new Map<OneRule, OneRule>();

  constructor(isOwn: AnalysisOptions["isOwn"]) {
    this.#isOwn = isOwn;
  }

  of(rules: readonly OneRule[]): readonly AnalysedRule[] {
    const shared = sharedKeys(rules);
    if (shared.size === 0) return rules;
    const own = rules.filter(({ rule }) => shared.has(rule.key) && this.#isOwn(rule));
    const ownKeys = new Set(own.map(({ rule }) => rule.key));
    const sharedByOwn = sharedKeys(own);
    const uses = new Map<string, number>();
    const countUse = (name: string) => {
      const use = (uses.get(name) ?? 0) + 1;
      uses.set(name, use);
      return use;
    };
    return rules.map((analysed) => {
      const { key, path } = analysed.rule;
      if (!shared.has(key)) return analysed;
      const isReference = !this.#isOwn(analysed.rule);
      if (!isReference && !sharedByOwn.has(key)) return analysed;
      const isTaken = isReference && ownKeys.has(key);
      if (!isTaken && countUse(key) === 1) return this.#keyed(analysed, key);
      const name = `${key}@${path}`;
      const use = countUse(name);
      return this.#keyed(analysed, use === 1 ? name : `${name}#${use}`);
    });
  }

  /** The same object for a rule that has the same key in another revision. */
  #keyed(analysed: OneRule, key: RuleKey): OneRule {
    const known = this.#known.get(analysed);
    if (known?.rule.key === key) return known;
    const keyed = analysed.keyed(key);
    this.#known.set(analysed, keyed);
    return keyed;
  }
}

function sharedKeys(rules: readonly AnalysedRule[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { rule } of rules) {
    const before = seen.size;
    seen.add(rule.key);
    if (seen.size === before) shared.add(rule.key);
  }
  return shared;
}

/** Active techniques that claims resolve to, sorted, each once. */
type TechniqueFinder = (claimed: readonly string[]) => readonly TechniqueId[];

/** Looks once at what thousands of rules claim alike, where that is one list. */
function createTechniqueFinder(catalogue: Catalogue): TechniqueFinder {
  const known = new Map<readonly string[], readonly TechniqueId[]>();
  return (claimed) => {
    const techniques = known.get(claimed) ?? resolveTechniques(claimed, catalogue);
    known.set(claimed, techniques);
    return techniques;
  };
}

function resolveTechniques(claimed: readonly string[], catalogue: Catalogue): readonly string[] {
  const ids: string[] = [];
  for (const claim of claimed) {
    const technique = activeTechnique(catalogue.resolve(claim));
    if (technique !== undefined) ids.push(technique.id);
  }
  return ids.length < 2 ? ids : [...new Set(ids)].sort(compareText);
}

/** By path, then place in the file. */
function compareRules(a: AnalysedRule, b: AnalysedRule): number {
  return compareText(a.rule.path, b.rule.path) || a.rule.line - b.rule.line || compareText(a.rule.key, b.rule.key);
}

/** By place, then by what they say. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.location.path, b.location.path) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
