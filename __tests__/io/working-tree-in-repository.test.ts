import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileTree } from "../../src/io/file-tree.ts";
import { openGitTree } from "../../src/io/git/git-tree.ts";
import { openWorkingTree } from "../../src/io/working-tree.ts";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { folderWith, open, readAll } from "./reading.ts";

async function openTree(repository: TestRepository, folder = ""): Promise<FileTree> {
  return openWorkingTree(join(repository.path, folder), await open(repository, folder));
}

async function filesOf(repository: TestRepository, folder = "") {
  return readAll(await openTree(repository, folder));
}

const windows = process.platform === "win32";

describe("openWorkingTree in a repository", () => {
  test("reads tracked and new files as they are on disk, and no ignored or deleted ones", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1", "rules/gone.yml": "1", ".gitignore": "build/\n" });
    repository.write({ "rules/lsass.yml": "2", "rules/gone.yml": undefined, "rules/new.yml": "1", "build/a.yml": "1" });

    expect(await filesOf(repository)).toEqual({
      ".gitignore": "build/\n",
      "rules/lsass.yml": "2",
      "rules/new.yml": "1",
    });
  });

  test("is the same as the commit where nothing was changed", async () => {
    const clone = createRepository();
    clone.commit({ "rules/lsass.yml": "LSASS", "node_modules/a.yml": "tracked", ".github/detcov.yml": "config" });
    const repository = await open(clone);

    const [onDisk, committed] = [openWorkingTree(clone.path, repository), await openGitTree(repository, "HEAD")];

    expect(await readAll(onDisk)).toEqual(await readAll(committed));
  });

  test("gives paths relative to a folder, and nothing from beside it", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1", "rules/windows/a.yml": "1", "docs/a.md": "1" });

    expect(await filesOf(repository, "rules")).toEqual({ "lsass.yml": "1", "windows/a.yml": "1" });
  });

  test("reads a second working tree, whose .git is a file", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1" });
    const second = repository.worktree("shellcode");
    second.write({ "rules/shellcode.yml": "1" });

    expect(await filesOf(second)).toEqual({ "rules/lsass.yml": "1", "rules/shellcode.yml": "1" });
  });

  test("reads a repository without a commit", async () => {
    const repository = createRepository();
    repository.write({ "rules/lsass.yml": "1" });

    expect(await filesOf(repository)).toEqual({ "rules/lsass.yml": "1" });
  });

  test("reads a folder that git ignores, when asked for that very folder", async () => {
    const repository = createRepository();
    repository.commit({ ".gitignore": "corpora/\n" });
    repository.write({ "corpora/sigma/lsass.yml": "1" });

    expect(await filesOf(repository, "corpora")).toEqual({ "sigma/lsass.yml": "1" });
  });

  test("reads a file with a merge conflict once", async () => {
    const repository = createRepository();
    repository.commit({ "lsass.yml": "1" });
    repository.branch("feature");
    repository.commit({ "lsass.yml": "2" });
    repository.checkout("main");
    repository.commit({ "lsass.yml": "3" });
    expect(() => repository.merge("feature")).toThrow();
    const sides = repository.git("ls-files", "--unmerged").split("\n");

    const entries = await (await openTree(repository)).entries();

    expect(sides).toHaveLength(3);
    expect(entries.map(({ path }) => path)).toEqual(["lsass.yml"]);
  });

  test("reads from git what a sparse checkout leaves out, in its place", async () => {
    const repository = createRepository();
    repository.commit({ "a.yml": "a", "left/out.yml": "left out", "z.yml": "z" });
    repository.git("sparse-checkout", "set", "--no-cone", "/*", "!/left/");

    expect(Object.entries(await filesOf(repository))).toEqual([
      ["a.yml", "a"],
      ["left/out.yml", "left out"],
      ["z.yml", "z"],
    ]);
  });

  test("lists a submodule and a repository of its own as submodules, and reads neither", async () => {
    const repository = createRepository();
    const vendor = createRepository();
    vendor.commit({ "rules/lsass.yml": "1" });
    repository.git("submodule", "--quiet", "add", vendor.path, "vendor/sigma");
    repository.git("init", "--quiet", "scratch");
    repository.write({ "scratch/lsass.yml": "1" });
    const tree = await openTree(repository);

    expect((await tree.entries()).map(({ path, kind }) => [path, kind])).toEqual([
      [".gitmodules", "file"],
      ["scratch", "submodule"],
      ["vendor/sigma", "submodule"],
    ]);
    expect(await readAll(tree)).toMatchObject({ scratch: "not-a-file", "vendor/sigma": "not-a-file" });
  });

  test.skipIf(windows)("follows no symbolic link, not even one that took the place of a folder", async () => {
    const outside = folderWith({ "lsass.yml": "secret" });
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1", "a.yml": "1" });
    rmSync(join(repository.path, "rules"), { recursive: true });
    repository.link("rules", outside);
    repository.link("passwd.yml", "/etc/passwd");

    expect(await filesOf(repository)).toEqual({ "a.yml": "1", "passwd.yml": "not-a-file", rules: "not-a-file" });
  });

  test("takes a link for a link where the platform checks it out as a file", async () => {
    const repository = createRepository();
    repository.plant({ path: "passwd.yml", kind: "symlink", content: "/etc/passwd" });
    repository.git("config", "core.symlinks", "false");
    repository.git("checkout", "--quiet", "--", "passwd.yml");

    expect(await filesOf(repository)).toEqual({ "passwd.yml": "not-a-file" });
  });

  test.skipIf(windows)("reads names with quotes, line ends, dashes and letters beyond ASCII", async () => {
    const repository = createRepository();
    const files = {
      "\"a\" 'b'\n.yml": "1",
      "--output=x": "2",
      "Schlüssel \u{1f511}.yml": "3",
      "? x": "4",
      "H 1\tb": "5",
    };
    repository.commit({ "tracked.yml": "0", ...files });
    repository.write({ "new/? y": "6" });

    expect(await filesOf(repository)).toEqual({ "tracked.yml": "0", ...files, "new/? y": "6" });
  });

  test("leaves the repository's files as they were", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1" });
    repository.write({ "rules/new.yml": "1" });
    const before = repository.git("status", "--porcelain");

    await filesOf(repository);

    expect(repository.git("status", "--porcelain")).toBe(before);
  });
});
