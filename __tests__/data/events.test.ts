import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface LogSourceMap {
  readonly providerPrefixes: readonly string[];
  readonly entries: readonly LogSourceEntry[];
}

interface LogSourceEntry {
  readonly when: readonly Readonly<Record<string, string>>[];
  readonly events?: readonly MappedEvent[];
  readonly named?: NamedEvents;
}

interface MappedEvent {
  readonly provider: string;
  readonly id: string;
  readonly lacks?: readonly string[];
}

interface NamedEvents {
  readonly fields: readonly string[];
  readonly provider: string;
  readonly providers?: Readonly<Record<string, readonly string[]>>;
}

const map: LogSourceMap = JSON.parse(readData("log-sources.json"));
const titles: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(readData("titles.json")).titles;

describe("the map of log sources", () => {
  test("every entry says when it holds and what is looked at", () => {
    for (const { when, events, named } of map.entries) {
      expect(when.length).toBeGreaterThan(0);
      for (const match of when) {
        expect(Object.keys(match).length).toBeGreaterThan(0);
        expect(["vocabulary", "product", "category", "service", "table"]).toEqual(
          expect.arrayContaining(Object.keys(match)),
        );
      }
      expect(events !== undefined || named !== undefined).toBe(true);
    }
  });

  test("no condition stands twice, and none behind a wider one that would always win", () => {
    const conditions = map.entries.flatMap(({ when }) => when);
    const hidden = conditions.filter((condition, index) =>
      conditions.slice(0, index).some((earlier) => isWider(earlier, condition)),
    );

    expect(hidden).toEqual([]);
  });

  test("providers are named without their prefix", () => {
    const providers = map.entries.flatMap(({ events = [], named }) => [
      ...events.map(({ provider }) => provider),
      named?.provider ?? "",
      ...Object.keys(named?.providers ?? {}),
    ]);

    expect(providers.filter((name) => map.providerPrefixes.some((prefix) => name.startsWith(prefix)))).toEqual([]);
  });

  test("process_creation on Windows is Sysmon 1 and Security 4688", () => {
    expect(eventsOf("process_creation")).toEqual(["Sysmon 1", "Security-Auditing 4688"]);
  });

  test("4688 lacks what only Sysmon knows of a process, and nothing that it has under another name", () => {
    const audit = entryOf("process_creation")?.events?.find(({ id }) => id === "4688");

    expect(audit?.lacks).toEqual(
      expect.arrayContaining(["OriginalFileName", "Hashes", "CurrentDirectory", "Company", "Product", "Description"]),
    );
    for (const field of ["Image", "CommandLine", "ParentImage", "User", "LogonId", "IntegrityLevel", "ProcessId"]) {
      expect(audit?.lacks).not.toContain(field);
    }
  });

  test.each([
    ["registry_set", ["Sysmon 13"]],
    ["registry_event", ["Sysmon 12", "Sysmon 13", "Sysmon 14"]],
    ["file_event", ["Sysmon 11"]],
    ["image_load", ["Sysmon 7"]],
    ["dns_query", ["Sysmon 22"]],
    ["process_access", ["Sysmon 10"]],
    ["pipe_created", ["Sysmon 17", "Sysmon 18"]],
    ["wmi_event", ["Sysmon 19", "Sysmon 20", "Sysmon 21"]],
    ["ps_script", ["PowerShell 4104"]],
    ["ps_module", ["PowerShell 4103"]],
  ])("%s on Windows is %j", (category, events) => {
    expect(eventsOf(category)).toEqual(events);
  });

  test("the Security log's own clearing is written by the event log service", () => {
    const security = map.entries.find(({ when }) => when.some(({ service }) => service === "security"));

    expect(security?.named?.provider).toBe("Security-Auditing");
    expect(security?.named?.providers?.Eventlog).toContain("1102");
  });
});

describe("the titles of events", () => {
  test("every numbered event of the map has one", () => {
    const numbered = map.entries.flatMap(({ events = [] }) => events.filter(({ id }) => /^\d+$/.test(id)));

    expect(numbered.filter(({ provider, id }) => titles[provider]?.[id] === undefined)).toEqual([]);
  });

  test.each([
    ["Sysmon", "1", "Process creation"],
    ["Security-Auditing", "4688", "A new process has been created"],
    ["Security-Auditing", "4624", "An account was successfully logged on"],
    ["Service Control Manager", "7045", "A service was installed in the system"],
    ["Eventlog", "1102", "The audit log was cleared"],
    ["WMI-Activity", "5861", "WMI permanent event created"],
  ])("%s %s is called %j", (provider, id, title) => {
    expect(titles[provider]?.[id]).toBe(title);
  });

  test("none only repeats the id", () => {
    const all = Object.values(titles).flatMap((events) => Object.values(events));

    expect(all.filter((title) => title === "" || /^Event \d+/.test(title))).toEqual([]);
  });
});

function isWider(earlier: Readonly<Record<string, string>>, later: Readonly<Record<string, string>>): boolean {
  return Object.entries(earlier).every(([key, value]) => later[key] === value);
}

function entryOf(category: string): LogSourceEntry | undefined {
  return map.entries.find(({ when }) =>
    when.some((match) => match.product === "windows" && match.category === category),
  );
}

function eventsOf(category: string): readonly string[] {
  return entryOf(category)?.events?.map(({ provider, id }) => `${provider} ${id}`) ?? [];
}

function readData(file: string): string {
  return readFileSync(new URL(`../../data/events/${file}`, import.meta.url), "utf8");
}
