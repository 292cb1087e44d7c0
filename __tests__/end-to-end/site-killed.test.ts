import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

/** More, for a look by hand: `DETCOV_KILLS=100`. */
const kills = Number(process.env.DETCOV_KILLS ?? 6);

/** Enough for the pages to take a while. */
const rules = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => {
    const parts = { id: "01", title: `Tool ${index}`, technique: "t1059.001", image: `tool${index}.exe` };
    const id = `id: 7c1d0e52-6a0f-4b7e-9d1c-${String(index).padStart(12, "0")}`;
    return [`rules/${index}.yml`, sigmaRule(parts).replace(/^id: .*$/m, id)];
  }),
);

/** Every file below a folder with what is in it; undefined where there is no folder. */
function contentOf(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${relative(folder, file)}\0`).update(readFileSync(file));
  return `${files.length} files, ${hash.digest("hex")}`;
}

/** Lines that one of two sites has and the other has not, each with its file. */
function differences(one: string, other: string): readonly string[] {
  const linesIn = (folder: string) => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.flatMap((entry) => {
      const path = relative(folder, join(entry.parentPath, entry.name));
      return readFileSync(join(folder, path), "utf8")
        .split("\n")
        .map((line) => `${path}: ${line}`);
    });
  };
  const [first, second] = [new Set(linesIn(one)), new Set(linesIn(other))];
  return [...[...first].filter((line) => !second.has(line)), ...[...second].filter((line) => !first.has(line))].slice(
    0,
    20,
  );
}

async function siteOf({ path }: TestRepository, out: string): Promise<string | undefined> {
  expect(await runDetcov(["site", "--out", out, "--no-cache"], { directory: path })).toMatchObject({ exitCode: 0 });
  return contentOf(join(path, out));
}

/** Ends a run after some milliseconds, if it has not ended before. */
async function killAfter({ path, env }: TestRepository, milliseconds: number): Promise<boolean> {
  const args = [join(inject("bundles"), "cli.js"), "site", "--out", "site", "--no-cache"];
  const child = spawn(process.execPath, args, { cwd: path, env, stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  const [, signal] = await once(child, "exit");
  clearTimeout(timer);
  return signal === "SIGKILL";
}

function leftOver({ path }: TestRepository): readonly string[] {
  return readdirSync(path).filter((name) => name.startsWith(".site"));
}

describe("a site whose writing is killed", () => {
  test(
    "is the old one or the new one, and the next run is as if nothing had been",
    async () => {
      const repository = createRepository();
      repository.commit(rules);
      const before = await siteOf(repository, "before");
      repository.commit({ "rules/7.yml": undefined, "rules/8.yml": undefined });
      const started = performance.now();
      const after = await siteOf(repository, "after");
      const duration = performance.now() - started;
      const target = join(repository.path, "site");
      const ended = { early: 0, withLeftOver: 0 };

      for (let kill = 1; kill <= kills; kill++) {
        rmSync(target, { recursive: true, force: true });
        cpSync(join(repository.path, "before"), target, { recursive: true });

        // The first half of a run reads, and is killed in a few.
        const wasKilled = await killAfter(repository, duration * (0.3 + (0.75 * kill) / kills));

        if (wasKilled) ended.early++;
        if (leftOver(repository).length > 0) ended.withLeftOver++;
        const away = leftOver(repository).find((name) => name.endsWith("-old"));
        const found = contentOf(target) ?? contentOf(join(repository.path, away ?? ""));
        expect([before, after]).toContain(found);
        const again = await siteOf(repository, "site");
        expect(differences(join(repository.path, "after"), target)).toEqual([]);
        expect(again).toBe(after);
        expect(leftOver(repository)).toEqual([]);
      }

      expect(ended.early).toBeGreaterThan(0);
      expect(ended.withLeftOver).toBeGreaterThan(0);
      if (kills > 6) console.log(`${kills} runs, of which were killed: ${JSON.stringify(ended)}`);
    },
    kills * 60_000,
  );

  test("is put back by the next run where it was moved away and not yet replaced, even if that run fails", async () => {
    const repository = createRepository();
    repository.commit({ "rules/1.yml": rules["rules/1.yml"] ?? "" });
    const before = await siteOf(repository, "site");
    const old = `.site.detcov-${await pidThatHasEnded()}-a1B2c3-old`;
    renameSync(join(repository.path, "site"), join(repository.path, old));

    // A history of one commit has nothing to compare with, which is found out when the folder is open.
    const args = ["site", "--out", "site", "--since", "30d"];
    const { exitCode } = await runDetcov(args, { directory: repository.path });

    expect(exitCode).toBe(2);
    expect(contentOf(join(repository.path, "site"))).toBe(before);
    expect(leftOver(repository)).toEqual([]);
  });

  test("leaves the folder of a run alone that still writes, and what only looks like one", async () => {
    const repository = createRepository();
    repository.commit({ "rules/1.yml": rules["rules/1.yml"] ?? "" });
    const running = `.site.detcov-${process.pid}-a1B2c3`;
    const names = [running, ".site.detcov-notes", ".site-backup"];
    for (const name of names) mkdirSync(join(repository.path, name));

    await siteOf(repository, "site");

    expect(leftOver(repository)).toEqual(names.toSorted());
  });
});

async function pidThatHasEnded(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}
