import { expect } from "vitest";
import { elasticRule } from "../support/elastic-rule.ts";
import { createRepository, type Files, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";

export const lsassPath = "rules/windows/credential_access_lsass_dump.toml";
export const auditPath = "rules/linux/defense_evasion_audit_daemon_stopped.toml";
export const wmiPath = "rules/windows/persistence_wmi_consumer.toml";

export const lsass = {
  id: "01",
  title: "LSASS dumped by ProcDump",
  technique: "T1003.001",
  query: [
    'process where host.os.type == "windows" and event.type == "start" and',
    '  process.name : ("procdump.exe", "procdump64.exe") and',
    '  process.command_line : "*lsass*" and',
    '  not process.parent.name : "helpdesk.exe"',
  ],
} as const;

export const audit = {
  id: "02",
  title: "Audit daemon stopped",
  technique: "T1685",
  type: "query",
  language: "kuery",
  index: "logs-auditd_manager.auditd-*",
  query: [
    "event.category:process and host.os.type:linux and",
    "  process.name:(service or systemctl) and process.args:(auditd and stop)",
  ],
} as const;

export const wmi = {
  id: "03",
  title: "WMI consumer starts a script",
  technique: "T1546.003",
  type: "esql",
  query: [
    "from logs-endpoint.events.process-* metadata _id, _version, _index",
    '| where process.parent.name == "scrcons.exe" and process.name in ("cscript.exe", "wscript.exe")',
    "| stats Esql.hosts = count_distinct(host.id) by process.executable",
    "| where Esql.hosts < 3",
  ],
} as const;

export const rules: Files = {
  [lsassPath]: elasticRule(lsass),
  [auditPath]: elasticRule(audit),
  [wmiPath]: elasticRule(wmi),
};

/** A repository with these files and the three rules, and a commit that changes some. */
export function changed(change: Files, base: Files = {}): TestRepository {
  const repository = createRepository();
  repository.commit({ ...rules, ...base });
  repository.commit(change);
  return repository;
}

export function run(repository: TestRepository, ...args: readonly string[]) {
  return runDetcov(args, { directory: repository.path });
}

export async function diffOf(repository: TestRepository) {
  const { exitCode, stdout, stderr } = await run(repository, "diff", "--format", "json");
  expect(stderr).toBe("");
  return { exitCode, ...JSON.parse(stdout) };
}

export async function commentOn(repository: TestRepository): Promise<string> {
  const { stdout } = await run(repository, "diff", "--format", "markdown");
  return stdout;
}
