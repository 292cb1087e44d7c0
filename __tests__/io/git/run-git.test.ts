import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runGit } from "../../../src/io/git/run-git.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, temporaryFolder, testEnvironment } from "../../support/git-repository.ts";

describe("runGit", () => {
  test("gives what git prints", async () => {
    const { path, env } = createRepository();

    const { exitCode, stdout } = await runGit({ directory: path, env }, ["symbolic-ref", "HEAD"]);

    expect({ exitCode, text: stdout.toString() }).toEqual({ exitCode: 0, text: "refs/heads/main\n" });
  });

  test("hands the input to git", async () => {
    const { path, env } = createRepository();

    const { stdout } = await runGit({ directory: path, env }, ["stripspace"], { input: "title: LSASS   \n\n\n" });

    expect(stdout.toString()).toBe("title: LSASS\n");
  });

  test("gives an exit code that is accepted as an answer", async () => {
    const { path, env } = createRepository();

    const { exitCode } = await runGit({ directory: path, env }, ["config", "--get", "detcov.none"], { accept: [1] });

    expect(exitCode).toBe(1);
  });

  test("passes arguments on as they are, without a shell", async () => {
    const { path, env } = createRepository();

    const { stdout } = await runGit({ directory: path, env }, ["rev-parse", "--sq-quote", "$(id); `id` * 'x'"]);

    expect(stdout.toString()).toBe(" '$(id); `id` * '\\''x'\\'''\n");
  });

  test("fails with git's reason and the command", async () => {
    const { path, env } = createRepository();

    const run = runGit({ directory: path, env }, ["rev-list", "no-such-branch", "--"]);

    await expect(run).rejects.toThrow(
      `"git rev-list no-such-branch --" in "${path}" failed: bad revision 'no-such-branch'`,
    );
    await expect(run).rejects.not.toBeInstanceOf(ConfigError);
  });

  test("says that git is not installed", async () => {
    const run = runGit({ directory: temporaryFolder(), env: { PATH: temporaryFolder() } }, ["version"]);

    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow("git was not found on the search path (PATH). Install git");
  });

  test("says how to trust a repository that another user owns", async () => {
    const { path, env } = createRepository();
    const otherOwner = { ...env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" };

    const run = runGit({ directory: path, env: otherOwner }, ["status"]);

    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow("another user owns it");
    await expect(run).rejects.toThrow(`git config --global --add safe.directory ${path}`);
  });

  test("says that a folder is not there", async () => {
    const folder = join(temporaryFolder(), "rules");

    const run = runGit({ directory: folder, env: testEnvironment() }, ["version"]);

    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow(`The folder "${folder}" cannot be opened.`);
  });

  test("says that the installed git is too old for a repository", async () => {
    const repository = createRepository();
    repository.git("config", "core.repositoryFormatVersion", "1");
    repository.git("config", "extensions.notInventedYet", "true");

    const run = runGit({ directory: repository.path, env: repository.env }, ["status"]);

    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow("too old");
  });

  test("stops at the limit of what it prints", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "title: LSASS\n".repeat(1000) });
    const place = { directory: repository.path, env: repository.env };

    const run = runGit(place, ["cat-file", "blob", "HEAD:rules/lsass.yml"], { outputLimit: 1000 });

    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow("printed too much to read");
  });

  test("stops what does not end in time", async () => {
    const repository = createRepository();
    repository.git("config", "alias.wait", "!sleep 60");
    const place = { directory: repository.path, env: repository.env };

    const run = runGit(place, ["wait"], { timeout: 50 });

    await expect(run).rejects.toThrow("did not end in time");
  });

  test("runs no hook of the repository", async () => {
    const repository = createRepository();
    const id = repository.commit({ "rules/lsass.yml": "title: LSASS\n" });
    const witness = join(temporaryFolder(), "hook-was-here");
    const hook = join(repository.path, ".git", "hooks", "reference-transaction");
    writeFileSync(hook, `#!/bin/sh\ntouch '${witness}'\n`);
    chmodSync(hook, 0o755);

    await runGit({ directory: repository.path, env: repository.env }, ["update-ref", "refs/heads/ours", id]);
    const afterOurs = existsSync(witness);
    repository.git("update-ref", "refs/heads/theirs", id);

    expect({ afterOurs, afterTheirs: existsSync(witness) }).toEqual({ afterOurs: false, afterTheirs: true });
  });

  test("starts no file system monitor that the repository names", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "title: LSASS\n" });
    const witness = join(temporaryFolder(), "monitor-was-here");
    repository.git("config", "core.fsmonitor", `touch '${witness}'; false`);

    await runGit({ directory: repository.path, env: repository.env }, ["status"]);
    const afterOurs = existsSync(witness);
    repository.git("status");

    expect({ afterOurs, afterTheirs: existsSync(witness) }).toEqual({ afterOurs: false, afterTheirs: true });
  });
});
