import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { EventTitles } from "../../src/canon/known-events.ts";
import type { LogSourceEntry, LogSourceMap } from "../../src/canon/log-source-map.ts";
import { mapProblems } from "../support/event-map-problems.ts";

const map: LogSourceMap = JSON.parse(readData("log-sources.json"));
const titles: EventTitles = JSON.parse(readData("titles.json")).titles;

describe("the map of log sources", () => {
  test("does not contradict itself", () => {
    expect(mapProblems(map)).toEqual([]);
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
