import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, temporaryFolder } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

/** More than one thread reads alone. Every rule has a program, most of them one of their own, and an account that they share. */
const files = Object.fromEntries(
  Array.from({ length: 5_200 }, (_, index) => {
    const program = index % 10 === 9 ? index - 1 : index;
    const parts = { id: "01", title: `Tool ${index} started`, technique: "t1059.001", image: `tool${program}.exe` };
    const text = sigmaRule(parts).replace(
      /^id: .*$/m,
      `id: 7c1d0e52-6a0f-4b7e-9d1c-${String(index).padStart(12, "0")}`,
    );
    return [
      `rules/${index}.yml`,
      text.replace("condition:", "account:\n        User: SYSTEM\n    condition: account and"),
    ];
  }),
);
const repository = createRepository();
repository.commit(files);
repository.commit({ "rules/7.yml": undefined, "rules/5199.yml": undefined, "rules/broken.yml": "title: [" });

function runWith(jobs: string, ...args: readonly string[]) {
  return runDetcov([...args, "--no-cache", "--jobs", jobs], { directory: repository.path });
}

/** Texts by path. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

describe("--jobs", () => {
  test.each([
    [["report", "--format", "json"]],
    [["indicators", "--min-reach", "2", "--format", "json"]],
    [["rule", "rules/17.yml", "rules/5100.yml", "--format", "json"]],
    [["diff", "--format", "json"]],
  ])("%j says the same with one and with three", async (args) => {
    const [one, three] = await Promise.all([runWith("1", ...args), runWith("3", ...args)]);

    expect(one.stderr).toBe("");
    expect(one.stdout.length).toBeGreaterThan(100);
    expect(three).toEqual(one);
  });

  test("a site is the same with one and with three", async () => {
    const sites = ["1", "3"].map((jobs) => ({ jobs, folder: temporaryFolder() }));
    const endings = await Promise.all(sites.map(({ jobs, folder }) => runWith(jobs, "site", "--out", folder)));
    const [one, three] = sites.map(({ folder }) => filesIn(folder));

    expect(endings.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(one?.get("rule/7c1d0e52-6a0f-4b7e-9d1c-000000000018.html")).toContain("Tool 19 started");
    expect(three).toEqual(one);
  });

  test("is a number from 1 on", async () => {
    const { exitCode, stderr } = await runWith("none", "report");

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'detcov: "--jobs none" is no number of jobs. Write 1 or more.\n',
    });
  });
});
