import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

const configPath = ".github/detcov.yml";
const config = `
sources: [{ name: rules, include: [rules/] }, { name: drafts, include: [drafts/] }]
count: { weights: { lifecycle: { experimental: 0.5 }, sources: { drafts: 0.1 } } }
`;
const lsass = sigmaRule({ id: "01", title: "LSASS dumped", technique: "t1003.001", image: "procdump.exe" });
const vss = sigmaRule({ id: "02", title: "Shadow copies deleted", technique: "t1490", image: "vssadmin.exe" });

function experimental(rule: string): string {
  return rule.replace("status: test", "status: experimental");
}

/** Ten drafts for T1053.005, which weigh a tenth each, and two rules of weight one. */
function weightedRepository(): TestRepository {
  const repository = createRepository();
  const drafts = Array.from({ length: 10 }, (_, index) => [
    `drafts/task-${index}.yml`,
    sigmaRule({ id: `1${index}`, title: `Task ${index}`, technique: "t1053.005", image: `task${index}.exe` }),
  ]);
  repository.commit({
    [configPath]: config,
    "rules/lsass.yml": lsass,
    "rules/vss.yml": vss,
    ...Object.fromEntries(drafts),
  });
  return repository;
}

function run(repository: TestRepository, ...args: readonly string[]) {
  return runDetcov(args, { directory: repository.path });
}

describe("rules that weigh less than others", () => {
  test("cover together what they cover alone not, to the last tenth", async () => {
    const repository = weightedRepository();
    repository.branch("fewer");
    repository.commit({ "drafts/task-9.yml": undefined });

    const { exitCode, stdout } = await run(repository, "diff", "--base", "main");

    expect(exitCode).toBe(1);
    expect(stdout).toContain("Techniques covered  5 of 697 → 3 of 697");
    expect(stdout).toContain(
      "T1053.005 Scheduled Task has only 9 rules left, strength 0.9. It was covered by drafts/task-9.yml, which this change deletes.",
    );
    expect(stdout).toMatch(/ · weighted: experimental 0\.5, source `drafts` 0\.1\n$/);
  });

  test("lose a technique though no rule goes, and a change of the weights does not help the change that brings it", async () => {
    const repository = weightedRepository();
    repository.branch("back");
    repository.commit({ "rules/vss.yml": experimental(vss), [configPath]: config.replace(/count:.*\n/, "") });

    const { exitCode, stdout } = await run(repository, "diff", "--base", "main");

    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      "T1490 Inhibit System Recovery has only 1 rule left, strength 0.5. It was covered by rules/vss.yml, which now weighs 0.5.",
    );
    expect(stdout).toContain(
      "counted for coverage: experimental, test, stable, weighted: experimental 0.5, source `drafts` 0.1 → experimental, test, stable",
    );
  });

  test("are accepted by a waiver as long as the technique is too weak", async () => {
    const repository = weightedRepository();
    const waiver = "waivers: [{ check: technique-lost, technique: T1490, reason: On trial. }]\n";
    repository.commit({ "rules/vss.yml": experimental(vss), [configPath]: config + waiver });
    repository.commit({ "rules/new.yml": lsass.replace("000001", "000003") });

    const lasting = await run(repository, "diff", "--base", "HEAD~1", "--format", "json");
    repository.commit({ "rules/vss.yml": vss });
    const over = await run(repository, "diff", "--base", "HEAD~1", "--format", "json");

    const checksIn = ({ stdout }: { readonly stdout: string }) =>
      JSON.parse(stdout).findings.map(({ check }: { readonly check: string }) => check);
    expect(checksIn(lasting)).not.toContain("waiver-unused");
    expect(checksIn(over)).toContain("waiver-unused");
  });

  test("count in the report, the trend and the site alike", async () => {
    const repository = weightedRepository();
    repository.commit({ "rules/vss.yml": experimental(vss) });

    const report = await run(repository, "report", "--format", "json");
    const trend = await run(repository, "trend", "--since", "1d", "--every", "1d", "--format", "json");
    const shields = await run(repository, "report", "--format", "shields");
    const site = await run(repository, "site", "--out", "site");
    const matrix = readFileSync(join(repository.path, "site", "index.html"), "utf8");

    const { techniques, tactics } = JSON.parse(report.stdout);
    const strengthOf = (id: string) => techniques.find((technique: { id: string }) => technique.id === id).strength;
    expect(["T1003.001", "T1490", "T1053.005", "T1053"].map(strengthOf)).toEqual([1, 0.5, 1, 1]);
    expect(tactics.find(({ id }: { id: string }) => id === "TA0040").covered).toBe(0);
    expect(JSON.parse(trend.stdout).samples.at(-1)).toMatchObject({ rules: 12, counted: 12, covered: 4, thin: 4 });
    expect(JSON.parse(shields.stdout).message).toBe("4 of 697 (<1%)");
    expect(site.exitCode).toBe(0);
    expect(matrix).toContain("4 of 697 techniques covered");
    expect(matrix).toMatch(/<div id="filters"[^>]* data-w="0\.1 0\.5 1" hidden>/);
    expect(matrix).toMatch(/class="cell h0" href="technique\/T1490\.html"/);
    expect(matrix).toMatch(/class="cell h1" href="technique\/T1053\.005\.html"/);
  });
});
