import { describe, expect, test } from "vitest";
import { createRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { ruleId, sigmaRule } from "../support/sigma-rule.ts";

const repository = createRepository();
repository.commit({
  "rules/procdump.yml": sigmaRule({ id: "01", title: "ProcDump", technique: "t1003.001", image: "procdump.exe" }),
  "rules/vssadmin.yml": sigmaRule({
    id: "02",
    title: "Shadow copies deleted",
    technique: "t1490",
    image: "vssadmin.exe",
  }),
  "vendor/sigma/dumper.yml": sigmaRule({ id: "03", title: "Dumper", technique: "t1003.001", image: "procdump.exe" }),
  ".github/detcov.yml":
    "sources:\n  - {name: vendor, include: [vendor/**], role: reference}\n  - {name: own, include: [rules/**]}\n",
});

function technique(...args: readonly string[]) {
  return runDetcov(["technique", ...args], { directory: repository.path });
}

describe("detcov technique", () => {
  test("lists the team's rules and those of references, and counts reach over both", async () => {
    const { exitCode, stdout } = await technique("T1003.001", "--format", "json");
    const page = JSON.parse(stdout);

    expect(exitCode).toBe(0);
    expect(page.rules).toMatchObject({ total: 1, reference: 1 });
    expect(page.ruleList.map((rule: { key: string; role: string }) => [rule.key, rule.role])).toEqual([
      [ruleId("01"), "own"],
      [ruleId("03"), "reference"],
    ]);
    expect(page.indicators[0]).toMatchObject({ value: "procdump.exe", here: 2, reach: 2 });
    expect(page.tests.length).toBeGreaterThan(10);
  });

  test("shows what replaced a revoked id", async () => {
    const { stdout } = await technique("T1086");

    expect(stdout).toMatch(/^T1059\.001 PowerShell\n/);
    expect(stdout).toContain("T1086 PowerShell, which it replaced");
  });

  test("understands names", async () => {
    const { stdout } = await technique("inhibit system recovery", "--format", "markdown");

    expect(stdout).toMatch(/^## \[T1490 Inhibit System Recovery\]/);
  });

  test("asks whether another one was meant", async () => {
    const { exitCode, stdout, stderr } = await technique("T1003.0001");

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/"T1003\.0001" is no technique of ATT&CK 19\. Did you mean "T1003\.001"\?/);
  });

  test("wants one", async () => {
    const { exitCode, stderr } = await technique();

    expect(exitCode).toBe(2);
    expect(stderr).toContain("needs ID");
  });
});
