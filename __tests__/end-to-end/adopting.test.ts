import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { ruleId, sigmaRule } from "../support/sigma-rule.ts";

const lsass = sigmaRule({ id: "01", title: "LSASS dumped by ProcDump", technique: "t1003.001", image: "procdump.exe" });
const vssadmin = sigmaRule({ id: "02", title: "Shadow copies deleted", technique: "t1490", image: "vssadmin.exe" });
const schtasks = sigmaRule({ id: "03", title: "Task scheduled", technique: "t1053.005", image: "schtasks.exe" });
/** Names a technique that was revoked, and none. */
const old = sigmaRule({ id: "04", title: "PowerShell started", technique: "t1086", image: "powershell.exe" });
const unmapped = sigmaRule({ id: "05", title: "Whoami", technique: "t1033", image: "whoami.exe" }).replace(
  /tags:\n.*\n/,
  "",
);

const configPath = ".github/detcov.yml";
const ratchetPath = ".github/detcov-ratchet.json";
const workflowPath = ".github/workflows/detcov.yml";

/** Rules that a team has had for years: with findings that nobody mends today. */
function oldRepository(): TestRepository {
  const repository = createRepository();
  repository.commit({
    "detections/lsass.yml": lsass,
    "detections/old.yml": old,
    "detections/unmapped.yml": unmapped,
    "deprecated/vssadmin.yml": vssadmin.replace("status: test", "status: deprecated"),
  });
  return repository;
}

function run(repository: TestRepository, ...args: readonly string[]) {
  return runDetcov(args, { directory: repository.path });
}

function read(repository: TestRepository, path: string): string {
  return readFileSync(join(repository.path, path), "utf8");
}

function findingsIn(stdout: string): readonly { readonly fingerprint: string; readonly acceptance: unknown }[] {
  return JSON.parse(stdout).findings;
}

describe("adopting detcov in a repository with findings", () => {
  test("takes init, ratchet and a pull request, whose run is green and quiet", async () => {
    const repository = oldRepository();
    repository.branch("adopt");

    const init = await run(repository, "init");
    const ratchet = await run(repository, "ratchet", "--write");
    repository.commit();
    const first = await run(repository, "diff", "--base", "main");

    expect(init).toMatchObject({ exitCode: 0, stderr: "" });
    expect(init.stdout).toContain("  deprecated/: 1 sigma rule, 1 deprecated\n  detections/: 3 sigma rules\n");
    expect(ratchet).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ratchet.stdout).toContain("2 findings recorded in .github/detcov-ratchet.json.");
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(first.stdout).toMatch(/^✓ Detection coverage: nothing lost\n/);
    expect(first.stdout).not.toContain("Accepted");
  });

  test("lets an old rule be edited, and counts what is new", async () => {
    const repository = oldRepository();
    await run(repository, "ratchet", "--write");
    repository.commit();
    repository.branch("edit");
    repository.commit({
      "detections/old.yml": old.replace("PowerShell started", "PowerShell was started"),
      "detections/new.yml": sigmaRule({ id: "06", title: "Also old", technique: "t1086", image: "pwsh.exe" }),
    });

    const { stdout } = await run(repository, "diff", "--base", "main", "--format", "json");

    expect(findingsIn(stdout)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          fingerprint: `technique-revoked:${ruleId("04")}:T1086`,
          waived: true,
          acceptance: { kind: "ratchet", byThisChange: false },
        }),
        expect.objectContaining({ fingerprint: `technique-revoked:${ruleId("06")}:T1086`, waived: false }),
      ]),
    );
  });
});

describe("detcov init", () => {
  test("writes a configuration that is in order and a workflow", async () => {
    const repository = oldRepository();

    await run(repository, "init");
    const validation = await run(repository, "validate-config");

    expect(validation).toMatchObject({ exitCode: 0, stderr: "" });
    expect(validation.stdout).toContain('"sigma": rules of every format in "deprecated/**", "detections/**"');
    expect(read(repository, workflowPath)).toContain("uses: detcov/detcov@v0");
  });

  test("leaves what is there, and says how to write it anew", async () => {
    const repository = oldRepository();
    repository.write({ [configPath]: "fail-on: never\n" });

    const kept = await run(repository, "init");
    const forced = await run(repository, "init", "--force");

    expect(kept).toMatchObject({ exitCode: 2, stdout: "" });
    expect(kept.stderr).toContain(`"${configPath}" is there already. \`detcov init --force\``);
    expect(forced).toMatchObject({ exitCode: 0, stderr: "" });
    expect(read(repository, configPath)).toContain("fail-on: error");
  });

  test("works where there are no rules yet", async () => {
    const repository = createRepository();
    repository.commit({ "README.md": "Rules will come." });

    const init = await run(repository, "init");

    expect(init.stdout).toContain("no rules yet");
    expect(await run(repository, "validate-config")).toMatchObject({ exitCode: 0 });
  });
});

describe("detcov ratchet", () => {
  test("without --write says what would be recorded, and writes nothing", async () => {
    const repository = oldRepository();

    const { exitCode, stdout } = await run(repository, "ratchet");

    expect(exitCode).toBe(0);
    expect(stdout).toContain("2 findings would be recorded");
    expect(existsSync(join(repository.path, ratchetPath))).toBe(false);
  });

  test("has a line for each finding, which says where it is", async () => {
    const repository = oldRepository();

    await run(repository, "ratchet", "--write");

    expect(read(repository, ratchetPath).split("\n").slice(4, 6)).toEqual([
      `{"fingerprint":"technique-missing:${ruleId("05")}","path":"detections/unmapped.yml"},`,
      `{"fingerprint":"technique-revoked:${ruleId("04")}:T1086","path":"detections/old.yml"}`,
    ]);
  });

  test("only tightens: what was mended goes, what is new stays out unless told so", async () => {
    const repository = oldRepository();
    await run(repository, "ratchet", "--write");
    repository.commit({
      "detections/old.yml": old.replace("t1086", "t1059.001"),
      "detections/new.yml": sigmaRule({ id: "06", title: "Also old", technique: "t1086", image: "pwsh.exe" }),
    });

    const shown = await run(repository, "ratchet");
    const tightened = await run(repository, "ratchet", "--write");
    const kept = read(repository, ratchetPath);
    const reset = await run(repository, "ratchet", "--write", "--reset");

    expect(shown.stdout).toContain(`1 recorded finding no longer found:\n  ✓ technique-revoked:${ruleId("04")}:T1086`);
    expect(shown.stdout).toContain("1 finding not recorded:\n  · detections/new.yml:");
    expect(tightened.stdout).toContain("1 finding recorded");
    expect(kept).not.toContain("technique-revoked");
    expect(reset.stdout).toContain("2 findings recorded");
    expect(read(repository, ratchetPath)).toContain(`technique-revoked:${ruleId("06")}:T1086`);
  });

  test("that is broken stops the run with what to do", async () => {
    const repository = oldRepository();
    repository.commit({ [ratchetPath]: "<<<<<<< HEAD\n" });

    const { exitCode, stderr } = await run(repository, "diff");

    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "The ratchet is not JSON. Mend it, or write it anew with `detcov ratchet --write --reset`.",
    );
  });
});

describe("a waiver", () => {
  const waiver = (more = "") =>
    `waivers:\n  - { check: technique-lost, technique: T1003.001, reason: A product does it., owner: blue team${more} }\n`;

  test("that a change brings along accepts its loss, in sight", async () => {
    const repository = oldRepository();
    repository.branch("lose");
    repository.commit({ "detections/lsass.yml": undefined, [configPath]: waiver(", expires: 2999-12-31") });

    const { exitCode, stdout } = await run(repository, "diff", "--base", "main", "--format", "markdown");

    expect(exitCode).toBe(0);
    expect(stdout).toContain("### ✅ Detection coverage: nothing lost");
    expect(stdout).toMatch(/Accepted \(1\).*T1003\.001 LSASS Memory.* has no rule left/s);
    expect(stdout).toContain(
      "Accepted by a waiver of blue team, which this change adds, up to 2999-12-31: A product does it. (technique-lost).",
    );
  });

  test("that has expired accepts nothing, and says so", async () => {
    const repository = oldRepository();
    repository.commit({ [configPath]: waiver(", expires: 2020-12-31") });
    repository.branch("lose");
    repository.commit({ "detections/lsass.yml": undefined });

    const { exitCode, stdout } = await run(repository, "diff", "--base", "main");

    expect(exitCode).toBe(1);
    expect(stdout).toContain("expired on 2020-12-31, so a finding that it accepted counts again.");
  });
});

describe("what a team requires", () => {
  const profile = JSON.stringify({ techniques: [{ techniqueID: "T1003.001", score: 1 }] });

  test("is told first where a change loses it, and no label or level of the head helps", async () => {
    const repository = oldRepository();
    repository.commit({
      [configPath]:
        "required: { layer: profile.json, techniques: [T1053.005] }\nchecks: { required-technique-uncovered: warning }\n",
      "profile.json": profile,
    });
    repository.branch("lose");
    repository.commit({
      "detections/lsass.yml": undefined,
      [configPath]: "fail-on: never\n",
      "profile.json": undefined,
    });

    const { exitCode, stdout } = await run(repository, "diff", "--base", "main");

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^✗ Detection coverage: 1 required technique lost, .*1 required technique not covered/);
    const [, first = ""] = stdout.split(/\n\n(?=[A-Z])/);
    expect(first).toMatch(
      /^Threat profile: 0 of 2 covered\n {2}✗ T1003\.001 LSASS Memory, required by .profile\.json./,
    );
    expect(first).toContain("! Still open: 2: T1053.005 Scheduled Task");
  });

  test("is what a report begins with, and with a history what was lost of it", async () => {
    const repository = oldRepository();
    repository.commit({
      [configPath]: "required: { layer: profile.json, techniques: [T1003, T1053.005] }\nminimum: { techniques: 50 }\n",
      "profile.json": profile,
    });
    repository.commit({ "detections/lsass.yml": undefined, "detections/schtasks.yml": schtasks });

    const now = await run(repository, "report");
    const looksBack = await run(repository, "report", "--since", "30d", "--format", "json");
    const then = await run(repository, "report", "--ref", "HEAD~1", "--format", "markdown");

    expect(now).toMatchObject({ exitCode: 0, stderr: "" });
    expect(now.stdout).toMatch(
      /Threat profile: 1 of 3 covered\n.*\n {2}T1003 OS Credential Dumping +open +0 +any of its \d sub-techniques +your list\n {2}T1003\.001 LSASS Memory +open +0 +profile\.json\n {2}T1053\.005 Scheduled Task +left to one rule +1 +your list\n\nMinimum coverage: 0 of 1 reached\n/,
    );
    const { required } = JSON.parse(looksBack.stdout).targets;
    expect(required).toMatchObject([
      { id: "T1003", state: "lost", rules: 0, rulesBefore: 1 },
      { id: "T1003.001", state: "lost", rules: 0, rulesBefore: 1, askedForBy: ['"profile.json"'] },
      { id: "T1053.005", state: "thin", rules: 1, rulesBefore: 0 },
    ]);
    expect(then.stdout).toMatch(/#### Threat profile: 2 of 3 covered\n\n.*\n.*\n\| \[T1053\.005 Scheduled Task\]/);
  });

  test("is listed by validate-config, and a name that means nothing is refused", async () => {
    const repository = oldRepository();
    repository.commit({ [configPath]: "required: { groups: [cozy bear] }\n" });

    const listed = await run(repository, "validate-config");
    repository.write({ [configPath]: "required: { groups: [Cosy Bear] }\n" });
    const refused = await run(repository, "validate-config");

    expect(listed.stdout).toMatch(/\nThreat profile: 6\d techniques\n {2}T1003\.002 Security Account Manager\n/);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain('"Cosy Bear" is no group of ATT&CK. Did you mean "Cozy Bear"?');
  });

  test("counts by what the team defends, and the last line says what was left out", async () => {
    const repository = oldRepository();
    repository.commit({
      [configPath]: "count: { lifecycle: [stable, test], severity: critical, platforms: [linux] }\n",
    });
    repository.branch("add");
    repository.commit({ "detections/schtasks.yml": schtasks });

    const { stdout } = await run(repository, "diff", "--base", "main");

    expect(stdout).toMatch(/not counted: 1 deprecated, 4 less severe, techniques of other platforms\n$/);
    expect(stdout).toMatch(/0 of 3\d\d → 0 of 3\d\d/);
  });

  test("may be what groups use, by any name, and the ratchet takes the gaps of today", async () => {
    const repository = oldRepository();
    repository.commit({ [configPath]: "required: { groups: [Cozy Bear] }\nminimum: { techniques: 50 }\n" });
    const before = await run(repository, "diff", "--base", "HEAD~1");
    await run(repository, "ratchet", "--write");
    repository.commit();
    repository.branch("add");
    repository.commit({ "detections/schtasks.yml": schtasks });

    const after = await run(repository, "diff", "--base", "main");

    expect(before.exitCode).toBe(1);
    expect(after.exitCode).toBe(0);
    expect(after.stdout).toContain("T1053.005 Scheduled Task is covered now.");
    expect(after.stdout).toMatch(/Still open: \d+ \(all accepted\)/);
  });
});
