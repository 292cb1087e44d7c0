import type { Catalogue } from "../attack/catalogue.ts";
import { compareText } from "../model/order.ts";
import { type Lifecycle, type Rule, type RuleFilter, ruleWith } from "../model/rule.ts";
import type { AnalysedRule, Snapshot } from "../model/snapshot.ts";
import type { Diagnostic } from "../model/source.ts";
import { activeTechnique } from "./active-technique.ts";
import { linkRules, type RuleWithEvents } from "./link.ts";
import { digestOf } from "./rule-digest.ts";

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
    rules: withUniqueKeys(
      rules.map(({ entry, isHelper }) => analyseRule(entry, isHelper, options)).sort(compareRules),
      options.isOwn,
    ),
    diagnostics: [...diagnostics].sort(compareDiagnostics),
  };
}

class Analysis {
  readonly #options: AnalysisOptions;
  readonly #known = new Map<RuleWithEvents, AnalysedRule>();

  constructor(options: AnalysisOptions) {
    this.#options = options;
  }

  of(corpus: Corpus): Snapshot {
    const { rules, helpers, diagnostics } = linkRules(corpus.rules, corpus.filters);
    return {
      revision: corpus.revision,
      files: corpus.files,
      rules: withUniqueKeys(
        rules.map((entry) => this.#analyse(entry, helpers)).sort(compareRules),
        this.#options.isOwn,
      ),
      diagnostics: [...corpus.diagnostics, ...diagnostics].sort(compareDiagnostics),
    };
  }

  #analyse(entry: RuleWithEvents, helpers: ReadonlySet<string>): AnalysedRule {
    const isHelper = helpers.has(entry.rule.key);
    const known = this.#known.get(entry);
    if (known?.isHelper === isHelper) return known;
    const analysed = analyseRule(entry, isHelper, this.#options);
    this.#known.set(entry, analysed);
    return analysed;
  }
}

/** What is derived from one linked rule alone; its key is the author's. */
export function analyseRule(
  { rule, events, digest = digestOf(rule) }: RuleWithEvents,
  isHelper: boolean,
  options: AnalysisOptions,
): AnalysedRule {
  const { indicators, reading, claimed } = digest;
  const counted = !isHelper && options.counted.has(rule.lifecycle) && options.isOwn(rule) && !options.isLeftOut?.(rule);
  return {
    rule,
    sharedKey: undefined,
    reading,
    techniques: resolveTechniques(claimed, options.catalogue),
    events,
    indicators,
    get exclusions() {
      return digest.exclusions;
    },
    counted,
    ...(counted && options.weigh !== undefined ? { weight: options.weigh(rule) } : {}),
    isHelper,
  };
}

/**
 * The first rule by path keeps a key that several have; the others have their path behind it.
 *
 * A rule of the team's own goes before one of a reference source, from which it may have been copied: the two share
 * no key as far as the team is concerned.
 */
function withUniqueKeys(rules: readonly AnalysedRule[], isOwn: AnalysisOptions["isOwn"]): readonly AnalysedRule[] {
  const shared = sharedKeys(rules);
  if (shared.size === 0) return rules;
  const own = rules.filter(({ rule }) => isOwn(rule));
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
    const isReference = !isOwn(analysed.rule);
    if (!shared.has(key) || (!isReference && !sharedByOwn.has(key))) return analysed;
    const isTaken = isReference && ownKeys.has(key);
    if (!isTaken && countUse(key) === 1) return { ...analysed, sharedKey: key };
    const name = `${key}@${path}`;
    const use = countUse(name);
    const ownKey = use === 1 ? name : `${name}#${use}`;
    return { ...analysed, sharedKey: key, rule: ruleWith(analysed.rule, { key: ownKey }) };
  });
}

function sharedKeys(rules: readonly AnalysedRule[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { rule } of rules) {
    if (seen.has(rule.key)) shared.add(rule.key);
    seen.add(rule.key);
  }
  return shared;
}

function resolveTechniques(claimed: readonly string[], catalogue: Catalogue): readonly string[] {
  const ids = claimed.flatMap((id) => activeTechnique(catalogue.resolve(id))?.id ?? []);
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
