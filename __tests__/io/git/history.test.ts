import { describe, expect, test } from "vitest";
import {
  findCommit,
  firstParentHistory,
  isMergeCommit,
  isShallow,
  mergeBase,
  parents,
  remoteDefaultBranch,
  resolveCommit,
  shortId,
} from "../../../src/io/git/history.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";
import { open } from "../reading.ts";

/** A server with three commits on main and a branch that left it after the second. */
function serverWithBranch() {
  const server = createRepository();
  const first = server.commit({ "rules/lsass.yml": "1" });
  const second = server.commit({ "rules/lsass.yml": "2" });
  server.branch("feature");
  const feature = server.commit({ "rules/shadow.yml": "1" });
  server.checkout("main");
  const third = server.commit({ "rules/lsass.yml": "3" });
  return { server, first, second, third, feature };
}

describe("resolveCommit", () => {
  test.each(["HEAD", "main", "v1", "HEAD~0", "main@{0}"])("understands %s", async (revision) => {
    const repository = createRepository();
    const id = repository.commit({ "rules/lsass.yml": "1" });
    repository.git("tag", "--annotate", "--message=First", "v1");

    expect(await resolveCommit(await open(repository), revision)).toBe(id);
  });

  test("understands a shortened id, and a detached HEAD", async () => {
    const repository = createRepository();
    const id = repository.commit({ "rules/lsass.yml": "1" });
    repository.commit({ "rules/lsass.yml": "2" });
    repository.checkout(id);

    expect(await resolveCommit(await open(repository), "HEAD")).toBe(id);
    expect(await resolveCommit(await open(repository), id.slice(0, 10))).toBe(id);
  });

  test.each([
    ["no-such-branch"],
    ["--output=x"],
    ["--all"],
    ["-h"],
    ["^main"],
    ["main..main"],
    ["HEAD:rules/lsass.yml"],
    ["0123456789abcdef0123456789abcdef01234567"],
    ["main@{upstream}"],
    ["a b\n"],
    ["a\0b"],
    [""],
  ])("says that %j is not a commit", async (revision) => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1" });

    const resolving = resolveCommit(await open(repository), revision);

    await expect(resolving).rejects.toThrow(ConfigError);
    await expect(resolving).rejects.toThrow(`"${revision}" is not a commit of this clone`);
  });

  test("repeats what git knows about a name that is no commit", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "1" });

    const resolving = resolveCommit(await open(repository), "main@{upstream}");

    await expect(resolving).rejects.toThrow("(no upstream configured for branch 'main')");
  });

  test("says that there is no commit yet", async () => {
    const resolving = resolveCommit(await open(createRepository()), "HEAD");

    await expect(resolving).rejects.toThrow(ConfigError);
    await expect(resolving).rejects.toThrow("The current branch has no commit yet");
  });

  test("says that a shallow clone may be cut off from it, and how to mend that", async () => {
    const { server, first } = serverWithBranch();

    const resolving = resolveCommit(await open(server.clone({ depth: 1 })), first);

    await expect(resolving).rejects.toThrow(ConfigError);
    await expect(resolving).rejects.toThrow("is shallow");
    await expect(resolving).rejects.toThrow("fetch-depth: 0");
    await expect(resolving).rejects.toThrow("git fetch --unshallow");
  });

  test("names the remote's branch for a branch that only the remote has", async () => {
    const { server } = serverWithBranch();

    const resolving = resolveCommit(await open(server.clone()), "feature");

    await expect(resolving).rejects.toThrow('write "origin/feature"');
  });
});

describe("findCommit", () => {
  test("gives the id, or undefined", async () => {
    const clone = createRepository();
    const id = clone.commit();
    const repository = await open(clone);

    expect(await findCommit(repository, "main")).toBe(id);
    expect(await findCommit(repository, "no-such-branch")).toBeUndefined();
  });
});

describe("parents", () => {
  test("are none for a first commit", async () => {
    const repository = createRepository();
    const first = repository.commit();

    expect(await parents(await open(repository), first)).toEqual([]);
  });

  test("are two for a merge, the branch that was merged into first", async () => {
    const { server, third, feature } = serverWithBranch();
    const merge = server.merge("feature");
    const repository = await open(server);

    expect(await parents(repository, merge)).toEqual([third, feature]);
    expect(await isMergeCommit(repository, merge)).toBe(true);
    expect(await isMergeCommit(repository, third)).toBe(false);
  });

  test("are known of a commit that a shallow clone is cut off at", async () => {
    const { server, third, feature } = serverWithBranch();
    const merge = server.merge("feature");
    const repository = await open(server.clone({ depth: 1 }));

    expect(await parents(repository, merge)).toEqual([third, feature]);
    expect(await findCommit(repository, third)).toBeUndefined();
  });

  test("are not looked for in a commit's message", async () => {
    const repository = createRepository();
    const first = repository.commit({}, { message: "Subject\n\nparent 0123456789abcdef0123456789abcdef01234567" });

    expect(await parents(await open(repository), first)).toEqual([]);
  });

  test("of a commit that the clone lacks are a fault of the clone", async () => {
    const { server, first } = serverWithBranch();
    const repository = await open(server.clone({ depth: 1 }));

    await expect(parents(repository, first)).rejects.toThrow(ConfigError);
  });
});

describe("isShallow", () => {
  test.each([
    ["a full clone", {}, false],
    ["a clone of depth 1", { depth: 1 }, true],
    ["a clone of depth 2", { depth: 2 }, true],
    ["a clone that is deeper than the history", { depth: 50 }, false],
  ])("of %s", async (_, options, expected) => {
    const { server } = serverWithBranch();

    expect(await isShallow(await open(server.clone(options)))).toBe(expected);
  });
});

describe("mergeBase", () => {
  test("is where two branches parted", async () => {
    const { server, second, third, feature } = serverWithBranch();

    expect(await mergeBase(await open(server), third, feature)).toEqual({ kind: "commit", commit: second });
  });

  test("is none for histories that have nothing in common", async () => {
    const { server, third } = serverWithBranch();
    server.git("checkout", "--quiet", "--orphan", "other");
    const other = server.commit();

    expect(await mergeBase(await open(server), third, other)).toEqual({ kind: "none" });
  });

  test("is not called none where a shallow clone may only be cut off from it", async () => {
    const { server, third, feature } = serverWithBranch();
    const clone = server.clone({ depth: 1 });
    clone.git("fetch", "--quiet", "--depth=1", "origin", feature);

    expect(await mergeBase(await open(clone), third, feature)).toEqual({ kind: "cut-off" });
  });
});

describe("remoteDefaultBranch", () => {
  async function nameOf(clone: TestRepository) {
    return (await remoteDefaultBranch(await open(clone)))?.name;
  }

  test("is what the remote calls its default, whatever its name", async () => {
    const server = createRepository();
    server.commit();
    server.branch("trunk");

    expect(await remoteDefaultBranch(await open(server.clone()))).toEqual({
      ref: "refs/remotes/origin/trunk",
      name: "origin/trunk",
    });
  });

  test("is the remote's main or master where the remote's default is not known", async () => {
    const server = createRepository();
    server.commit();
    server.git("branch", "--move", "master");
    const clone = server.clone();
    clone.git("remote", "set-head", "origin", "--delete");

    expect(await nameOf(clone)).toBe("origin/master");
  });

  test("is not a default that the clone does not have", async () => {
    const { server } = serverWithBranch();
    const clone = server.clone({ depth: 1, branch: "feature" });
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");

    expect(await nameOf(clone)).toBeUndefined();
  });

  test("is found at a remote of another name, if it is the only one", async () => {
    const { server } = serverWithBranch();
    const clone = server.clone();
    clone.git("remote", "rename", "origin", "upstream");

    expect(await nameOf(clone)).toBe("upstream/main");
  });

  test("is the clone's own main where there is no remote", async () => {
    const { server } = serverWithBranch();

    expect(await nameOf(server)).toBe("main");
  });

  test("is not a branch whose name only begins like it", async () => {
    const repository = createRepository();
    repository.commit();
    repository.git("branch", "--move", "main/next");

    expect(await nameOf(repository)).toBeUndefined();
  });
});

describe("firstParentHistory", () => {
  test("goes back along the branch to a time, without what was merged into it", async () => {
    const repository = createRepository();
    repository.commit({}, { at: "2026-01-31T00:00:00Z" });
    const second = repository.commit({}, { at: "2026-02-01T00:00:00Z" });
    repository.branch("feature");
    repository.commit({}, { at: "2026-02-15T00:00:00Z" });
    repository.checkout("main");
    const third = repository.commit({}, { at: "2026-03-01T00:00:00Z" });
    const since = Date.UTC(2026, 1, 1) / 1000;

    const history = await firstParentHistory(await open(repository), third, since);

    expect(history).toEqual([
      { commit: third, seconds: Date.UTC(2026, 2, 1) / 1000 },
      { commit: second, seconds: Date.UTC(2026, 1, 1) / 1000 },
    ]);
  });

  test("is empty where all is older", async () => {
    const repository = createRepository();
    const first = repository.commit({}, { at: "2026-01-31T00:00:00Z" });

    expect(await firstParentHistory(await open(repository), first, Date.UTC(2026, 1, 1) / 1000)).toEqual([]);
  });
});

describe("shortId", () => {
  test("is the beginning of the id", () => {
    expect(shortId("0123456789abcdef0123456789abcdef01234567")).toBe("0123456");
  });
});
