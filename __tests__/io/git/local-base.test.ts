import { describe, expect, test } from "vitest";
import { chooseLocalBase, type LocalHead } from "../../../src/io/git/local-base.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";
import { open } from "../reading.ts";

const headCommit: LocalHead = { kind: "commit", revision: "HEAD" };
const workingTree: LocalHead = { kind: "working-tree" };

async function baseOf(repository: TestRepository, head: LocalHead) {
  return chooseLocalBase(await open(repository), head);
}

describe("chooseLocalBase", () => {
  test("is where a branch left the remote's default branch", async () => {
    const server = createRepository();
    const left = server.commit({ "rules/lsass.yml": "1" });
    const clone = server.clone();
    server.commit({ "rules/lsass.yml": "2" });
    clone.branch("feature");
    clone.commit({ "rules/shadow.yml": "1" });
    clone.git("fetch", "--quiet");

    const expected = { kind: "commit", commit: left, reason: "where HEAD left origin/main" };
    expect(await baseOf(clone, headCommit)).toEqual(expected);
    expect(await baseOf(clone, workingTree)).toEqual(expected);
  });

  test("is what the remote has, for commits on the default branch that are not pushed", async () => {
    const server = createRepository();
    const pushed = server.commit({ "rules/lsass.yml": "1" });
    const clone = server.clone();
    clone.commit({ "rules/lsass.yml": "2" });
    clone.commit({ "rules/lsass.yml": "3" });

    expect(await baseOf(clone, headCommit)).toMatchObject({ kind: "commit", commit: pushed });
  });

  test("is the commit before, for a commit on the default branch itself", async () => {
    const server = createRepository();
    const first = server.commit({ "rules/lsass.yml": "1" });
    server.commit({ "rules/lsass.yml": "2" });

    expect(await baseOf(server.clone(), headCommit)).toEqual({
      kind: "commit",
      commit: first,
      reason: "the first parent of HEAD, as HEAD is on origin/main",
    });
  });

  test("is the first parent of a merge on the default branch", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1" });
    repository.branch("feature");
    repository.commit({ "rules/shadow.yml": "1" });
    repository.checkout("main");
    const before = repository.commit({ "rules/lsass.yml": "2" });
    repository.merge("feature");

    expect(await baseOf(repository, headCommit)).toMatchObject({ kind: "commit", commit: before });
  });

  test("is the last commit, for files on the default branch that are not committed", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1" });
    const last = repository.commit({ "rules/lsass.yml": "2" });

    expect(await baseOf(repository, workingTree)).toEqual({
      kind: "commit",
      commit: last,
      reason: "the last commit, as HEAD is on main",
    });
  });

  test("is the commit before, where no default branch is known", async () => {
    const repository = createRepository();
    const first = repository.commit({ "rules/lsass.yml": "1" });
    repository.commit({ "rules/lsass.yml": "2" });
    repository.git("branch", "--move", "trunk");

    expect(await baseOf(repository, headCommit)).toEqual({
      kind: "commit",
      commit: first,
      reason: "the first parent of HEAD, as no default branch is known",
    });
  });

  test("is that of the commit that was named, not of what is checked out", async () => {
    const repository = createRepository();
    const first = repository.commit({ "rules/lsass.yml": "1" });
    repository.branch("feature");
    repository.commit({ "rules/shadow.yml": "1" });
    repository.checkout("main");

    expect(await baseOf(repository, { kind: "commit", revision: "feature" })).toEqual({
      kind: "commit",
      commit: first,
      reason: "where feature left main",
    });
  });

  test("is absent for the first commit", async () => {
    const repository = createRepository();
    const first = repository.commit({ "rules/lsass.yml": "1" });

    expect(await baseOf(repository, headCommit)).toEqual({
      kind: "absent",
      reason: `${first.slice(0, 7)} is the first commit, so there is nothing to compare with.`,
    });
  });

  test("is absent for files in a repository without a commit", async () => {
    const repository = createRepository();
    repository.write({ "rules/lsass.yml": "1" });

    expect(await baseOf(repository, workingTree)).toEqual({
      kind: "absent",
      reason: "The current branch has no commit yet, so there is nothing to compare with.",
    });
  });

  test("is absent for a branch that has nothing in common with the default branch", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1" });
    repository.git("checkout", "--quiet", "--orphan", "other");
    repository.commit({ "rules/shadow.yml": "1" });

    expect(await baseOf(repository, headCommit)).toEqual({
      kind: "absent",
      reason: "HEAD and main have no commit in common, so there is nothing to compare with.",
    });
  });

  test("is not called absent where a shallow clone was cut off from it", async () => {
    const server = createRepository();
    server.commit({ "rules/lsass.yml": "1" });
    server.commit({ "rules/lsass.yml": "2" });

    const choosing = baseOf(server.clone({ depth: 1 }), headCommit);

    await expect(choosing).rejects.toThrow(ConfigError);
    await expect(choosing).rejects.toThrow("git fetch --unshallow");
  });

  test("is found in a shallow clone that is deep enough", async () => {
    const server = createRepository();
    server.commit({ "rules/lsass.yml": "1" });
    const second = server.commit({ "rules/lsass.yml": "2" });
    server.commit({ "rules/lsass.yml": "3" });

    expect(await baseOf(server.clone({ depth: 2 }), headCommit)).toMatchObject({ kind: "commit", commit: second });
  });

  test("says that a shallow clone does not show where a branch left", async () => {
    const server = createRepository();
    server.commit({ "rules/lsass.yml": "1" });
    server.branch("feature");
    const feature = server.commit({ "rules/shadow.yml": "1" });
    server.checkout("main");
    server.commit({ "rules/lsass.yml": "2" });
    const clone = server.clone({ depth: 1 });
    clone.git("fetch", "--quiet", "--depth=1", "origin", feature);

    const choosing = baseOf(clone, { kind: "commit", revision: feature });

    await expect(choosing).rejects.toThrow(ConfigError);
    await expect(choosing).rejects.toThrow(`does not hold the commit where "${feature}" left origin/main`);
  });
});
