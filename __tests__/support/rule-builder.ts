/**
 * Rules, conditions and corpora for tests, in as few words as the test is about.
 *
 * ```ts
 * const rule = aRule({ key: "lsass-dump", techniques: ["T1003.001"], condition: where("TargetImage", "basename", "lsass.exe") });
 * const base = aSnapshot([{ key: "lsass-dump", techniques: ["T1003.001"] }, { key: "encoded-command" }]);
 * ```
 *
 * Everything that is derived (indicators, resolved techniques, unique keys) is derived by the program itself, so a
 * snapshot of a test is never one that detcov could not make.
 */

import { type AnalysisOptions, analyse, analyseAll, type Corpus } from "../../src/analysis/analyse.ts";
import { compare } from "../../src/analysis/compare.ts";
import type { RuleWithEvents } from "../../src/analysis/link.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { type Catalogue, createCatalogue } from "../../src/attack/catalogue.ts";
import type { Technique, TechniqueState } from "../../src/model/attack.ts";
import type {
  All,
  Any,
  Condition,
  Constraint,
  Not,
  Opaque,
  OpaqueReason,
  Operator,
  Predicate,
  Sequence,
} from "../../src/model/condition.ts";
import type { Delta } from "../../src/model/delta.ts";
import type { Claim, Lifecycle, LogSource, Rule, RuleFilter } from "../../src/model/rule.ts";
import type { AnalysedRule, Event, Snapshot } from "../../src/model/snapshot.ts";
import type { Diagnostic } from "../../src/model/source.ts";

// Conditions

/** One field passes one of the values: `where("Image", "basename", "powershell.exe", "pwsh.exe")`. */
export function where(field: string, operator: Operator, ...values: readonly string[]): Predicate {
  return {
    kind: "predicate",
    field,
    nativeField: field,
    operator,
    values: values.length === 0 ? ["*"] : values,
    caseSensitive: false,
    line: 1,
    lines: undefined,
  };
}

/** One of the texts stands anywhere in the event. */
export function keyword(...values: readonly string[]): Predicate {
  return { ...where("", "keyword", ...values), field: undefined, nativeField: undefined };
}

/** The predicate where case matters. */
export function cased(predicate: Predicate): Predicate {
  return { ...predicate, caseSensitive: true };
}

/** The predicate on a line, or each of its values on a line of its own. */
export function onLine(predicate: Predicate, ...lines: readonly [number, ...number[]]): Predicate {
  return { ...predicate, line: lines[0], lines: lines.length === 1 ? undefined : lines };
}

export function all(...of: readonly Condition[]): All {
  return { kind: "all", of };
}

export function any(...of: readonly Condition[]): Any {
  return { kind: "any", of };
}

export function not(condition: Condition): Not {
  return { kind: "not", condition };
}

/** Events in this order, unless `ordered` is false. */
export function sequence(
  steps: readonly Condition[],
  { ordered = true, by = [], within }: { ordered?: boolean; by?: readonly string[]; within?: string } = {},
): Sequence {
  return { kind: "sequence", ordered, steps, by, within };
}

export function constraint(text: string): Constraint {
  return { kind: "constraint", text, line: 1 };
}

export function opaque(text: string, reason: OpaqueReason = "unsupported"): Opaque {
  return { kind: "opaque", reason, text, line: 1 };
}

/** Another rule, by key or name, to be filled in when the corpus is linked. */
export function reference(name: string, line = 1): Opaque {
  return { kind: "opaque", reason: "unresolved-reference", text: name, line };
}

// Rules

/** What a test says of a rule; the rest is filled in. */
export interface RuleDraft extends Partial<Omit<Rule, "techniques" | "tactics" | "logSource">> {
  /** Ids as ATT&CK spells them, or whole claims. */
  readonly techniques?: readonly (string | Claim)[];
  readonly tactics?: readonly (string | Claim)[];
  readonly logSource?: Partial<LogSource>;
  /** What it looks at: `Sysmon 1`. */
  readonly events?: readonly string[];
}

/** A stable Sigma rule for Windows process creation that runs whenever `whoami.exe` does, but for what is given. */
export function aRule(draft: RuleDraft = {}): Rule {
  const { events, techniques = [], tactics = [], logSource, ...rest } = draft;
  const key = rest.key ?? "whoami";
  return {
    key,
    name: undefined,
    title: key,
    format: "sigma",
    language: "sigma",
    path: `rules/${key}.yml`,
    line: 1,
    lifecycle: "stable",
    severity: "medium",
    condition: where("Image", "basename", "whoami.exe"),
    helpers: [],
    related: [],
    ...rest,
    logSource: { ...processCreation, ...logSource },
    techniques: techniques.map(aClaim),
    tactics: tactics.map(aClaim),
  };
}

const processCreation: LogSource = {
  vocabulary: "sigma",
  product: "windows",
  category: "process_creation",
  service: undefined,
  tables: [],
};

/** `T1059.001` as a Sigma author tags it, `attack.t1059.001`. */
export function aClaim(claim: string | Claim): Claim {
  return typeof claim === "string" ? { id: claim, declared: `attack.${claim.toLowerCase()}`, line: 1 } : claim;
}

/** A filter that leaves out what the SYSTEM account does, for every rule of the log source that it names. */
export function aFilter(
  draft: Partial<Omit<RuleFilter, "logSource">> & { logSource?: Partial<LogSource> } = {},
): RuleFilter {
  return {
    title: "Not the system",
    path: "filters/system.yml",
    line: 1,
    rules: "any",
    format: "sigma",
    condition: not(where("User", "equals", "SYSTEM")),
    ...draft,
    logSource: {
      vocabulary: "sigma",
      product: undefined,
      category: undefined,
      service: undefined,
      tables: [],
      ...draft.logSource,
    },
  };
}

/** `Sysmon 1`, with or without a title. */
export function anEvent(name: string, title = ""): Event {
  const blank = name.lastIndexOf(" ");
  return { provider: name.slice(0, blank), id: name.slice(blank + 1), title };
}

export function aDiagnostic(draft: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "syntax-error",
    message: "The YAML can't be read: a quotation mark is not closed.",
    location: { path: "rules/whoami.yml", line: 1, column: 1 },
    ...draft,
  };
}

// Corpora

export interface SnapshotOptions {
  readonly revision?: string;
  readonly filters?: readonly RuleFilter[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly catalogue?: Catalogue;
  /** Folder of a reference source, whose rules do not count. */
  readonly reference?: string;
  /** What rules that count are worth by their lifecycle; left out: they have no weights. */
  readonly weights?: Readonly<Partial<Record<Lifecycle, number>>>;
}

/** A revision with these rules. Deprecated and disabled ones do not count. */
export function aSnapshot(drafts: readonly RuleDraft[], options: SnapshotOptions = {}): Snapshot {
  return analyse(aCorpus(drafts.map(withEvents), options), analysisOf(options));
}

/** Two revisions as one run reads them: a rule that both have is the same object in both. */
export function twoSnapshots(
  { shared, base, head }: Readonly<Record<"shared" | "base" | "head", readonly RuleDraft[]>>,
  options: SnapshotOptions = {},
): readonly [base: Snapshot, head: Snapshot] {
  const both = shared.map(withEvents);
  const corpora = [
    aCorpus([...both, ...base.map(withEvents)], { revision: "base", ...options }),
    aCorpus([...both, ...head.map(withEvents)], options),
  ];
  const [before, after] = analyseAll(corpora, analysisOf(options));
  if (before === undefined || after === undefined) throw new Error("Two corpora have two snapshots.");
  return [before, after];
}

function aCorpus(rules: readonly RuleWithEvents[], options: SnapshotOptions): Corpus {
  const { revision = "head", filters = [], diagnostics = [] } = options;
  return { revision, files: rules.length, rules, filters, diagnostics };
}

function analysisOf({ catalogue = aCatalogue(), reference: folder, weights }: SnapshotOptions): AnalysisOptions {
  return {
    catalogue,
    counted: new Set(["experimental", "test", "stable"] as const),
    isOwn: ({ path }) => folder === undefined || !path.startsWith(folder),
    weigh: weights && (({ lifecycle }) => weights[lifecycle] ?? 1),
  };
}

/** A rule before it is linked, with the events that it looks at by itself. */
export function withEvents(draft: RuleDraft): RuleWithEvents {
  return { rule: aRule(draft), events: (draft.events ?? []).map((name) => anEvent(name)) };
}

/** One rule with everything that is derived from it. */
export function anAnalysedRule(draft: RuleDraft = {}): AnalysedRule {
  const [rule] = aSnapshot([draft]).rules;
  if (rule === undefined) throw new Error("A snapshot of one rule has one rule.");
  return rule;
}

/** The rule with something else in it; a spread alone leaves out what is made when asked for. */
export function analysedWith(analysed: AnalysedRule, changes: Partial<AnalysedRule>): AnalysedRule {
  const { reading, indicators, exclusions, anchors, fieldNames } = analysed;
  return { ...analysed, reading, indicators, exclusions, anchors, fieldNames, ...changes };
}

/** What a change from the one corpus to the other does. */
export function aDelta(base: readonly RuleDraft[], head: readonly RuleDraft[], options: SnapshotOptions = {}): Delta {
  const before = aSnapshot(base, { revision: "base", ...options });
  const after = aSnapshot(head, { revision: "head", ...options });
  return compare(before, after, options.catalogue ?? aCatalogue(), createReachIndex(after.rules)).delta;
}

// ATT&CK

/**
 * Seven tactics and a dozen techniques as they are in ATT&CK Enterprise 19: a family (T1059), a technique of two
 * tactics (T1546), ids that were revoked for an active one (T1086, T1562, T1562.001) and for none (T1043), a
 * deprecated one (T1108).
 */
export function aCatalogue(): Catalogue {
  return createCatalogue({
    domain: "enterprise-attack",
    version: "19",
    tactics: [
      { id: "TA0002", name: "Execution", shortName: "execution" },
      { id: "TA0003", name: "Persistence", shortName: "persistence" },
      { id: "TA0004", name: "Privilege Escalation", shortName: "privilege-escalation" },
      { id: "TA0005", name: "Stealth", shortName: "stealth" },
      { id: "TA0112", name: "Defense Impairment", shortName: "defense-impairment" },
      { id: "TA0006", name: "Credential Access", shortName: "credential-access" },
      { id: "TA0040", name: "Impact", shortName: "impact" },
    ],
    techniques: [
      aTechnique("T1003", "OS Credential Dumping", ["TA0006"]),
      aTechnique("T1003.001", "LSASS Memory", ["TA0006"]),
      aTechnique("T1043", "Commonly Used Port", ["TA0005"], { kind: "revoked", replacedBy: undefined }),
      aTechnique("T1059", "Command and Scripting Interpreter", ["TA0002"]),
      aTechnique("T1059.001", "PowerShell", ["TA0002"]),
      aTechnique("T1059.003", "Windows Command Shell", ["TA0002"]),
      aTechnique("T1086", "PowerShell", ["TA0002"], { kind: "revoked", replacedBy: "T1059.001" }),
      aTechnique("T1108", "Redundant Access", ["TA0005"], { kind: "deprecated" }),
      aTechnique("T1490", "Inhibit System Recovery", ["TA0040"]),
      aTechnique("T1546", "Event Triggered Execution", ["TA0003", "TA0004"]),
      aTechnique("T1546.003", "WMI Event Subscription", ["TA0003", "TA0004"]),
      aTechnique("T1562", "Impair Defenses", ["TA0005"], { kind: "revoked", replacedBy: "T1685" }),
      aTechnique("T1562.001", "Disable or Modify Tools", ["TA0005"], { kind: "revoked", replacedBy: "T1685" }),
      aTechnique("T1685", "Disable or Modify Tools", ["TA0112"]),
    ],
  });
}

function aTechnique(
  id: string,
  name: string,
  tactics: readonly string[],
  state: TechniqueState = { kind: "active" },
): Technique {
  const [parent] = id.split(".");
  return { id, name, tactics, platforms: ["Windows"], parent: parent === id ? undefined : parent, state };
}
