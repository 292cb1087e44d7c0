import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository, temporaryFolder } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

const lsass = { id: "01", title: "LSASS dumped by ProcDump", technique: "t1003.001", image: "procdump.exe" };
const vssadmin = { id: "02", title: "Shadow copies deleted", technique: "t1490", image: "vssadmin.exe" };

function createRules(...parts: readonly (typeof lsass)[]): TestRepository {
  const repository = createRepository();
  repository.commit(Object.fromEntries(parts.map((part) => [`rules/${part.id}.yml`, sigmaRule(part)])));
  return repository;
}

function run(directory: string, ...args: readonly string[]) {
  return runDetcov(args, { directory });
}

async function snapshot({ path }: TestRepository, name: string, file: string): Promise<void> {
  const { exitCode, stderr } = await run(path, "snapshot", "--name", name, "--out", file, "--quiet");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
}

describe("detcov snapshot", () => {
  test.each([["report"], ["indicators"], ["technique T1003.001"], ["rule rules"]])(
    "%s says of it what it says of the rules",
    async (command) => {
      const repository = createRules(lsass, vssadmin);
      const file = join(temporaryFolder(), "soc.json");
      await snapshot(repository, "soc", file);
      const args = [...command.split(" "), "--format", "json"];

      const ofSnapshot = await run(temporaryFolder(), ...args, "--snapshot", file);

      expect(ofSnapshot).toEqual(await run(repository.path, ...args));
    },
  );

  test("of several repositories is joined by merge, and both rules of one id count", async () => {
    const folder = temporaryFolder();
    await snapshot(createRules(lsass, vssadmin), "soc", join(folder, "soc.json"));
    await snapshot(createRules(lsass), "cloud", join(folder, "cloud.json"));
    await run(folder, "merge", "soc.json", "cloud.json", "--out", "all.json");

    const { stdout } = await run(
      folder,
      "indicators",
      "--snapshot",
      "all.json",
      "--value",
      "procdump",
      "--format",
      "json",
    );

    expect(JSON.parse(stdout).indicators).toMatchObject([
      {
        reach: 2,
        ruleKeys: ["cloud/7c1d0e52-6a0f-4b7e-9d1c-000000000001", "soc/7c1d0e52-6a0f-4b7e-9d1c-000000000001"],
      },
    ]);
  });

  test.each([
    ["half of one", (text: string) => text.slice(0, text.length / 2), "no JSON, or not all of it"],
    ["one of another version", (text: string) => text.replace('"schemaVersion":1', '"schemaVersion":2'), "no snapshot"],
    [
      "one with another condition",
      (text: string) => text.replace('"kind":"predicate"', '"kind":"magic"'),
      "no snapshot",
    ],
  ])("%s is refused", async (_, change, says) => {
    const file = join(temporaryFolder(), "soc.json");
    await snapshot(createRules(lsass), "soc", file);
    writeFileSync(file, change(readFileSync(file, "utf8")));

    const { exitCode, stderr } = await run(temporaryFolder(), "report", "--snapshot", file);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("detcov export", () => {
  test("writes four tables, as Parquet or as lines of JSON", async () => {
    const repository = createRules(lsass, vssadmin);
    const folder = temporaryFolder();

    await run(repository.path, "export", "--out", folder);
    await run(repository.path, "export", "--out", folder, "--format", "ndjson", "--name", "soc");

    const names = ["events", "predicates", "rules", "techniques"];
    expect(readdirSync(folder).sort()).toEqual(names.flatMap((name) => [`${name}.ndjson`, `${name}.parquet`]));
    expect(readFileSync(join(folder, "rules.parquet"), "latin1")).toMatch(/^PAR1.*PAR1$/s);
    const techniques = readFileSync(join(folder, "techniques.ndjson"), "utf8").trim().split("\n");
    expect(techniques.map((line) => JSON.parse(line))).toMatchObject([
      { repository: "soc", technique: "T1003.001", name: "LSASS Memory" },
      { repository: "soc", technique: "T1490", name: "Inhibit System Recovery" },
    ]);
  });

  test("asks for a folder", async () => {
    const { exitCode, stderr } = await run(createRules(lsass).path, "export");

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "detcov: `detcov export` writes several files. Name a folder: --out DIR.\n",
    });
  });
});
