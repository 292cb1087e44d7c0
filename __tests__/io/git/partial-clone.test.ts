import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sizeLimit } from "../../../src/io/file-tree.ts";
import { openGitTree } from "../../../src/io/git/git-tree.ts";
import { openWorkingTree } from "../../../src/io/working-tree.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";
import { open, readAll, readEntries } from "../reading.ts";

async function filesOf(repository: TestRepository, revision: string) {
  return readAll(await openGitTree(await open(repository), revision));
}

describe("openGitTree in a partial clone", () => {
  test("fetches the files that it has to read, and no others", async () => {
    const server = createRepository();
    const base = server.commit({ "rules/lsass.yml": "LSASS", "rules/shadow.yml": "shadow", "docs/large.md": "large" });
    server.commit({ "rules/lsass.yml": "LSASS by handle", "docs/large.md": "larger" });
    const clone = server.clone({ filter: "blob:none" });
    const tree = await openGitTree(await open(clone), base);
    const rules = (await tree.entries()).filter(({ path }) => path.startsWith("rules/"));

    const files = await readEntries(tree, rules);

    expect(files).toEqual({ "rules/lsass.yml": "LSASS", "rules/shadow.yml": "shadow" });
    const missing = clone.git("rev-list", "--objects", "--missing=print", "--no-object-names", base);
    expect(missing).toContain(`?${server.git("rev-parse", `${base}:docs/large.md`)}`);
  });

  test("fetches folders too, where the clone was made without them", async () => {
    const server = createRepository();
    const base = server.commit({ "rules/windows/lsass.yml": "LSASS", "README.md": "Rules" });
    server.commit({ "rules/windows/lsass.yml": "LSASS by handle" });

    const files = await filesOf(server.clone({ filter: "tree:0" }), base);

    expect(files).toEqual({ "README.md": "Rules", "rules/windows/lsass.yml": "LSASS" });
  });

  test("applies the limit to what it had to fetch", async () => {
    const server = createRepository();
    const base = server.commit({ "a.yml": "a".repeat(sizeLimit + 1) });
    server.commit({ "a.yml": undefined });

    expect(await filesOf(server.clone({ filter: "blob:none" }), base)).toEqual({ "a.yml": "too-large" });
  });

  test("says that the clone lacks a part and the server does not answer", async () => {
    const server = createRepository();
    const base = server.commit({ "rules/lsass.yml": "LSASS" });
    server.commit({ "rules/lsass.yml": "LSASS by handle" });
    const clone = server.clone({ filter: "blob:none" });
    rmSync(server.path, { recursive: true });

    const reading = filesOf(clone, base);

    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow('fetching it from "origin" failed');
  });

  test("fetches what a sparse checkout of a partial clone has left out of the folder", async () => {
    const server = createRepository();
    server.commit({ "a.yml": "a", "left/out.yml": "left out" });
    const clone = createRepository();
    clone.git("remote", "add", "origin", server.path);
    clone.git("sparse-checkout", "set", "--no-cone", "/*", "!/left/");
    clone.git("config", "remote.origin.promisor", "true");
    clone.git("config", "remote.origin.partialCloneFilter", "blob:none");
    clone.git("fetch", "--quiet", "--filter=blob:none", "origin", "main");
    clone.git("checkout", "--quiet", "FETCH_HEAD");

    const files = await readAll(openWorkingTree(clone.path, await open(clone)));

    expect(files).toEqual({ "a.yml": "a", "left/out.yml": "left out" });
  });
});
