import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { ruleId, sigmaRule } from "../support/sigma-rule.ts";

const config =
  "sources:\n  - {name: sigma, include: [vendor/**], role: reference}\n  - {name: own, include: [rules/**]}\n";
const own = sigmaRule({ id: "01", title: "ProcDump", technique: "t1003.001", image: "procdump.exe" });
const theirs = sigmaRule({ id: "02", title: "Dumper", technique: "t1003.001", image: "procdump.exe" });
const elsewhere = sigmaRule({ id: "03", title: "Task scheduled", technique: "t1053.005", image: "schtasks.exe" });

/** One rule of the team's own beside two of a reference source, the last one in the last commit. */
function createRuleRepository(): TestRepository {
  const repository = createRepository();
  repository.commit({ ".github/detcov.yml": config, "rules/procdump.yml": own, "vendor/dumper.yml": theirs });
  repository.commit({ "vendor/schtasks.yml": elsewhere });
  return repository;
}

async function jsonOf(repository: TestRepository, ...args: readonly string[]) {
  const { exitCode, stdout } = await runDetcov([...args, "--format", "json"], { directory: repository.path });
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
}

describe("a reference source", () => {
  test("adds nothing to coverage", async () => {
    const { corpus, techniques } = await jsonOf(createRuleRepository(), "report");

    expect(corpus).toMatchObject({ rules: 3, counted: 1, leftOut: { reference: 2 } });
    expect(techniques.find((technique: { id: string }) => technique.id === "T1053.005")).toMatchObject({ rules: 0 });
  });

  test("counts for reach", async () => {
    const { rules } = await jsonOf(createRuleRepository(), "rule", "rules/procdump.yml");

    expect(rules[0].indicators[0]).toMatchObject({ value: "procdump.exe", reach: 2, others: 1 });
    expect(rules[0].neighbours.duplicates).toEqual([ruleId("02")]);
  });

  test("that is refreshed is no change of the team's, and is not judged", async () => {
    const repository = createRuleRepository();
    repository.commit({
      "vendor/dumper.yml": theirs.replace("t1003.001", "t9999"),
      "vendor/broken.yml": "title: [",
      "vendor/copy.yml": own.replace("ProcDump", "Copy"),
    });

    const diff = await jsonOf(repository, "diff", "--base", "HEAD~1");
    const { stdout } = await runDetcov(["diff", "--base", "HEAD~1"], { directory: repository.path });

    expect(diff.rules).toEqual({ added: [], removed: [], moved: [], edited: [] });
    expect(diff.findings).toEqual([]);
    expect(stdout).toContain("2 reference rules changed");
  });

  test("guides one who writes a rule", async () => {
    const repository = createRuleRepository();
    repository.commit({
      "rules/task.yml": sigmaRule({ id: "04", title: "Task", technique: "t1053.005", image: "at.exe" }),
    });

    const { guides } = await jsonOf(repository, "diff", "--base", "HEAD~1");

    expect(guides.map((guide: { id: string; rules: number }) => [guide.id, guide.rules])).toEqual([["T1053.005", 1]]);
  });

  test("may have the rule that the team has copied, with its id", async () => {
    const repository = createRuleRepository();
    repository.commit({ ".github/detcov.yml": config.replace("vendor/**", "a-vendor/**, vendor/**") });
    repository.commit({ "a-vendor/procdump.yml": own });
    repository.commit({ "rules/procdump.yml": own.replace("ProcDump", "ProcDump, tuned") });

    const { rules, findings } = await jsonOf(repository, "diff", "--base", "HEAD~2");

    expect(rules.edited.map((edit: { key: string; aspects: string[] }) => [edit.key, edit.aspects])).toEqual([
      [ruleId("01"), ["title"]],
    ]);
    expect(findings).toEqual([]);
  });

  test("loses a rule that moves there", async () => {
    const repository = createRuleRepository();
    repository.commit({ "rules/procdump.yml": undefined, "vendor/procdump.yml": own });

    const { exitCode, stdout } = await runDetcov(["diff", "--base", "HEAD~1"], { directory: repository.path });

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/T1003\.001 .*has no rule left/);
  });
});
