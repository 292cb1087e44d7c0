import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { detectionId, splunkDetection, splunkMacro } from "../support/splunk-detection.ts";

const processes = "| tstats `security_content_summariesonly` count from datamodel=Endpoint.Processes";

const comsvcs = {
  id: "01",
  name: "LSASS Memory Dumped with Comsvcs",
  technique: "T1003.001",
  search: `${processes}
  where Processes.process_name=rundll32.exe Processes.process="*comsvcs*" Processes.process="*MiniDump*"
  by Processes.dest Processes.process
| \`drop_dm_object_name(Processes)\``,
};

const download = {
  id: "02",
  name: "Certutil Downloads a File",
  technique: "T1105",
  search: `${processes}
  where \`process_certutil\` Processes.process="*urlcache*"
  by Processes.dest Processes.process
| \`drop_dm_object_name(Processes)\``,
};

const decode = {
  id: "03",
  name: "Certutil Decodes a File",
  technique: "T1140",
  search: `${processes}
  where \`process_certutil\` Processes.process IN ("*-decode*", "*-decodehex*")
  by Processes.dest Processes.process
| \`drop_dm_object_name(Processes)\``,
};

const logCleared = {
  id: "04",
  name: "Security Log Cleared",
  technique: "T1685.005",
  search: "`wineventlog_security` EventCode IN (1102, 1100)\n| stats count by dest",
  dataSource: "Windows Event Log Security 1102",
};

const runKey = {
  id: "05",
  name: "Run Key Points to Temporary Folder",
  technique: "T1547.001",
  search: `| tstats \`security_content_summariesonly\` count from datamodel=Endpoint.Registry
  where Registry.registry_path="*\\\\CurrentVersion\\\\Run\\\\*" Registry.registry_value_data="*\\\\Temp\\\\*"
  by Registry.dest Registry.registry_path`,
  dataSource: "Sysmon EventID 13",
};

const comsvcsPath = "detections/endpoint/lsass_memory_dumped_with_comsvcs.yml";
const downloadPath = "detections/endpoint/certutil_downloads_a_file.yml";
const decodePath = "detections/endpoint/certutil_decodes_a_file.yml";
const logClearedPath = "detections/endpoint/security_log_cleared.yml";
const runKeyPath = "detections/endpoint/run_key_points_to_temporary_folder.yml";
const certutilPath = "macros/process_certutil.yml";

const certutil = "(Processes.process_name=certutil.exe OR Processes.original_file_name=CertUtil.exe)";

/** A content repository on `main` with four detections, and a branch for the change. */
function createContentRepository(): TestRepository {
  const repository = createRepository();
  repository.commit({
    [comsvcsPath]: splunkDetection(comsvcs),
    [downloadPath]: splunkDetection(download),
    [decodePath]: splunkDetection(decode),
    [logClearedPath]: splunkDetection(logCleared),
    [certutilPath]: splunkMacro("process_certutil", certutil),
    "macros/wineventlog_security.yml": splunkMacro("wineventlog_security", "source=XmlWinEventLog:Security"),
    "baselines/users_seen.yml": "name: Users Seen\ntype: Baseline\nsearch: index=x | outputlookup users.csv\n",
    "lookups/hosts.yml": "name: hosts\nfilename: hosts.csv\n",
  });
  repository.branch("change");
  return repository;
}

async function run(repository: TestRepository, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await runDetcov(args, { directory: repository.path });
  expect(stderr).toBe("");
  return { exitCode, stdout };
}

function diff(repository: TestRepository, ...options: readonly string[]) {
  return run(repository, "diff", "--base", "main", ...options);
}

describe("a pull request that adds, edits and removes Splunk detections", () => {
  function createChange(): TestRepository {
    const repository = createContentRepository();
    repository.commit({
      [runKeyPath]: splunkDetection(runKey),
      [comsvcsPath]: splunkDetection(comsvcs).replace(' Processes.process="*MiniDump*"', ""),
      [logClearedPath]: undefined,
    });
    return repository;
  }

  test("loses the technique of the one that it removes, and fails", async () => {
    const { exitCode, stdout } = await diff(createChange(), "--format", "json");

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      corpus: { rules: 4, byFormat: { splunk: 4 }, diagnostics: [] },
      rules: {
        added: [{ key: detectionId("05") }],
        removed: [{ key: detectionId("04") }],
        moved: [],
        edited: [{ key: detectionId("01") }],
      },
      techniques: expect.arrayContaining([
        expect.objectContaining({ id: "T1547.001", change: "gained" }),
        expect.objectContaining({ id: "T1685.005", change: "lost", before: 1, after: 0 }),
      ]),
      findings: expect.arrayContaining([expect.objectContaining({ check: "technique-lost", subject: "T1685.005" })]),
      verdict: { outcome: "fail" },
    });
  });

  test("gets a comment that says so, and what the edit took away", async () => {
    const { stdout } = await diff(createChange(), "--format", "markdown");

    expect(stdout).toMatch(/^### ❌ .*lost/);
    expect(stdout).toMatch(/T1685\.005 .* has no rule left.*security_log_cleared\.yml/);
    expect(stdout).toMatch(/T1547\.001 .*run_key_points_to_temporary_folder\.yml/);
    expect(stdout).toMatch(/lsass_memory_dumped_with_comsvcs\.yml` \| wider \| no longer .*contains MiniDump/);
    expect(stdout).not.toContain("macros/");
  });
});

describe("a pull request that edits a macro", () => {
  test("edits the detections that use it, and says what changed in them and through which file", async () => {
    const repository = createContentRepository();
    repository.commit({ [certutilPath]: splunkMacro("process_certutil", "Processes.process_name=certutil.exe") });

    const json = await diff(repository, "--format", "json");
    const markdown = await diff(repository, "--format", "markdown");

    expect(json.exitCode).toBe(0);
    expect(JSON.parse(json.stdout).rules).toMatchObject({
      added: [],
      removed: [],
      moved: [],
      edited: [{ key: detectionId("03") }, { key: detectionId("02") }],
    });
    for (const path of [decodePath, downloadPath]) {
      const row = markdown.stdout.split("\n").find((line) => line.startsWith(`| \`${path}\``));
      expect(row).toMatch(/\| narrower \| no longer .*CertUtil\.exe.* through `macros\/process_certutil\.yml`/);
    }
  });

  test("changes nothing where only its description is edited", async () => {
    const repository = createContentRepository();
    repository.commit({ [certutilPath]: splunkMacro("process_certutil", certutil).replace("Part", "A part") });

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).rules).toEqual({ added: [], removed: [], moved: [], edited: [] });
  });

  test("fails where it breaks the macro, and names its file", async () => {
    const repository = createContentRepository();
    repository.commit({ [certutilPath]: "name: process_certutil\ndefinition: 'Processes.process_name\n" });

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ check: "rule-unreadable", path: certutilPath })]),
    );
  });

  test("leaves what is not in the repository any more as an opaque part", async () => {
    const repository = createContentRepository();
    repository.commit({ [certutilPath]: undefined });

    const { stdout } = await diff(repository, "--format", "json");

    expect(JSON.parse(stdout)).toMatchObject({
      corpus: { byReading: { full: 2, partial: 2 }, diagnostics: [] },
      rules: { edited: [{ key: detectionId("03") }, { key: detectionId("02") }] },
    });
  });
});

describe("a pull request on an app's saved searches", () => {
  const savedSearches = `[SOC - Kerberoasting - Rule]
action.correlationsearch.enabled = 1
action.correlationsearch.label = Kerberoasting
action.correlationsearch.annotations = {"mitre_attack": ["T1558.003"]}
disabled = 0
search = index=windows EventCode=4769 \\
  Ticket_Encryption_Type=0x17 \\
  \`without_services(Service_Name)\`
`;
  const macros = '[without_services(1)]\nargs = field\ndefinition = NOT $field$ IN ("svc-backup")\n';

  test("loses the technique of one that it disables, and says through which file another changed", async () => {
    const repository = createRepository();
    repository.commit({ "default/savedsearches.conf": savedSearches, "default/macros.conf": macros });
    repository.branch("change");
    repository.commit({
      "default/savedsearches.conf": savedSearches.replace("disabled = 0", "disabled = 1"),
      "default/macros.conf": macros.replace('"svc-backup"', '"svc-backup", "svc-deploy"'),
    });

    const { exitCode, stdout } = await diff(repository, "--format", "markdown");

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/T1558\.003 .* has no rule left.*savedsearches\.conf.* sets to disabled/);
    expect(stdout).toMatch(/excludes .*svc-deploy.*stable → disabled; through `default\/macros\.conf`/);
  });
});

describe("a broken detection", () => {
  test("is named with its line, and the others are read", async () => {
    const repository = createContentRepository();
    repository.commit({ [downloadPath]: splunkDetection(download).replace(/search:[\s\S]*(?=how_to)/, "") });

    const { exitCode, stdout } = await diff(repository);

    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${downloadPath}:1`);
    expect(stdout).toContain("no `search`");
    expect(stdout).toContain("4 rules read");
  });
});

describe("the other commands on Splunk detections", () => {
  test("report counts them, and neither baselines nor lookups", async () => {
    const { stdout } = await run(createContentRepository(), "report", "--format", "json");

    expect(JSON.parse(stdout)).toMatchObject({
      corpus: { files: 4, rules: 4, counted: 4, byFormat: { splunk: 4 }, byReading: { full: 4 }, diagnostics: [] },
      techniques: expect.arrayContaining([
        expect.objectContaining({ id: "T1003.001", rules: 1, byFormat: { splunk: 1 } }),
      ]),
    });
  });

  test("rule shows the logic with the lines of the file", async () => {
    const { stdout } = await run(createContentRepository(), "rule", decodePath, "--format", "json");
    const [rule] = JSON.parse(stdout).rules;

    expect(rule).toMatchObject({
      key: detectionId("03"),
      title: decode.name,
      format: "splunk",
      language: "spl",
      lifecycle: "stable",
      severity: "high",
      techniques: [{ id: "T1140", declared: "T1140", line: 32 }],
      reading: { level: "full", opaque: [] },
    });
    expect(
      rule.predicates.map(({ nativeField, operator, values, line }: Readonly<Record<string, unknown>>) => [
        nativeField,
        operator,
        values,
        line,
      ]),
    ).toEqual([
      ["Processes.process_name", expect.any(String), ["certutil.exe"], 13],
      ["Processes.original_file_name", "equals", ["CertUtil.exe"], 13],
      ["Processes.process", "contains", ["-decode", "-decodehex"], 13],
    ]);
  });

  test("indicators counts what two detections get from one macro", async () => {
    const { stdout } = await run(
      createContentRepository(),
      "indicators",
      "--value",
      "certutil.exe",
      "--format",
      "json",
    );
    const { indicators } = JSON.parse(stdout);

    expect(indicators).toHaveLength(2);
    for (const indicator of indicators) expect(indicator).toMatchObject({ reach: 2, byFormat: { splunk: 2 } });
  });

  test("a source of the configuration fixes the format and says where macros are", async () => {
    const repository = createContentRepository();
    repository.commit({
      [certutilPath]: undefined,
      "shared/process_certutil.yml": splunkMacro("process_certutil", certutil),
      ".github/detcov.yml":
        "sources:\n- { name: own, format: splunk, include: [detections/], macros: [shared/, macros/] }\n",
    });

    const { stdout } = await run(repository, "report", "--format", "json");

    expect(JSON.parse(stdout)).toMatchObject({ corpus: { rules: 4, byReading: { full: 4 }, diagnostics: [] } });
  });

  test("an unknown technique is said on the line that names it", async () => {
    const repository = createContentRepository();
    repository.commit({ [downloadPath]: splunkDetection({ ...download, technique: "T1999" }) });

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ check: "technique-unknown", path: downloadPath, line: 32 })]),
    );
  });
});
