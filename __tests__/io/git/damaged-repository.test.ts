import { chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openGitTree } from "../../../src/io/git/git-tree.ts";
import { firstParentHistory, mergeBase } from "../../../src/io/git/history.ts";
import { chooseLocalBase } from "../../../src/io/git/local-base.ts";
import { findRepository, openRepository, type Repository } from "../../../src/io/git/repository.ts";
import { openWorkingTree } from "../../../src/io/working-tree.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";

/** Two commits on `main` and one on `change`, which is checked out. */
function createHistory(): TestRepository {
  const repository = createRepository();
  repository.commit({ "rules/lsass.yml": "1" });
  repository.commit({ "rules/lsass.yml": "2" });
  repository.branch("change");
  repository.commit({ "rules/shadow.yml": "1" });
  return repository;
}

async function open({ path, env }: TestRepository): Promise<Repository> {
  const repository = await openRepository({ directory: path, env });
  onTestFinished(() => repository.close());
  return repository;
}

/** Puts other bytes in the place of an object. */
function damage(repository: TestRepository, object: string): void {
  const id = repository.git("rev-parse", object);
  const file = join(repository.path, ".git", "objects", id.slice(0, 2), id.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, "damaged");
}

async function faultOf(run: Promise<unknown>): Promise<string> {
  const error: unknown = await run.then(
    () => new Error("There was none."),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return error instanceof Error ? error.message : "";
}

describe("a repository that is damaged", () => {
  test("in its index is a fault of the repository, with what to run", async () => {
    const repository = createHistory();
    writeFileSync(join(repository.path, ".git", "index"), "damaged");

    const fault = await faultOf(openWorkingTree(repository.path, await open(repository)).entries());

    expect(fault).toContain("git cannot read the index of the repository");
    expect(fault).toContain('Delete ".git/index" and run "git reset"');
  });

  test.each(["[core", "[core]\n\trepositoryformatversion = many\n"])(
    "in its configuration is a fault of the repository: %j",
    async (text) => {
      const { path, env } = createHistory();
      writeFileSync(join(path, ".git", "config"), text);

      const fault = await faultOf(findRepository({ directory: path, env }));

      expect(fault).toContain("git cannot read the configuration of the repository");
      expect(fault).toContain("Mend that file.");
    },
  );

  test.each(["HEAD^{tree}", "HEAD:rules"])("in the folder %s is not read as one without files", async (object) => {
    const repository = createHistory();
    damage(repository, object);

    const opened = await open(repository);
    const tree = await openGitTree(opened, "HEAD");

    expect(await faultOf(tree.entries())).toContain("lacks or cannot read objects that it needs");
  });

  test("in the commit that is checked out is not taken for one without a commit", async () => {
    const repository = createHistory();
    damage(repository, "HEAD");
    const opened = await open(repository);

    expect(await faultOf(openGitTree(opened, "HEAD"))).toContain("git cannot read the commit that is checked out");
    expect(await faultOf(chooseLocalBase(opened, { kind: "working-tree" }))).toContain("git cannot read the commit");
  });

  test.each(["damaged", ""])(
    "in the branch that is checked out is not taken for one without a commit: %j",
    async (text) => {
      const repository = createHistory();
      writeFileSync(join(repository.path, ".git", "refs", "heads", "change"), text);

      const choosing = chooseLocalBase(await open(repository), { kind: "working-tree" });

      expect(await faultOf(choosing)).toContain("git cannot read the commit that is checked out");
    },
  );

  test("in a pack is not read as one without files", async () => {
    const repository = createHistory();
    repository.git("gc", "--quiet");
    const packs = join(repository.path, ".git", "objects", "pack");
    for (const name of readdirSync(packs).filter((each) => each.endsWith(".pack"))) {
      rmSync(join(packs, name), { force: true });
      writeFileSync(join(packs, name), "damaged");
    }

    await faultOf(chooseLocalBase(await open(repository), { kind: "working-tree" }));
  });
});

describe("a repository whose commits have other parents by a graft", () => {
  test("is read as its commits were made, so that the base is the right one", async () => {
    const repository = createHistory();
    const [head, main] = [repository.id("HEAD"), repository.id("main")];
    writeFileSync(join(repository.path, ".git", "info", "grafts"), `${head}\n`);

    const opened = await open(repository);

    expect(await mergeBase(opened, head, main)).toEqual({ kind: "commit", commit: main });
    expect(await firstParentHistory(opened, head, 0)).toHaveLength(3);
  });

  test("would be read otherwise by git itself", () => {
    const repository = createHistory();
    writeFileSync(join(repository.path, ".git", "info", "grafts"), `${repository.id("HEAD")}\n`);

    expect(repository.git("rev-list", "--count", "HEAD")).toBe("1");
  });
});
