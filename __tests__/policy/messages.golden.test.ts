import { describe, expect, test } from "vitest";
import { plainText, quote } from "../../src/model/prose.ts";
import type { Targets } from "../../src/model/targets.ts";
import { noAcceptances } from "../../src/policy/acceptances.ts";
import { checks } from "../../src/policy/checks/index.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Waiver } from "../../src/policy/waiver.ts";
import { anAssessment, aPolicy } from "../support/assessment-builder.ts";
import {
  aCatalogue,
  aDiagnostic,
  all,
  any,
  constraint,
  not,
  onLine,
  opaque,
  type RuleDraft,
  reference,
  where,
} from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const dumping = where("CommandLine", "contains", "MiniDump");
const backup = onLine(where("ParentImage", "basename", "backup.exe"), 15);
const logSource = { category: "process_creation" };

/** Twelve rules that the change leaves alone. */
const kept: readonly RuleDraft[] = Array.from({ length: 12 }, (_, number) => ({
  key: `kept-${number}`,
  path: `rules/kept/${number}.yml`,
  techniques: ["T1059.001"],
  events: ["Sysmon 1"],
  condition: number < 5 ? all(powerShell, encoded) : powerShell,
  logSource,
}));

const base: readonly RuleDraft[] = [
  ...kept,
  { key: "wmi", path: "rules/wmi.yml", techniques: ["T1546.003"], events: ["Sysmon 19", "Sysmon 20"] },
  { key: "shadow-1", title: "1", path: "rules/shadow_1.yml", techniques: ["T1490"], events: ["Sysmon 1"] },
  { key: "shadow-2", title: "2", path: "rules/shadow_2.yml", techniques: ["T1490"], events: ["Sysmon 1"] },
  { key: "lsass", path: "rules/lsass.yml", techniques: ["T1003.001"], events: ["Sysmon 10"] },
  { key: "spraying", path: "rules/spraying.yml", condition: reference("logon", 17), helpers: ["logon"] },
  { key: "logon", path: "rules/logon.yml", techniques: ["T1003"] },
  { key: "loosened", path: "rules/loosened.yml", techniques: ["T1059.001"], condition: all(dumping, not(backup)) },
  { key: "tightened", path: "rules/tightened.yml", techniques: ["T1059.001"], condition: dumping },
];

const head: readonly RuleDraft[] = [
  ...kept,
  { key: "shadow-1", title: "1", path: "rules/shadow_1.yml", techniques: ["T1490"], events: ["Sysmon 1"] },
  { key: "lsass", path: "rules/lsass.yml", techniques: ["T1003.001"], events: ["Sysmon 10"], lifecycle: "deprecated" },
  { key: "spraying", path: "rules/spraying.yml", condition: reference("logon", 17), helpers: ["logon"] },
  {
    key: "wide",
    path: "rules/wide.yml",
    line: 1,
    events: ["Sysmon 1"],
    techniques: [{ id: "T1086", declared: "attack.t1086", line: 9 }],
    tactics: [{ id: "impact", declared: "attack.impact", line: 8 }],
    condition: any(onLine(encoded, 20), all(onLine(powerShell, 22), constraint("count > 5"))),
  },
  {
    key: "unmapped",
    path: "rules/unmapped.yml",
    condition: all(encoded, { ...opaque("User: %Administrators%", "placeholder"), line: 14 }),
  },
  { key: "shadow-copy", path: "rules/shadow_copy.yml", techniques: ["T1059.001"], events: ["Sysmon 1"] },
  {
    key: "kept-0",
    path: "rules/copy.yml",
    line: 3,
    title: "A copy",
    techniques: [
      { id: "T9999", declared: "attack.t9999", line: 6 },
      { id: "T1108", declared: "attack.t1108", line: 7 },
    ],
    condition: all(encoded, powerShell, where("User", "equals", "guest")),
  },
  {
    key: "loosened",
    path: "rules/loosened.yml",
    techniques: ["T1059.001"],
    condition: onLine(where("CommandLine", "contains", "MiniDump", "comsvcs"), 11, 12),
  },
  {
    key: "misspelled",
    path: "rules/misspelled.yml",
    events: ["Sysmon 1"],
    techniques: ["T1059.001"],
    condition: onLine(where("Commandline", "contains", "vssadmin"), 16),
  },
  {
    key: "tightened",
    path: "rules/tightened.yml",
    techniques: ["T1059.001"],
    condition: all(dumping, not(backup), where("User", "equals", "admin")),
  },
];

const targets: Targets = {
  required: [
    {
      id: "T1546.003",
      name: "WMI Event Subscription",
      origins: [["your list"]],
      before: { rules: 0 },
      after: { rules: 0 },
    },
    {
      id: "T1003.001",
      name: "LSASS Memory",
      origins: [[quote("threats/profile.json")]],
      before: { rules: 1 },
      after: { rules: 0 },
    },
  ],
  minimums: [
    {
      subject: "techniques",
      label: ["techniques"],
      percent: 40,
      before: { covered: 280, total: 697 },
      after: { covered: 278, total: 697 },
    },
  ],
};

const rule = { technique: undefined, event: undefined, fingerprint: undefined, path: undefined };
const waivers: readonly Waiver[] = ["2026-10-31", undefined].map((expires, index) => ({
  check: "rule-noisy",
  target: { ...rule, rule: `gone-${index}` },
  reason: "It is tuned downstream.",
  owner: "blue team",
  expires,
  isByThisChange: index === 0,
}));

describe("the messages of all checks", () => {
  test("read well, one after the other", async () => {
    const assessment = anAssessment({
      base,
      head,
      diagnostics: [aDiagnostic({ location: { path: "rules/broken.yml", line: 4, column: 7 } })],
      changedPaths: ["rules/broken.yml", "rules/wide.yml", "rules/unmapped.yml", "rules/copy.yml", "rules/lsass.yml"],
      targets,
    });
    const { findings } = decide(assessment, {
      checks,
      policy: aPolicy(),
      catalogue: aCatalogue(),
      acceptances: { ...noAcceptances, waivers, today: "2026-11-29" },
      everything: undefined,
    });

    const lines = findings.map(({ check, level, message, location }) => {
      const place = location === undefined ? "" : ` ${location.path}:${location.line}`;
      return `${level} ${check}${place}\n  ${plainText(message)}\n`;
    });

    expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(checks.map(({ id }) => id)));
    await expect(`${lines.join("\n")}`).toMatchFileSnapshot("fixtures/messages.golden.txt");
  });
});
