import { describe, expect, test } from "vitest";
import { KnownEvents } from "../../src/canon/known-events.ts";

describe("an event", () => {
  test("keeps the first spelling of its name, and is found by any other", () => {
    const events = new KnownEvents({}, empty);
    const created = events.of("AWS-CloudTrail", "CreateAccessKey");

    expect(events.of("aws-cloudtrail", "createaccesskey")).toBe(created);
    expect(created).toEqual({ provider: "AWS-CloudTrail", id: "CreateAccessKey", title: "" });
  });

  test("has a number for an id, however it is written", () => {
    const events = new KnownEvents({}, empty);

    expect(events.of("Security-Auditing", "04624")).toBe(events.of("Security-Auditing", "4624"));
    expect(events.of("Security-Auditing", "04624").id).toBe("4624");
    expect(events.of("CyberArk-PAS", "0").id).toBe("0");
  });

  test("is the same with and without the full stop that some services end a name with", () => {
    const events = new KnownEvents({}, empty);

    expect(events.of("Entra-AuditLogs", "Add member to role.")).toBe(
      events.of("Entra-AuditLogs", "Add member to role"),
    );
  });

  test("has its title, whatever the spelling", () => {
    const events = new KnownEvents({ auditd: { EXECVE: "A program was executed" } }, empty);

    expect(events.of("auditd", "execve").title).toBe("A program was executed");
  });

  test("of another provider is another", () => {
    const events = new KnownEvents({}, empty);

    expect(events.of("Linux-Sysmon", "1")).not.toBe(events.of("Sysmon", "1"));
  });
});

const empty = { entries: [], operations: {} };
