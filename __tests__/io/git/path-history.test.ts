import { describe, expect, test } from "vitest";
import { recentChanges } from "../../../src/io/git/path-history.ts";
import { openRepository } from "../../../src/io/git/repository.ts";
import { webAddressOf } from "../../../src/io/git/web-address.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";

const rule = "title: LSASS dumped\nlevel: high\nstatus: test\n";

async function historyOf({ path, env }: TestRepository, below = ""): Promise<ReadonlyMap<string, readonly string[]>> {
  const repository = await openRepository({ directory: `${path}/${below}`, env });
  try {
    const changes = await recentChanges(repository, "HEAD", 3);
    return new Map(Array.from(changes, ([name, found]) => [name, found.map(({ subject }) => subject)]));
  } finally {
    await repository.close();
  }
}

describe("the last changes of files", () => {
  test("are the newest first, so many of each file", async () => {
    const repository = createRepository();
    for (const number of [1, 2, 3, 4]) repository.commit({ "a.yml": `${number}` }, { message: `Change ${number}` });
    repository.commit({ "b.yml": rule }, { message: "Add b" });

    const history = await historyOf(repository);

    expect(history.get("a.yml")).toEqual(["Change 4", "Change 3", "Change 2"]);
    expect(history.get("b.yml")).toEqual(["Add b"]);
  });

  test("go on under the name that a file had before", async () => {
    const repository = createRepository();
    repository.commit({ "old name.yml": rule }, { message: "Add it" });
    repository.rename("old name.yml", "rules/new.yml");
    repository.commit({}, { message: "Move it" });

    expect((await historyOf(repository)).get("rules/new.yml")).toEqual(["Move it", "Add it"]);
  });

  test("are named from the folder that was opened", async () => {
    const repository = createRepository();
    repository.commit({ "rules/a.yml": rule, "other/b.yml": rule }, { message: "Add both" });

    expect([...(await historyOf(repository, "rules")).keys()]).toEqual(["a.yml"]);
  });

  test("leave out the first commit of a shallow clone, which seems to add everything", async () => {
    const repository = createRepository();
    repository.commit({ "a.yml": rule, "b.yml": rule }, { message: "Add both" });
    repository.commit({ "a.yml": `${rule}# more\n` }, { message: "Say more" });
    const clone = repository.clone({ depth: 2 });
    const shallower = repository.clone({ depth: 1 });

    expect((await historyOf(clone)).get("a.yml")).toEqual(["Say more"]);
    expect((await historyOf(shallower)).size).toBe(0);
  });
});

describe("the web address of a file", () => {
  test.each([
    ["https://github.com/acme/rules.git", "https://github.com/acme/rules/blob/"],
    ["https://robot:secret@github.com/acme/rules", "https://github.com/acme/rules/blob/"],
    ["git@github.com:acme/rules.git", "https://github.com/acme/rules/blob/"],
    ["ssh://git@gitlab.example.org:2222/acme/team/rules.git", "https://gitlab.example.org/acme/team/rules/-/blob/"],
  ])("follows from the remote %s", async (remote, start) => {
    const address = await addressUnder(remote);

    expect(address("rules/a b#.yml", 3)).toMatch(new RegExp(`^${start}[0-9a-f]{40}/rules/a%20b%23\\.yml#L3$`));
  });

  test.each(["../elsewhere", "https://example.org/acme/rules", "javascript:alert(1)//github/x"])(
    "is not known for the remote %s",
    async (remote) => {
      expect((await addressUnder(remote))("a.yml", 1)).toBeUndefined();
    },
  );

  async function addressUnder(remote: string) {
    const { path, env, git, commit } = createRepository();
    const head = commit({ "a.yml": rule });
    git("remote", "add", "origin", remote);
    const repository = await openRepository({ directory: path, env });
    try {
      return await webAddressOf(repository, head);
    } finally {
      await repository.close();
    }
  }
});
