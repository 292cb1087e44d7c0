import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createEventMap } from "../../src/canon/events.ts";
import type { EventTitles } from "../../src/canon/known-events.ts";
import type { LogSourceMap } from "../../src/canon/log-source-map.ts";
import type { Condition } from "../../src/model/condition.ts";
import type { LogSource } from "../../src/model/rule.ts";
import { all, any, aRule, keyword, not, sequence, where } from "../support/rule-builder.ts";

const category = (word: string) => where("event.category", "equals", word);
const type = (word: string) => where("event.type", "equals", word);
const action = (...words: readonly string[]) => where("event.action", "equals", ...words);
const code = (...ids: readonly string[]) => where("event.code", "equals", ...ids);
const dataset = (name: string) => where("data_stream.dataset", "equals", name);
const eventCode = (...ids: readonly string[]) => where("EventCode", "equals", ...ids);
const whoami = where("process.name", "equals", "whoami.exe");
const start = all(category("process"), type("start"), whoami);

const endpoints = [
  "winlogbeat-*",
  "logs-endpoint.events.process-*",
  "logs-crowdstrike.fdr*",
  "logs-m365_defender.event-*",
  "logs-sentinel_one_cloud_funnel.*",
];

describe("an Elastic rule on logons", () => {
  const logon = all(category("authentication"), where("LogonType", "equals", "3"));
  const log = ["logs-system.security*"];

  test("looks at those events only that have the type of a logon, where it asks for one", () => {
    expect(elastic(log, category("authentication"))).toContain("Security-Auditing 4769");
    expect(elastic(log, logon)).toEqual(["Security-Auditing 4624", "Security-Auditing 4625", "Security-Auditing 4634"]);
  });

  test("looks at a logon and a failed one, where it asks for the process that vouches for them", () => {
    const vouched = where("LogonProcessName", "starts_with", "Advapi");

    expect(elastic(log, all(logon, vouched))).toEqual(["Security-Auditing 4624", "Security-Auditing 4625"]);
  });
});

describe("an Elastic rule on processes", () => {
  test("looks at the start of a process in each product whose events it reads", () => {
    expect(elastic(endpoints, start)).toEqual([
      "CrowdStrike ProcessRollup2",
      "CrowdStrike SyntheticProcessRollup2",
      "Defender XDR DeviceProcessEvents",
      "Elastic Defend process start",
      "Security-Auditing 4688",
      "SentinelOne Process Creation",
      "Sysmon 1",
    ]);
  });

  test("looks at those alone that have the action that it asks for", () => {
    const executed = all(start, action("exec", "ProcessRollup2"));

    expect(elastic(["logs-endpoint.events.process*", "logs-crowdstrike.fdr*", "endgame-*"], executed)).toEqual([
      "CrowdStrike ProcessRollup2",
      "Elastic Defend process start",
    ]);
    expect(elastic(["auditbeat-*", "logs-auditd_manager.auditd-*"], all(start, action("executed")))).toEqual([
      "auditd EXECVE",
    ]);
  });

  test("leaves 4688 out where every way to match needs a field that it lacks", () => {
    const renamed = where("process.pe.original_file_name", "equals", "whoami.exe");

    expect(elastic(["winlogbeat-*"], all(start, renamed))).toEqual(["Sysmon 1"]);
    expect(elastic(["winlogbeat-*"], all(category("process"), type("start"), any(whoami, renamed)))).toEqual([
      "Security-Auditing 4688",
      "Sysmon 1",
    ]);
  });

  test("looks at a fork, an end or a change only if it asks for one", () => {
    const defend = ["logs-endpoint.events.process-*"];

    expect(elastic(defend, all(category("process"), whoami))).toEqual(["Elastic Defend process start"]);
    expect(elastic(defend, all(start, action("exec", "fork")))).toEqual([
      "Elastic Defend process fork",
      "Elastic Defend process start",
    ]);
    expect(elastic(defend, all(category("process"), type("end")))).toEqual(["Elastic Defend process end"]);
  });

  test("on one system has no events of another", () => {
    const windows = where("host.os.type", "equals", "windows");

    expect(elastic(["logs-endpoint.events.process-*"], all(start, action("exec", "fork"), windows))).toEqual([
      "Elastic Defend process start",
    ]);
  });
});

describe("an Elastic rule on other events of endpoints", () => {
  test.each<[string, readonly string[], Condition, readonly string[]]>([
    [
      "a file that is not deleted",
      ["logs-endpoint.events.file-*"],
      all(category("file"), not(type("deletion"))),
      ["creation", "modification", "overwrite", "rename"].map((what) => `Elastic Defend file ${what}`),
    ],
    [
      "a new file",
      ["logs-endpoint.events.file-*", "logs-windows.sysmon_operational-*", "endgame-*"],
      all(category("file"), type("creation"), where("file.extension", "equals", "lnk")),
      ["Elastic Defend file creation", "Elastic Endgame file creation", "Sysmon 11", "Sysmon 27", "Sysmon 29"],
    ],
    [
      "a registry value",
      ["logs-endpoint.events.registry-*", "winlogbeat-*"],
      all(category("registry"), type("change"), where("registry.data.strings", "contains", "powershell")),
      ["Elastic Defend registry modification", "Sysmon 13"],
    ],
    [
      "a library, as the agent and as Sysmon has it",
      ["logs-endpoint.events.library-*", "logs-windows.sysmon_operational-*"],
      any(category("library"), all(category("process"), where("event.action", "starts_with", "Image loaded"))),
      ["Elastic Defend library load", "Sysmon 7"],
    ],
    [
      "a DNS query",
      ["logs-endpoint.events.network-*", "logs-windows.sysmon_operational-*"],
      all(category("network"), where("dns.question.name", "ends_with", ".onion.to")),
      ["Elastic Defend network lookup_requested", "Elastic Defend network lookup_result", "Sysmon 22"],
    ],
    [
      "a connection and the process before it",
      ["logs-endpoint.events.*"],
      sequence([all(category("process"), type("start")), all(category("network"), action("connection_attempted"))]),
      ["Elastic Defend network connection_attempted", "Elastic Defend process start"],
    ],
    [
      "what an agent reports",
      ["logs-endpoint.alerts-*"],
      all(where("event.kind", "equals", "alert"), code("shellcode_thread")),
      ["Elastic Defend alert"],
    ],
  ])("%s", (_, tables, condition, events) => {
    expect(elastic(tables, condition)).toEqual(events);
  });
});

describe("an Elastic rule on the Windows event logs", () => {
  const logs = [
    "winlogbeat-*",
    "logs-system.security*",
    "logs-windows.sysmon_operational-*",
    "logs-windows.powershell*",
  ];

  test.each<[string, Condition, readonly string[]]>([
    ["a code belongs to the one provider that has it", code("4624"), ["Security-Auditing 4624"]],
    ["several codes are as many events", code("4624", "4625"), ["Security-Auditing 4624", "Security-Auditing 4625"]],
    ["a small code is Sysmon's", all(code("10"), category("process")), ["Sysmon 10"]],
    ["an action stands for a code", all(category("iam"), action("reset-password")), ["Security-Auditing 4724"]],
    [
      "the outcome tells two logons apart",
      all(action("logged-in", "logon-failed"), where("event.outcome", "equals", "failure")),
      ["Security-Auditing 4625"],
    ],
    [
      "the log's own clearing is the event log's",
      action("audit-log-cleared", "Log clear"),
      ["Eventlog 104", "Eventlog 1102"],
    ],
    [
      "a service is installed in two logs",
      action("service-installed"),
      ["Security-Auditing 4697", "Service Control Manager 7045"],
    ],
    [
      "a script block is 4104",
      all(category("process"), where("powershell.file.script_block_text", "contains", "Add-Type")),
      ["PowerShell 4104"],
    ],
    [
      "a provider may be named",
      all(where("event.provider", "equals", "Microsoft-Windows-WMI-Activity"), code("5861")),
      ["WMI-Activity 5861"],
    ],
    [
      "a rule that names nothing looks at nothing that is known",
      where("winlog.event_data.ObjectClass", "equals", "user"),
      [],
    ],
    ["nor one that says what it does not look at", not(code("4624")), []],
    ["a code that nobody has is no event", code("99999"), []],
  ])("%s", (_, condition, events) => {
    expect(elastic(logs, condition)).toEqual(events);
  });
});

describe("an operation of a cloud service", () => {
  const created = ["AWS-CloudTrail CreateAccessKey"];
  const added = ["Entra-AuditLogs Add member to role"];

  test("is one event in every format", () => {
    expect(sigma("aws", "cloudtrail", where("eventName", "equals", "CreateAccessKey"))).toEqual(created);
    expect(elastic(["filebeat-*", "logs-aws.cloudtrail-*"], action("CreateAccessKey"))).toEqual(created);
    expect(splunk(["`cloudtrail`"], where("eventName", "equals", "createaccesskey"))).toEqual(created);
    expect(splunk(["`amazon_security_lake`"], where("api.operation", "equals", "CreateAccessKey"))).toEqual(created);
    expect(splunk(["AWS CloudTrail CreateAccessKey", "Change"], keyword("key"))).toEqual(created);
  });

  test("is one event with and without a full stop, and in any case", () => {
    const operation = where("azure.auditlogs.operation_name", "equals", "Add Member to Role.");

    expect(sigma("azure", "auditlogs", where("properties.message", "equals", "Add member to role"))).toEqual(added);
    expect(elastic(["logs-azure.auditlogs-*"], operation)).toEqual(added);
    expect(splunk(["`azure_monitor_aad`"], where("operationName", "equals", "Add member to role"))).toEqual(added);
    expect(splunk(["Azure Active Directory Add member to role"], keyword("role"))).toEqual(added);
  });

  test("is found by its data set where an index pattern holds many", () => {
    const rule = all(dataset("okta.system"), action("user.account.lock"));

    expect(elastic(["logs-*"], action("user.account.lock"))).toEqual([]);
    expect(elastic(["logs-*", "okta.system"], rule)).toEqual(["Okta user.account.lock"]);
  });

  test("belongs to the log whose data set its branch names", () => {
    const either = any(
      all(dataset("azure.auditlogs"), action("Register device")),
      all(dataset("azure.signinlogs"), where("event.outcome", "equals", "success")),
    );

    expect(elastic(["logs-azure.*"], either)).toEqual([
      "Entra-AuditLogs Register device",
      "Entra-SignInLogs Sign-in activity",
    ]);
    expect(elastic(["logs-azure.*"], all(dataset("azure.auditlogs"), action("Register device")))).toEqual([
      "Entra-AuditLogs Register device",
    ]);
  });

  test("is found by a pattern, among those that are known", () => {
    const enabled = where("eventName", "starts_with", "UpdateFunctionConfiguration");

    expect(sigma("aws", "cloudtrail", enabled)).toEqual(["AWS-CloudTrail UpdateFunctionConfiguration20150331v2"]);
    expect(
      elastic(["logs-gcp*"], where("event.action", "wildcard", "google.logging.v*.ConfigServiceV*.DeleteSink")),
    ).toEqual(["GCP-Audit google.logging.v2.ConfigServiceV2.DeleteSink"]);
    expect(
      sigma("m365", "audit", all(where("Operation", "contains", "domain"), where("Operation", "contains", "add"))),
    ).toEqual(["M365-Audit Add domain to company"]);
  });

  test("of Kubernetes is what is done, and to what", () => {
    const read = all(where("verb", "equals", "get", "list"), where("objectRef.resource", "equals", "secrets"));

    expect(sigma("kubernetes", "audit", read)).toEqual([
      "Kubernetes-Audit get secrets",
      "Kubernetes-Audit list secrets",
    ]);
    expect(splunk(["`kube_audit`"], read)).toEqual(["Kubernetes-Audit get secrets", "Kubernetes-Audit list secrets"]);
    expect(sigma("kubernetes", "audit", where("verb", "equals", "delete"))).toEqual(["Kubernetes-Audit delete"]);
  });

  test("that is one of thousands of pairs stays what is done", () => {
    const names = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word}${index}`);
    const hostile = all(
      where("verb", "equals", ...names(2000, "v")),
      where("objectRef.resource", "equals", ...names(2000, "r")),
    );

    expect(sigma("kubernetes", "audit", hostile)).toHaveLength(2000);
  });
});

describe("a Splunk rule", () => {
  const declared = ["Sysmon EventID 1", "Windows Event Log Security 4688", "CrowdStrike ProcessRollup2"];
  const processName = where("Processes.process_name", "equals", "whoami.exe");

  test("looks at the ids that its search asks a log for, each of a list", () => {
    expect(splunk(["`wineventlog_security`"], eventCode("4624", "4625"))).toEqual([
      "Security-Auditing 4624",
      "Security-Auditing 4625",
    ]);
    expect(splunk(["XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"], eventCode("10"))).toEqual(["Sysmon 10"]);
    expect(splunk(["`powershell`"], eventCode("4104"))).toEqual(["PowerShell 4104"]);
    expect(splunk(["`wineventlog_system`"], eventCode("7045"))).toEqual(["Service Control Manager 7045"]);
  });

  test("of two logs gives each its own ids", () => {
    expect(splunk(["`sysmon`", "`wineventlog_security`"], eventCode("1", "4688"))).toEqual([
      "Security-Auditing 4688",
      "Sysmon 1",
    ]);
  });

  test("looks at what it declares where the search fixes no id", () => {
    expect(splunk([...declared, "Endpoint.Processes"], processName)).toEqual([
      "CrowdStrike ProcessRollup2",
      "Security-Auditing 4688",
      "Sysmon 1",
    ]);
    expect(splunk(["Sysmon EventID 3", "`sysmon`"], eventCode("22"))).toEqual(["Sysmon 22"]);
  });

  test.each([
    ["Sysmon EventID 1 AND Sysmon EventID 11", ["Sysmon 1", "Sysmon 11"]],
    ["Sysmon EventID 12 ", ["Sysmon 12"]],
    ["Sysmon for Linux EventID 11", ["Linux-Sysmon 11"]],
    ["Windows Event Log Security 1102", ["Eventlog 1102"]],
    ["Windows Event Log Defender 5007", ["Windows Defender 5007"]],
    ["O365 Add member to role.", ["M365-Audit Add member to role"]],
    ["Azure Active Directory Sign-in activity", ["Entra-SignInLogs Sign-in activity"]],
    ["Linux Auditd Proctitle", ["auditd PROCTITLE"]],
    ["Something of our own", []],
  ])("declares %j", (source, events) => {
    expect(splunk([source], keyword("x"))).toEqual(events);
  });

  test("looks at the usual events of a data model where it declares none", () => {
    const renamed = where("Processes.original_file_name", "equals", "whoami.exe");

    expect(splunk(["Endpoint.Processes"], processName)).toEqual(["Security-Auditing 4688", "Sysmon 1"]);
    expect(splunk(["Endpoint.Processes"], all(processName, renamed))).toEqual(["Sysmon 1"]);
    expect(splunk(["Endpoint.Registry"], where("Registry.registry_value_data", "equals", "0x00000001"))).toEqual([
      "Sysmon 13",
    ]);
  });

  test("does not take Splunk's own `eventtype` for Okta's `eventType`", () => {
    const rule = all(where("eventtype", "equals", "okta_log"), where("eventType", "equals", "user.session.start"));

    expect(splunk(["`okta`"], rule)).toEqual(["Okta user.session.start"]);
  });
});

describe("a Sigma rule on Linux", () => {
  test("looks at the record types that it names, and at those that have its fields", () => {
    expect(sigma("linux", "auditd", where("type", "equals", "USER_CMD"))).toEqual(["auditd USER_CMD"]);
    expect(sigma("linux", "auditd", where("a1", "starts_with", "--cpu-priority"))).toEqual(["auditd EXECVE"]);
    expect(sigma("linux", "auditd", where("syscall", "equals", "init_module"))).toEqual(["auditd SYSCALL"]);
    expect(sigma("linux", "auditd", where("key", "equals", "susp_activity"))).toEqual([]);
  });
});

const map: LogSourceMap = readData("log-sources.json");
const shipped = createEventMap(map, readData<{ titles: EventTitles }>("titles.json").titles);

function elastic(tables: readonly string[], condition: Condition): readonly string[] {
  return eventsOf(
    { vocabulary: "ecs", product: undefined, category: undefined, service: undefined, tables },
    condition,
  );
}

function splunk(tables: readonly string[], condition: Condition): readonly string[] {
  return eventsOf(
    { vocabulary: "cim", product: undefined, category: undefined, service: undefined, tables },
    condition,
  );
}

function sigma(product: string, service: string, condition: Condition): readonly string[] {
  return eventsOf({ vocabulary: "sigma", product, category: undefined, service, tables: [] }, condition);
}

function eventsOf(logSource: LogSource, condition: Condition): readonly string[] {
  return shipped.eventsOf(aRule({ logSource, condition })).map(({ provider, id }) => `${provider} ${id}`);
}

function readData<Data>(file: string): Data {
  return JSON.parse(readFileSync(new URL(`../../data/events/${file}`, import.meta.url), "utf8"));
}
