import { describe, expect, test } from "vitest";
import { type FileChange, fileChanges, firstParentCommits } from "../../../src/io/git/file-history.ts";
import { openGitTree } from "../../../src/io/git/git-tree.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";
import { open } from "../reading.ts";

describe("firstParentCommits", () => {
  test("gives the commits of the branch itself, the newest first, with their times", async () => {
    const repository = createRepository();
    const first = repository.commit({ "a.yml": "1" }, { at: "2026-01-05T10:00:00Z" });
    repository.branch("side");
    repository.commit({ "b.yml": "1" }, { at: "2026-01-06T10:00:00Z" });
    repository.checkout("main");
    const merge = repository.merge("side");

    const commits = await firstParentCommits(await open(repository), merge);

    expect(commits.map(({ commit }) => commit)).toEqual([merge, first]);
    expect(commits[1]).toEqual({
      commit: first,
      tree: repository.git("rev-parse", `${first}^{tree}`),
      seconds: Date.UTC(2026, 0, 5, 10) / 1000,
    });
  });
});

describe("fileChanges", () => {
  async function changesOf(repository: TestRepository, folder?: string) {
    const opened = await open(repository, folder);
    const commits = (await firstParentCommits(opened, repository.id("HEAD"))).toReversed();
    return { changes: await fileChanges(opened, commits), opened, commits };
  }

  function shown(changes: readonly FileChange[]): readonly string[] {
    return changes.map(({ path, entry }) => `${entry?.kind ?? "gone"} ${path}`);
  }

  test("gives all of the first commit and then what is otherwise, a rename as two changes", async () => {
    const repository = createRepository();
    repository.commit({ "rules/a.yml": "1", "rules/b.yml": "1" });
    repository.commit({ "rules/a.yml": "2" });
    repository.rename("rules/b.yml", "rules/c: \n d.yml");
    repository.commit();
    repository.commit();

    const { changes } = await changesOf(repository);

    expect(changes.map(shown)).toEqual([
      ["file rules/a.yml", "file rules/b.yml"],
      ["file rules/a.yml"],
      ["gone rules/b.yml", "file rules/c: \n d.yml"],
      [],
    ]);
  });

  test("tells links and submodules from files", async () => {
    const repository = createRepository();
    const commit = repository.commit({ "a.yml": "1" });
    repository.plant(
      { path: "link.yml", kind: "symlink", content: "a.yml" },
      { path: "module", kind: "submodule", content: commit },
    );

    const { changes } = await changesOf(repository);

    expect(shown(changes[1] ?? [])).toEqual(["symlink link.yml", "submodule module"]);
  });

  test("keeps to a folder, and names its files from there", async () => {
    const repository = createRepository();
    repository.commit({ "rules/[x]/a.yml": "1", "other/b.yml": "1" });
    repository.commit({ "rules/[x]/a.yml": "2", "other/b.yml": "2" });

    const { changes } = await changesOf(repository, "rules/[x]");

    expect(changes.map(shown)).toEqual([["file a.yml"], ["file a.yml"]]);
  });

  test("adds up to the files of each commit", async () => {
    const repository = createRepository();
    repository.commit({ "a.yml": "1", "b.yml": "1", "c/d.yml": "1" });
    repository.commit({ "a.yml": "2", "b.yml": undefined, "c/e.yml": "3" });
    repository.commit({ "b.yml": "1", "c/d.yml": undefined });

    const { changes, opened, commits } = await changesOf(repository);

    const files = new Map<string, string | undefined>();
    for (const [index, list] of changes.entries()) {
      for (const { path, entry } of list) {
        if (entry === undefined) files.delete(path);
        else files.set(path, entry.blob);
      }
      const tree = await openGitTree(opened, commits[index]?.commit ?? "");
      const expected = (await tree.entries()).map(({ path, blob }) => [path, blob]);
      expect([...files].sort()).toEqual(expected);
    }
  });
});
