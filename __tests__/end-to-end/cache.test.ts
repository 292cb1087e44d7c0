import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { createRepository, type TestRepository, temporaryFolder } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";
import { splunkDetection } from "../support/splunk-detection.ts";

function numbered(index: number, text: string): string {
  return text.replace(/^id: .*$/m, `id: 7c1d0e52-6a0f-4b7e-9d1c-${String(index).padStart(12, "0")}`);
}

const powershell = {
  id: "01",
  name: "PowerShell started",
  technique: "T1059.001",
  search: "`powershell` Image=*\\pwsh.exe | stats count",
};

/** Enough for a cache, and a filter, a broken file and a search with a macro. */
function createManyRules(): TestRepository {
  const rules = Array.from({ length: 150 }, (_, index) => {
    const parts = { id: "01", title: `Tööl ${index}`, technique: "t1059.001", image: `tool${index % 90}.exe` };
    return [`rules/${index}.yml`, numbered(index, sigmaRule(parts))];
  });
  const repository = createRepository();
  repository.commit({
    ...Object.fromEntries(rules),
    "rules/broken.yml": "title: [",
    "detections/search.yml": splunkDetection(powershell),
    "macros/powershell.yml": "name: powershell\ndefinition: index=windows EventCode=4688\n",
  });
  return repository;
}

/** Two rules changed, one renamed, one gone. */
function change(repository: TestRepository): void {
  const other = { id: "01", title: "Tööl 7", technique: "t1490", image: "other.exe" };
  repository.rename("rules/9.yml", "rules/nine.yml");
  repository.commit({
    "rules/7.yml": numbered(7, sigmaRule(other)),
    "rules/8.yml": undefined,
    "macros/powershell.yml": "name: powershell\ndefinition: index=windows EventCode=4104\n",
  });
}

const commands: readonly (readonly [string, readonly string[]])[] = [
  ["diff", ["diff", "--format", "json"]],
  ["report", ["report", "--format", "json"]],
  ["report --ref", ["report", "--ref", "HEAD", "--format", "json"]],
  ["rule", ["rule", "rules", "detections", "--format", "json"]],
  ["technique", ["technique", "T1059.001", "--format", "json"]],
];

function run(repository: TestRepository, args: readonly string[], cache: string) {
  return runDetcov(args, { directory: repository.path, env: { DETCOV_CACHE_DIR: cache } });
}

/** Every file below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** More, for a look by hand: `DETCOV_KILLS=100`. */
const kills = Number(process.env.DETCOV_KILLS ?? 20);

describe("the cache", () => {
  test.each(commands)("%s: the same bytes with and without, before and after a change", async (_, args) => {
    const repository = createManyRules();
    const cache = temporaryFolder();
    await run(repository, args, cache);
    expect(filesIn(cache)).toHaveLength(1);
    change(repository);

    const without = await run(repository, [...args, "--no-cache"], cache);
    const first = await run(repository, args, cache);
    const second = await run(repository, args, cache);

    expect(without.stdout.length).toBeGreaterThan(500);
    expect(first).toEqual(without);
    expect(second).toEqual(without);
  });

  test("--no-cache neither reads nor writes it", async () => {
    const repository = createManyRules();
    const cache = temporaryFolder();

    await run(repository, ["report", "--no-cache"], cache);

    expect(filesIn(cache)).toEqual([]);
  });

  test("knows fields that the configuration names anew", async () => {
    const repository = createManyRules();
    const cache = temporaryFolder();
    await run(repository, ["indicators"], cache);
    repository.write({ "detcov.yml": "fields:\n  Program:\n    aliases: [Image]\n" });

    const { stdout } = await run(repository, ["indicators", "--format", "json"], cache);

    expect(stdout).toEqual((await run(repository, ["indicators", "--format", "json", "--no-cache"], cache)).stdout);
  });

  test("that is damaged is as none", async () => {
    const repository = createManyRules();
    const cache = temporaryFolder();
    const before = await run(repository, ["report", "--format", "json"], cache);
    for (const file of filesIn(cache)) {
      const bytes = readFileSync(file);
      const middle = Math.floor(bytes.length / 2);
      bytes.fill(0x20, middle, middle + 9);
      writeFileSync(file, bytes);
    }

    expect(await run(repository, ["report", "--format", "json"], cache)).toEqual(before);
  });

  test(
    "is right after runs that were ended at any moment, and while two write",
    async () => {
      const repository = createManyRules();
      const cache = temporaryFolder();
      const args = ["report", "--format", "json"];
      const started = performance.now();
      const expected = await run(repository, [...args, "--no-cache"], cache);
      const duration = performance.now() - started;

      for (let kill = 1; kill <= kills; kill++) {
        const bundle = join(inject("bundles"), "cli.js");
        const env = { ...repository.env, DETCOV_CACHE_DIR: cache };
        const child = spawn(process.execPath, [bundle, ...args], { cwd: repository.path, env, stdio: "ignore" });
        setTimeout(() => child.kill("SIGKILL"), (duration * kill) / (kills * 0.9));
        await once(child, "exit");
        if (kill % 5 > 0) continue;
        const runs = await Promise.all([run(repository, args, cache), run(repository, args, cache)]);
        expect(runs).toEqual([expected, expected]);
      }
    },
    kills * 20_000,
  );
});
