import { compare } from "../../src/analysis/compare.ts";
import { coverageOf, eventCoverageOf } from "../../src/analysis/coverage.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { coveredBy } from "../../src/app/covered-techniques.ts";
import type { TechniqueGuide } from "../../src/model/guide.ts";
import { compareEvents } from "../../src/model/order.ts";
import { quote, say } from "../../src/model/prose.ts";
import type { Rule } from "../../src/model/rule.ts";
import type { AnalysedRule } from "../../src/model/snapshot.ts";
import { noTargets } from "../../src/model/targets.ts";
import { summarise } from "../../src/report/corpus-summary.ts";
import type { DiffView } from "../../src/report/diff-view.ts";
import type { ClaimView, ReportView } from "../../src/report/report-view.ts";
import { aCatalogue, all, type RuleDraft, where } from "../support/rule-builder.ts";
import {
  analysed,
  attack,
  backupsDeleted,
  baseRevision,
  diagnostics,
  downloadCradle,
  drafts,
  encodedCommand,
  headRevision,
  indicatorOf,
  lsassAccess,
  powershellIndicator,
  ransomNote,
  rules,
  snapshotOf,
  tool,
  untagged,
} from "./small-corpus.ts";

const counting = {
  whyLeftOut: ({ path, lifecycle }: Rule) =>
    lifecycle === "deprecated" || lifecycle === "disabled"
      ? lifecycle
      : path.startsWith("vendor/")
        ? "reference"
        : undefined,
  platforms: undefined,
};

/** The report on some rules; by default on all of the small corpus. */
export function reportView(members: readonly AnalysedRule[] = rules): ReportView {
  const catalogue = aCatalogue();
  const coverage = coverageOf(members, catalogue);
  const byKey = new Map(members.map((rule) => [rule.rule.key, rule]));
  const withKeys = (keys: readonly string[]) => keys.flatMap((key) => byKey.get(key) ?? []);
  const snapshot = { revision: headRevision, files: members.length + 1, rules: members, diagnostics };
  return {
    tool,
    attack,
    revision: headRevision,
    corpus: summarise(snapshot, counting),
    tactics: coverage.tactics.flatMap(({ id, covered, total }) => {
      const tactic = catalogue.tactics.find((known) => known.id === id);
      return tactic === undefined ? [] : [{ tactic, covered, total }];
    }),
    techniques: coverage.techniques.flatMap((covered) => {
      const known = catalogue.technique(covered.id);
      const own = withKeys(covered.rules);
      const below = withKeys(covered.rulesBelow);
      const events = [...new Set([...own, ...below].flatMap((rule) => rule.events))].sort(compareEvents);
      return known === undefined
        ? []
        : [{ technique: known, rules: own, rulesBelow: below, cover: covered.cover, events }];
    }),
    unmapped: members
      .filter(({ counted, techniques }) => counted && techniques.length === 0)
      .map(({ rule }) => rule.key),
    events: eventCoverageOf(members).map(({ event, rules: keys }) => ({ event, rules: keys.length })),
    noiseThreshold: 3,
    noisyRules: widest.filter(({ isNoisy }) => isNoisy).length,
    widest: widest.filter(({ rule }) => members.includes(rule)),
    claims: members.includes(analysed(downloadCradle)) ? [revokedClaim] : [],
    targets: noTargets,
    history: { kind: "not-asked" },
  };
}

const widest = [
  { rule: analysed(downloadCradle), reach: 4, path: [powershellIndicator], isNoisy: true },
  { rule: analysed(untagged), reach: 1, path: analysed(untagged).indicators, isNoisy: false },
];

const revokedClaim: ClaimView = {
  rule: analysed(downloadCradle).rule,
  claim: { id: "T1086", declared: "attack.t1086", line: 6 },
  state: "revoked",
  replacement: aCatalogue().technique("T1059.001"),
};

const wmiFilter: RuleDraft = {
  key: "wmi-filter",
  title: "WMI filter bound to a consumer",
  techniques: ["T1546.003"],
  condition: all(where("EventID", "equals", "5861"), where("Consumer", "contains", "CommandLine")),
};

/** In the base the small corpus was this: one rule less narrow, one at another path. */
const before: ReadonlyMap<RuleDraft, Partial<RuleDraft>> = new Map([
  [lsassAccess, { severity: "high", condition: where("TargetImage", "basename", "lsass.exe") }],
  [downloadCradle, { path: "rules/old/download.yml" }],
]);

/** A change that deletes two rules, deprecates one, narrows one, moves one and adds one. */
export function diffView(): DiffView {
  const base = snapshotOf(
    baseRevision,
    drafts.map((draft) => ({ ...draft, ...before.get(draft) })),
  );
  const kept = drafts.filter((draft) => draft !== backupsDeleted && draft !== ransomNote && draft !== encodedCommand);
  const head = snapshotOf(headRevision, [...kept, { ...encodedCommand, lifecycle: "deprecated" }, wmiFilter]);
  const comparison = compare(base, head, aCatalogue(), createReachIndex(head.rules));
  return {
    tool,
    attack,
    baseline: { kind: "commit", revision: baseRevision, reason: "first parent of the merge" },
    head: headRevision,
    prefix: "",
    configPath: ".github/detcov.yml",
    delta: comparison.delta,
    covered: coveredBy({ head, base, comparison }, aCatalogue()),
    verdict: {
      outcome: "fail",
      failOn: "error",
      findings: [
        {
          check: "technique-lost",
          level: "error",
          message: say`${{ kind: "technique", id: "T1490", name: "Inhibit System Recovery" }} has no rule left.`,
          location: { path: "rules/backups-deleted.yml", line: 1, column: 1 },
          subject: "T1490",
          fingerprint: "5b1e0f3c",
          acceptance: undefined,
        },
        {
          check: "technique-thinned",
          level: "warning",
          message: say`T1059.001 is left to ${quote("rules/download-cradle.yml")}.`,
          location: undefined,
          subject: "T1059.001",
          fingerprint: "77c0aa12",
          acceptance: undefined,
        },
      ],
    },
    suites: [],
    corpus: summarise(head, counting),
    referenceChanges: 0,
    countedBefore: 6,
    widths: new Map([
      [
        "wmi-filter",
        { reach: undefined, path: [powershellIndicator], isConstrained: false, isNoisy: false, companions: [] },
      ],
      [
        "0c61-lsass-access",
        {
          reach: 1,
          path: [indicatorOf("TargetImage", "basename", "lsass.exe")],
          isConstrained: false,
          isNoisy: false,
          companions: [],
        },
      ],
    ]),
    formerReach: new Map([["0c61-lsass-access", 1]]),
    noiseThreshold: 3,
    guides: [subscriptionGuide()],
    fixes: [],
    configChange: undefined,
    targets: noTargets,
    acceptLabel: "detcov:accept-loss",
    comment: {
      when: "always",
      sections: ["numbers", "lost", "thinned", "noisy", "findings", "gained", "changes", "guide"],
    },
  };
}

/** As if nineteen other rules looked for it. */
function subscriptionGuide(): TechniqueGuide {
  const subscription = aCatalogue().technique("T1546.003");
  if (subscription === undefined) throw new Error("T1546.003 is in the small catalogue.");
  return {
    technique: subscription,
    rules: 19,
    indicators: [{ indicator: indicatorOf("Image", "basename", "scrcons.exe"), rules: 8 }],
    fields: [
      { field: "ImageLoaded", rules: 4 },
      { field: "ParentImage", rules: 2 },
    ],
    events: [
      { event: { provider: "Sysmon", id: "20", title: "" }, rules: 6 },
      { event: { provider: "WMI-Activity", id: "5857", title: "WMI provider started" }, rules: 0 },
    ],
    tests: [
      {
        technique: "T1546.003",
        number: 3,
        name: "Windows MOFComp.exe Load MOF File",
        guid: "29786d7e-8916-4de6-9c55-be7b093b2706",
        executor: "powershell",
        url: "https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/T1546.003/T1546.003.md#atomic-test-3",
      },
    ],
  };
}

/** The same where there is nothing to compare with. */
export function firstDiffView(): DiffView {
  return {
    ...diffView(),
    baseline: { kind: "absent", reason: "The first commit has nothing before it." },
    delta: undefined,
    covered: { before: undefined, after: diffView().covered.after },
    verdict: { outcome: "pass", failOn: "error", findings: [] },
    countedBefore: 0,
    widths: new Map(),
    formerReach: new Map(),
    guides: [],
  };
}

/** The report on the head of that change, which came about in a month, with a rule that nobody has touched for years. */
export function historyReportView(): ReportView {
  const { delta } = diffView();
  if (delta === undefined) throw new Error("The change has a base.");
  const stale = { before: "2025-07-18", rules: [{ rule: analysed(untagged), date: "2023-02-11" }] };
  return { ...reportView(), history: { kind: "present", since: "2026-06-18", isWhole: true, delta, stale } };
}
