import { describe, expect, test } from "vitest";
import type { LogSourceEntry } from "../../src/canon/log-source-map.ts";
import { mapProblems } from "./event-map-problems.ts";

const sysmon = [{ vocabulary: "ecs", table: "logs-windows.sysmon_operational-*" }];

describe("mapProblems", () => {
  test("has nothing to say of a map that makes sense", () => {
    expect(problems({ when: sysmon, events: [{ provider: "Sysmon", id: "1", lacks: ["Details"] }] })).toEqual([]);
  });

  test("finds a condition that an earlier, wider one hides", () => {
    const wide = { when: [{ vocabulary: "ecs", table: "logs-windows.*" }], events: [{ provider: "Sysmon", id: "1" }] };
    const narrow = { when: sysmon, events: [{ provider: "Sysmon", id: "2" }] };

    expect(problems(narrow, wide)).toEqual([]);
    expect(problems(wide, narrow)).toHaveLength(1);
  });

  test.each<[string, Omit<LogSourceEntry, "when">]>([
    ["no events at all", {}],
    ["a field that an event has and lacks", { events: [{ provider: "Sysmon", id: "1", lacks: ["a"], has: ["a"] }] }],
    ["a field of which it has no value", { events: [{ provider: "Sysmon", id: "1", fixed: { "event.code": [] } }] }],
    ["a field to tell by that tells nothing", { by: ["event.code"], events: [{ provider: "Sysmon", id: "1" }] }],
    ["an id of two providers", { named: { fields: ["a"], providers: { Sysmon: ["1-29"], Security: ["20"] } } }],
    ["an id of none", { named: { fields: ["a"], providers: { auditd: ["PATH"] }, ids: { executed: "EXECVE" } } }],
    ["tables without an entry", { tables: ["logs-system.security-*"] }],
    [
      "two spellings",
      {
        events: [
          { provider: "Okta", id: "user.lock" },
          { provider: "okta", id: "zone.delete" },
        ],
      },
    ],
    ["a provider with its prefix", { events: [{ provider: "Microsoft-Windows-Sysmon", id: "1" }] }],
  ])("finds %s", (_, entry) => {
    expect(problems({ when: sysmon, ...entry })).toHaveLength(1);
  });

  test("finds operations of a provider that no entry names", () => {
    const map = { ...empty, operations: { Okta: ["user.account.lock"] } };

    expect(mapProblems(map)).toEqual(["Okta"]);
  });
});

const empty = {
  providerPrefixes: ["Microsoft-Windows-"],
  providerAliases: {},
  operations: {},
  tableSeparators: [],
  entries: [],
};

function problems(...entries: readonly LogSourceEntry[]): readonly string[] {
  return mapProblems({ ...empty, entries });
}
