import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findRepository, openRepository } from "../../../src/io/git/repository.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, temporaryFolder, testEnvironment } from "../../support/git-repository.ts";
import { open } from "../reading.ts";

describe("openRepository", () => {
  test("opens a repository at its top", async () => {
    const repository = await open(createRepository());

    expect(repository).toMatchObject({ prefix: "", objectFormat: "sha1", isPartial: false });
  });

  test("opens a folder of a repository and knows its path in it", async () => {
    const clone = createRepository();
    clone.write({ "detections/windows rules/lsass.yml": "title: LSASS\n" });

    const repository = await open(clone, "detections/windows rules");

    expect(repository.prefix).toBe("detections/windows rules/");
  });

  test.skipIf(process.platform === "win32")("opens a folder with a line end in its name", async () => {
    const clone = createRepository();
    clone.write({ "rules\nold/lsass.yml": "title: LSASS\n" });

    const repository = await open(clone, "rules\nold");

    expect(repository.prefix).toBe("rules\nold/");
  });

  test("opens a folder that a change has deleted", async () => {
    const clone = createRepository();
    clone.write({ "detections/README.md": "# Detections\n" });

    const repository = await open(clone, "detections/windows/process");

    expect(repository.prefix).toBe("detections/windows/process/");
    expect(basename(repository.place.directory)).toBe("detections");
  });

  test("opens a second working tree, whose .git is a file", async () => {
    const clone = createRepository();
    clone.commit({ "rules/lsass.yml": "title: LSASS\n" });

    const repository = await open(clone.worktree("shellcode"), "rules");

    expect(repository.prefix).toBe("rules/");
  });

  test("uses the repository of the folder, not the one that a git hook points at", async () => {
    const clone = createRepository();
    clone.write({ "rules/lsass.yml": "title: LSASS\n" });
    const fromHook = { ...clone.env, GIT_DIR: join(createRepository().path, ".git"), GIT_PREFIX: "elsewhere/" };

    const repository = await openRepository({ directory: join(clone.path, "rules"), env: fromHook });

    expect(repository.prefix).toBe("rules/");
  });

  test("knows the hash of a repository that uses SHA-256", async () => {
    const clone = createRepository();
    rmSync(join(clone.path, ".git"), { recursive: true });
    clone.git("init", "--quiet", "--object-format=sha256");

    expect((await open(clone)).objectFormat).toBe("sha256");
  });

  test("knows a partial clone", async () => {
    const server = createRepository();
    server.commit({ "rules/lsass.yml": "title: LSASS\n" });

    const repository = await open(server.clone({ filter: "blob:none" }));

    expect(repository.isPartial).toBe(true);
  });

  test("says that a folder is in no repository", async () => {
    const folder = temporaryFolder();

    const opening = openRepository({ directory: folder, env: testEnvironment() });

    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(`"${folder}" is not in a git repository. Run in a clone`);
  });

  test("says that git is not installed", async () => {
    const opening = openRepository({ directory: createRepository().path, env: { PATH: "" } });

    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow("Install git");
  });

  test("says that a file is no folder", async () => {
    const clone = createRepository();
    clone.write({ "rules/lsass.yml": "title: LSASS\n" });

    const opening = open(clone, "rules/lsass.yml");

    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow("is not a folder");
  });

  test("reads no configuration that a folder brings along by looking like a bare repository", async () => {
    const clone = createRepository();
    const folder = join(clone.path, "rules");
    for (const part of ["objects", "refs"]) mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(join(folder, "HEAD"), "ref: refs/heads/main\n");
    writeFileSync(join(folder, "config"), "[core]\n\tbare = true\n\trepositoryformatversion = 0\n");

    const opening = open(clone, "rules");

    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow("looks like a bare git repository, which is not read");
  });

  test("does not open the folder in which git keeps its own files", async () => {
    const opening = open(createRepository(), ".git");

    await expect(opening).rejects.toThrow(ConfigError);
  });
});

describe("findRepository", () => {
  test("finds none around a folder outside of git", async () => {
    expect(await findRepository({ directory: temporaryFolder(), env: testEnvironment() })).toBeUndefined();
  });

  test("finds none where git is not installed", async () => {
    expect(await findRepository({ directory: createRepository().path, env: { PATH: "" } })).toBeUndefined();
  });

  test("does not take a repository that it may not read for none", async () => {
    const { path, env } = createRepository();

    const finding = findRepository({ directory: path, env: { ...env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" } });

    await expect(finding).rejects.toThrow("another user owns it");
  });
});
