import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createEventMap } from "../../src/canon/events.ts";
import type { EventTitles } from "../../src/canon/known-events.ts";
import type { LogSourceMap } from "../../src/canon/log-source-map.ts";
import type { Condition } from "../../src/model/condition.ts";
import type { LogSource } from "../../src/model/rule.ts";
import { all, any, aRule, cased, constraint, not, opaque, sequence, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const original = where("OriginalFileName", "equals", "PowerShell.EXE");

describe("process creation on Windows", () => {
  const looksAt = (condition: Condition) => eventsOf({ category: "process_creation" }, condition);
  const both = ["Security-Auditing 4688", "Sysmon 1"];

  test("is Sysmon 1 and Security 4688", () => {
    expect(looksAt(powerShell)).toEqual(both);
  });

  test("is Sysmon 1 alone where every way to match needs a field that 4688 lacks", () => {
    expect(looksAt(all(powerShell, original))).toEqual(["Sysmon 1"]);
    expect(looksAt(any(original, where("Hashes", "contains", "IMPHASH=")))).toEqual(both);
    expect(looksAt(any(original, all(powerShell, original)))).toEqual(["Sysmon 1"]);
  });

  test("is both where the field is in an optional branch", () => {
    expect(looksAt(any(powerShell, original))).toEqual(both);
  });

  test("is both where the field is only in a filter", () => {
    expect(looksAt(all(powerShell, not(original)))).toEqual(both);
    expect(looksAt(all(powerShell, not(any(original, where("User", "equals", "SYSTEM")))))).toEqual(both);
  });

  test("is Sysmon 1 alone where a filter within a filter needs the field", () => {
    expect(looksAt(all(powerShell, not(not(original))))).toEqual(["Sysmon 1"]);
    expect(looksAt(all(powerShell, not(any(not(original), where("User", "equals", "SYSTEM")))))).toEqual(["Sysmon 1"]);
  });

  test("any test of the field needs it, not only equality", () => {
    expect(looksAt(where("OriginalFileName", "exists"))).toEqual(["Sysmon 1"]);
    expect(looksAt(cased(where("originalfilename", "regex", "^P")))).toEqual(["Sysmon 1"]);
  });

  test("what was not understood takes nothing away", () => {
    expect(looksAt(any(opaque("`macro`"), original))).toEqual(both);
    expect(looksAt(all(constraint("count > 5"), opaque("`macro`")))).toEqual(both);
  });

  test("of a sequence each event is one step: what one step needs, the others do not", () => {
    expect(looksAt(sequence([original, powerShell]))).toEqual(both);
    expect(looksAt(sequence([original, all(original, powerShell)]))).toEqual(["Sysmon 1"]);
  });
});

describe("registry events", () => {
  const looksAt = (condition: Condition) => eventsOf({ category: "registry_event" }, condition);

  test("are Sysmon 12, 13 and 14", () => {
    expect(looksAt(where("TargetObject", "contains", "\\Run\\"))).toEqual(["Sysmon 12", "Sysmon 13", "Sysmon 14"]);
  });

  test("are those that the rule names by EventID or EventType", () => {
    expect(looksAt(where("EventID", "equals", "13"))).toEqual(["Sysmon 13"]);
    expect(looksAt(where("EventID", "equals", "12", "13"))).toEqual(["Sysmon 12", "Sysmon 13"]);
    expect(looksAt(where("EventType", "equals", "setvalue"))).toEqual(["Sysmon 13"]);
    expect(looksAt(where("EventType", "equals", "RenameKey", "CreateKey"))).toEqual(["Sysmon 12", "Sysmon 14"]);
  });

  test("leave out those that lack a field that the rule needs", () => {
    expect(looksAt(where("Details", "contains", "powershell"))).toEqual(["Sysmon 13"]);
    expect(looksAt(where("NewName", "contains", "\\Run\\"))).toEqual(["Sysmon 14"]);
  });

  test("ids that branches name are joined, and ids that parts name narrow each other", () => {
    const setValue = where("EventID", "equals", "13");
    const rename = where("EventID", "equals", "14");

    expect(looksAt(any(setValue, rename))).toEqual(["Sysmon 13", "Sysmon 14"]);
    expect(looksAt(any(setValue, powerShell))).toEqual(["Sysmon 12", "Sysmon 13", "Sysmon 14"]);
    expect(looksAt(all(where("EventID", "equals", "12", "13"), setValue))).toEqual(["Sysmon 13"]);
    expect(looksAt(all(setValue, rename))).toEqual([]);
  });

  test("an id that is compared in another way says nothing", () => {
    expect(looksAt(where("EventID", "gte", "13"))).toEqual(["Sysmon 12", "Sysmon 13", "Sysmon 14"]);
  });
});

describe("an event log", () => {
  const security = (condition: Condition) => eventsOf({ service: "security" }, condition);

  test("is looked at for each of the event ids that a rule lists", () => {
    const logons = where("EventID", "equals", "4625", "4624");

    expect(security(all(logons, where("LogonType", "equals", "3")))).toEqual([
      "Security-Auditing 4624",
      "Security-Auditing 4625",
    ]);
  });

  test("an id in a filter is not looked at", () => {
    expect(security(all(where("EventID", "equals", "4624"), not(where("EventID", "equals", "4634"))))).toEqual([
      "Security-Auditing 4624",
    ]);
  });

  test("an event that another provider writes into the log is that provider's", () => {
    expect(security(where("EventID", "equals", "1102"))).toEqual(["Eventlog 1102"]);
  });

  test("a rule without an id looks at nothing that is known", () => {
    expect(security(where("SubjectUserName", "equals", "guest"))).toEqual([]);
  });

  test("the provider is the one that the rule names, without its prefix and under its usual name", () => {
    const system = (provider: string, id: string) =>
      eventsOf({ service: "system" }, all(where("Provider_Name", "equals", provider), where("EventID", "equals", id)));

    expect(system("Service Control Manager", "7045")).toEqual(["Service Control Manager 7045"]);
    expect(system("Microsoft-Windows-Eventlog", "104")).toEqual(["Eventlog 104"]);
    expect(eventsOf({ service: "system" }, where("EventID", "equals", "7045"))).toEqual([
      "Service Control Manager 7045",
    ]);
  });

  test("pairs of provider and id stay pairs", () => {
    const cleared = any(
      all(where("Provider_Name", "equals", "Security"), where("EventID", "equals", "517")),
      all(where("Provider_Name", "equals", "Microsoft-Windows-Eventlog"), where("EventID", "equals", "1102")),
    );

    expect(security(cleared)).toEqual(["Eventlog 1102", "Security 517"]);
    expect(security(all(cleared, where("User", "equals", "guest")))).toEqual(["Eventlog 1102", "Security 517"]);
  });

  test("where a branch names no provider, every id is every provider's", () => {
    const mixed = any(
      all(where("Provider_Name", "equals", "A"), where("EventID", "equals", "1")),
      all(where("Provider_Name", "equals", "B"), where("EventID", "equals", "2")),
      where("EventID", "equals", "3"),
    );

    expect(eventsOf({ service: "application" }, mixed)).toEqual(["A 1", "A 2", "A 3", "B 1", "B 2", "B 3"]);
  });

  test("where two parts name both, neither is the branch", () => {
    const pair = (provider: string, id: string) =>
      all(where("Provider_Name", "equals", provider), where("EventID", "equals", id));

    expect(eventsOf({ service: "application" }, all(pair("A", "1"), pair("B", "2")))).toEqual([
      "A 1",
      "A 2",
      "B 1",
      "B 2",
    ]);
  });

  test("a provider goes by its usual name", () => {
    const server = all(where("Provider_Name", "equals", "mssql"), where("EventID", "equals", "18456"));

    expect(eventsOf({ service: "application" }, server)).toEqual(["MSSQLSERVER 18456"]);
  });

  test("providers and ids in lists of their own are every pair of them", () => {
    const clocks = all(
      where("Provider_Name", "equals", "Kerberos-Key-Distribution-Center", "Eventlog"),
      where("EventID", "equals", "39", "41"),
    );

    expect(eventsOf({ service: "system" }, clocks)).toHaveLength(4);
  });

  test("the events of all steps of a sequence are looked at", () => {
    const steps = sequence([where("EventID", "equals", "4625"), where("EventID", "equals", "4624")]);

    expect(security(steps)).toEqual(["Security-Auditing 4624", "Security-Auditing 4625"]);
  });
});

describe("other log sources", () => {
  test("a cloud's operations are its events", () => {
    const created = where("eventName", "equals", "CreateAccessKey", "CreateLoginProfile");

    expect(eventsOf({ product: "aws", service: "cloudtrail" }, created)).toEqual([
      "AWS-CloudTrail CreateAccessKey",
      "AWS-CloudTrail CreateLoginProfile",
    ]);
  });

  test("an unknown log source has no events", () => {
    expect(eventsOf({ product: "acme", service: "vault" }, powerShell)).toEqual([]);
  });

  test("an event has its title, and none where none is known", () => {
    const rule = aRule({ condition: powerShell });

    expect(shipped.eventsOf(rule)).toEqual([
      { provider: "Security-Auditing", id: "4688", title: "A new process has been created" },
      { provider: "Sysmon", id: "1", title: "Process creation" },
    ]);
    expect(
      shipped.eventsOf(
        aRule({
          logSource: { category: undefined, product: "aws", service: "cloudtrail" },
          condition: where("eventName", "equals", "StopLogging"),
        }),
      ),
    ).toEqual([{ provider: "AWS-CloudTrail", id: "StopLogging", title: "" }]);
  });
});

describe("a map of one's own", () => {
  const map: LogSourceMap = {
    providerPrefixes: [],
    providerAliases: {},
    operations: {},
    tableSeparators: [],
    entries: [
      { when: [{ table: "vpn_*" }], events: [{ provider: "Acme VPN", id: "LOGIN_FAILED" }] },
      {
        when: [{ table: "vault" }],
        events: [{ provider: "Acme Vault", id: "opened" }],
        named: { fields: ["action", "verb"], provider: "Acme Vault", ids: { r: "read" } },
      },
      { when: [{ table: "*" }], events: [{ provider: "Acme", id: "any" }] },
    ],
  };
  const acme = createEventMap(map, {});
  const looksAt = (tables: readonly string[], condition: Condition = powerShell) =>
    acme
      .eventsOf(aRule({ condition, logSource: { ...nowhere, tables } }))
      .map(({ provider, id }) => `${provider} ${id}`);

  test("the first entry that holds applies, once for each table", () => {
    expect(looksAt(["vpn_eu"])).toEqual(["Acme VPN LOGIN_FAILED"]);
    expect(looksAt(["vpn_eu", "vpn_us", "proxy"])).toEqual(["Acme any", "Acme VPN LOGIN_FAILED"]);
    expect(looksAt([])).toEqual([]);
  });

  test("an entry may have events of its own and others that rules name, by the first field that they test", () => {
    const opened = all(where("action", "equals", "r"), where("verb", "equals", "write"));

    expect(looksAt(["vault"], opened)).toEqual(["Acme Vault opened", "Acme Vault read"]);
    expect(looksAt(["vault"], where("verb", "equals", "write"))).toEqual(["Acme Vault opened", "Acme Vault write"]);
  });

  test("a log source is told from another by each of its words", () => {
    const entries = [{ when: [{ product: "a", category: "b" }], events: [{ provider: "Acme", id: "1" }] }];
    const events = createEventMap({ ...map, entries }, {});
    const of = (product: string, category: string | undefined, service: string | undefined) =>
      events.eventsOf(aRule({ logSource: { product, category, service } })).length;

    expect([of("a", "b", undefined), of("a", undefined, "b"), of("a", "b", "c")]).toEqual([1, 0, 1]);
  });
});

const nowhere: LogSource = {
  vocabulary: "acme",
  product: undefined,
  category: undefined,
  service: undefined,
  tables: [],
};
const shipped = createEventMap(
  readData<LogSourceMap>("log-sources.json"),
  readData<{ titles: EventTitles }>("titles.json").titles,
);

/** On Windows, unless the log source says otherwise. */
function eventsOf(logSource: Partial<LogSource>, condition: Condition): readonly string[] {
  const rule = aRule({ condition, logSource: { ...nowhere, vocabulary: "sigma", product: "windows", ...logSource } });
  return shipped.eventsOf(rule).map(({ provider, id }) => `${provider} ${id}`);
}

function readData<Data>(file: string): Data {
  return JSON.parse(readFileSync(new URL(`../../data/events/${file}`, import.meta.url), "utf8"));
}
