import { analyse } from "../../src/analysis/analyse.ts";
import type { Operator } from "../../src/model/condition.ts";
import type { AnalysedRule, Indicator, Snapshot } from "../../src/model/snapshot.ts";
import type { Diagnostic } from "../../src/model/source.ts";
import {
  aCatalogue,
  all,
  anAnalysedRule,
  any,
  aRule,
  cased,
  constraint,
  keyword,
  not,
  onLine,
  opaque,
  type RuleDraft,
  sequence,
  where,
} from "../support/rule-builder.ts";

/** A corpus of nine rules, one of each kind that reports tell apart, whose numbers can be counted by hand. */

export const tool = { name: "detcov", version: "1.2.3" } as const;
export const attack = { domain: "enterprise-attack", version: "19" } as const;
export const baseRevision = "3f2a91c0d4b7e8a1c2f5d6e7b8a9c0d1e2f3a4b5";
export const headRevision = "8d01e77c5a4b3f2e1d0c9b8a7f6e5d4c3b2a1f0e";

const processCreated = { provider: "Sysmon", id: "1", title: "Process creation" };
const processAccessed = { provider: "Sysmon", id: "10", title: "Process accessed" };
const consumerBound = { provider: "WMI-Activity", id: "5861", title: "Permanent event subscription" };
/** The team's own, without a title. */
const vaultRead = { provider: "Contoso-Vault", id: "read", title: "" };

const powershell = onLine(where("Image", "basename", "powershell.exe"), 20);

export const encodedCommand: RuleDraft = {
  key: "encoded-command",
  title: "Encoded PowerShell command",
  severity: "high",
  techniques: ["T1059.001"],
  condition: all(powershell, onLine(where("CommandLine", "contains", " -enc ", " -EncodedCommand "), 22, 23)),
};

/** Claims a revoked id besides, and can match on `powershell.exe` alone. */
export const downloadCradle: RuleDraft = {
  key: "download-cradle",
  title: "PowerShell that fetches code",
  lifecycle: "test",
  techniques: ["T1059.001", { id: "T1086", declared: "attack.t1086", line: 6 }],
  condition: any(powershell, where("CommandLine", "contains", "DownloadString(")),
};

/** Written in another language, with field names of its own. */
export const lsassAccess: RuleDraft = {
  key: "0c61-lsass-access",
  title: "LSASS opened by an unusual program",
  format: "elastic",
  language: "eql",
  path: "elastic/lsass_access.toml",
  severity: "critical",
  logSource: {
    vocabulary: "ecs",
    product: undefined,
    category: undefined,
    tables: ["logs-endpoint*", "winlogbeat-*"],
  },
  techniques: [{ id: "T1003.001", declared: "T1003.001", line: 40 }],
  condition: all(
    { ...where("TargetImage", "basename", "lsass.exe"), nativeField: "Target.process.name" },
    not(
      any(
        {
          ...where("SourceImage", "starts_with", "C:\\Program Files\\", "C:\\Windows\\System32\\"),
          nativeField: "process.executable",
        },
        cased(where("User", "equals", "SYSTEM")),
      ),
    ),
  ),
};

const deletions = [
  "delete shadows",
  "resize shadowstorage",
  "shadowcopy delete",
  "delete catalog",
  "delete backup",
  "delete systemstatebackup",
  "recoveryenabled no",
  "ignoreallfailures",
  "deletejournal",
  "sdelete",
];

/** A sequence with a count and a long list of values, made of another rule. */
export const backupsDeleted: RuleDraft = {
  key: "backups-deleted",
  title: "Backups deleted, then a ransom note",
  lifecycle: "experimental",
  severity: undefined,
  techniques: ["T1490"],
  helpers: ["ransom-note"],
  condition: sequence(
    [all(where("CommandLine", "contains", ...deletions), constraint("count() > 5")), keyword("README_TO_DECRYPT")],
    { by: ["Computer", "User"], within: "5m" },
  ),
};

export const ransomNote: RuleDraft = {
  key: "ransom-note",
  title: "Ransom note",
  condition: keyword("README_TO_DECRYPT"),
};

/** Its logic is not in the rule. */
export const learnedReads: RuleDraft = {
  key: "learned-vault-reads",
  title: "Unusual reads of the password vault",
  format: "elastic",
  language: "machine-learning",
  path: "elastic/learned_vault_reads.toml",
  techniques: [{ id: "T1003", declared: "T1003", line: 12 }],
  condition: { ...opaque("machine_learning_job_id vault_reads", "not-in-rule"), line: 9 },
};

/** Has no id and claims no technique. */
export const untagged: RuleDraft = {
  key: "rules/untagged.yml",
  title: "PowerShell started by Word",
  path: "rules/untagged.yml",
  condition: all(powershell, where("ParentImage", "basename", "winword.exe")),
};

const deprecated: RuleDraft = {
  key: "wmi-subscription",
  title: "Permanent WMI subscription",
  lifecycle: "deprecated",
  techniques: ["T1546.003"],
  condition: where("EventID", "equals", "5861"),
};

const reference: RuleDraft = {
  key: "escu-powershell",
  title: "PowerShell with a hidden window",
  format: "splunk",
  language: "spl",
  path: "vendor/escu/powershell_hidden.yml",
  techniques: ["T1059.001"],
  condition: all(powershell, where("CommandLine", "contains", "-w hidden")),
};

export const drafts: readonly RuleDraft[] = [
  encodedCommand,
  downloadCradle,
  lsassAccess,
  backupsDeleted,
  ransomNote,
  learnedReads,
  untagged,
  deprecated,
  reference,
];

export const diagnostics: readonly Diagnostic[] = [
  {
    code: "syntax-error",
    message: "The YAML can't be read: bad indentation of a mapping entry.",
    location: { path: "rules/broken.yml", line: 7, column: 3 },
  },
  {
    code: "invalid-value",
    message: '"urgent" is not a level of Sigma; use informational, low, medium, high, critical.',
    location: { path: "rules/untagged.yml", line: 14, column: 1 },
  },
];

const eventOf: ReadonlyMap<string | undefined, typeof processCreated> = new Map([
  ["0c61-lsass-access", processAccessed],
  ["learned-vault-reads", vaultRead],
  ["wmi-subscription", consumerBound],
  ["wmi-filter", consumerBound],
]);

/** A revision with these rules and one broken file; `vendor/` is a reference source. */
export function snapshotOf(revision: string, members: readonly RuleDraft[]): Snapshot {
  const rules = members.map((draft) => ({ rule: aRule(draft), events: [eventOf.get(draft.key) ?? processCreated] }));
  return analyse(
    { revision, files: members.length + 1, rules, filters: [], diagnostics },
    {
      catalogue: aCatalogue(),
      counted: new Set(["experimental", "test", "stable"] as const),
      isOwn: ({ path }) => !path.startsWith("vendor/"),
    },
  );
}

/** The small corpus, by path. */
export const { rules } = snapshotOf(headRevision, drafts);

/** The analysed rule of the small corpus with the key of a draft. */
export function analysed({ key }: RuleDraft): AnalysedRule {
  const found = rules.find(({ rule }) => rule.key === key);
  if (found === undefined) throw new Error(`The small corpus has no rule ${key}.`);
  return found;
}

export function indicatorOf(field: string | undefined, operator: Operator, value: string): Indicator {
  const predicate = { ...where("", operator, value), field, nativeField: field };
  const [indicator] = anAnalysedRule({ condition: predicate }).indicators;
  if (indicator === undefined) throw new Error("A predicate has an indicator.");
  return indicator;
}

/** `Image basename powershell.exe`, which four of the rules test. */
export const powershellIndicator: Indicator = indicatorOf("Image", "basename", "powershell.exe");
