import { describe, expect, test } from "vitest";
import { EventSpellings, KnownEvents } from "../../src/canon/known-events.ts";
import { anEvent } from "../support/rule-builder.ts";

const titles = { auditd: { EXECVE: "A program was executed" } };
const map = { entries: [], operations: { "AWS-CloudTrail": ["CreateAccessKey"], "Entra-AuditLogs": ["Add user"] } };

describe("an event that is known", () => {
  const events = new KnownEvents(titles, map);

  test("is the same however it is spelled", () => {
    const created = events.of("AWS-CloudTrail", "CreateAccessKey");

    expect(events.of("aws-cloudtrail", "createaccesskey")).toBe(created);
    expect(created).toEqual({ provider: "AWS-CloudTrail", id: "CreateAccessKey", title: "" });
  });

  test("is the same with and without the full stop that some services end a name with", () => {
    expect(events.of("Entra-AuditLogs", "Add user.")).toBe(events.of("Entra-AuditLogs", "Add user"));
  });

  test("has its title, whatever the spelling", () => {
    expect(events.of("auditd", "execve")).toEqual({
      provider: "auditd",
      id: "EXECVE",
      title: "A program was executed",
    });
  });

  test("of another provider is another", () => {
    expect(events.of("Linux-Sysmon", "1")).not.toBe(events.of("Sysmon", "1"));
  });
});

describe("an event that is not known", () => {
  const events = new KnownEvents(titles, map);

  test("has a number for an id, however it is written", () => {
    expect(events.of("Security-Auditing", "04624")).toBe(events.of("Security-Auditing", "4624"));
    expect(events.of("Security-Auditing", "04624").id).toBe("4624");
    expect(events.of("CyberArk-PAS", "0").id).toBe("0");
  });

  test("keeps its spelling, whatever was asked for before, and that of its provider if it is known", () => {
    expect(events.of("aws-cloudtrail", "leaveorganization").id).toBe("leaveorganization");
    expect(events.of("aws-cloudtrail", "LeaveOrganization")).toEqual({
      provider: "AWS-CloudTrail",
      id: "LeaveOrganization",
      title: "",
    });
  });
});

describe("events of a corpus", () => {
  test("keep the first spelling", () => {
    const spellings = new EventSpellings();
    const first = anEvent("Okta user.account.lock");

    expect(spellings.of(first)).toBe(first);
    expect(spellings.of(anEvent("Okta User.Account.Lock"))).toBe(first);
    expect(spellings.of(anEvent("okta user.account.lock."))).toBe(first);
    expect(spellings.of(anEvent("Okta user.account.unlock"))).not.toBe(first);
  });

  test("is the same in every rule, whose other events stay in their order", () => {
    const spellings = new EventSpellings();
    const first = [anEvent("Okta user.account.lock")];

    expect(spellings.ofRule(first)).toBe(first);
    expect(spellings.ofRule([anEvent("Okta User.Account.Lock"), anEvent("Okta user.account.lock.")])).toEqual(first);
    expect(spellings.ofRule([anEvent("Sysmon 1"), anEvent("Okta User.Account.Lock")])).toEqual([
      ...first,
      anEvent("Sysmon 1"),
    ]);
  });
});
