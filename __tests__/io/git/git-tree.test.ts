import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sizeLimit, type TreeEntry } from "../../../src/io/file-tree.ts";
import { openGitTree } from "../../../src/io/git/git-tree.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";
import { open, readAll, readEntries } from "../reading.ts";

async function filesOf(repository: TestRepository, revision = "HEAD", folder = "") {
  return readAll(await openGitTree(await open(repository, folder), revision));
}

describe("openGitTree", () => {
  test("reads the files of a commit, sorted by path, whatever is checked out", async () => {
    const repository = createRepository();
    const base = repository.commit({ "rules/windows/lsass.yml": "LSASS", "rules/linux/shadow.yml": "shadow" });
    repository.commit({ "rules/windows/lsass.yml": undefined, "rules/linux/shadow.yml": "shadow 2" });

    const tree = await openGitTree(await open(repository), base);

    expect(tree.revision).toBe(base);
    expect(Object.entries(await readAll(tree))).toEqual([
      ["rules/linux/shadow.yml", "shadow"],
      ["rules/windows/lsass.yml", "LSASS"],
    ]);
  });

  test("knows blob and size of a file without reading it", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "LSASS" });

    const [entry] = await (await openGitTree(await open(repository), "HEAD")).entries();

    expect(entry).toEqual({
      path: "rules/lsass.yml",
      kind: "file",
      blob: repository.git("rev-parse", "HEAD:rules/lsass.yml"),
      size: 5,
    });
  });

  test("names the blob of what it read, so that equal content can be told", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "LSASS", "rules/copy.yml": "LSASS" });
    const tree = await openGitTree(await open(repository), "HEAD");
    const blobs: string[] = [];

    await tree.read(await tree.entries(), (_, content) => blobs.push(content.kind === "bytes" ? content.blob : ""));

    const blob = repository.git("rev-parse", "HEAD:rules/lsass.yml");
    expect(blobs).toEqual([blob, blob]);
  });

  test("reads base and head through one repository", async () => {
    const clone = createRepository();
    const base = clone.commit({ "rules/lsass.yml": "LSASS" });
    const head = clone.commit({ "rules/lsass.yml": "LSASS by handle" });
    const repository = await open(clone);
    const [before, after] = [await openGitTree(repository, base), await openGitTree(repository, head)];

    const contents = await Promise.all([readAll(before), readAll(after)]);

    expect(contents).toEqual([{ "rules/lsass.yml": "LSASS" }, { "rules/lsass.yml": "LSASS by handle" }]);
  });

  test("reads entries in the order that is asked for", async () => {
    const repository = createRepository();
    repository.commit({ "a.yml": "a", "b.yml": "b", "c.yml": "c" });
    const tree = await openGitTree(await open(repository), "HEAD");
    const backwards = [...(await tree.entries())].reverse();

    expect(Object.keys(await readEntries(tree, backwards))).toEqual(["c.yml", "b.yml", "a.yml"]);
  });

  test("reads an empty commit as no files", async () => {
    const repository = createRepository();
    repository.commit();

    expect(await filesOf(repository)).toEqual({});
  });

  test("reads a commit that a tag names", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": "LSASS" });
    repository.git("tag", "--annotate", "--message=First", "v1");

    expect(await filesOf(repository, "v1")).toEqual({ "rules/lsass.yml": "LSASS" });
  });

  test("reads a repository that uses SHA-256", async () => {
    const repository = createRepository();
    rmSync(join(repository.path, ".git"), { recursive: true });
    repository.git("init", "--quiet", "--object-format=sha256");
    repository.commit({ "rules/lsass.yml": "LSASS" });

    expect(await filesOf(repository)).toEqual({ "rules/lsass.yml": "LSASS" });
  });

  test("reads the commit itself, not what a replace ref puts in its place", async () => {
    const repository = createRepository();
    const real = repository.commit({ "rules/lsass.yml": "LSASS" });
    const fake = repository.commit({ "rules/lsass.yml": "nothing to see" });
    repository.git("replace", real, fake);

    expect(await filesOf(repository, real)).toEqual({ "rules/lsass.yml": "LSASS" });
  });

  test("does not run filters that the commit's attributes ask for", async () => {
    const repository = createRepository();
    repository.commit({ ".gitattributes": "*.yml eol=crlf ident\n", "lsass.yml": "$Id$\n" });

    expect(await filesOf(repository)).toMatchObject({ "lsass.yml": "$Id$\n" });
  });
});

describe("openGitTree below a folder", () => {
  test("gives paths relative to the folder, and nothing from beside it", async () => {
    const repository = createRepository();
    repository.commit({ "rules/a.yml": "a", "rules/windows/b.yml": "b", "rules-old/c.yml": "c", "d.yml": "d" });

    expect(await filesOf(repository, "HEAD", "rules")).toEqual({ "a.yml": "a", "windows/b.yml": "b" });
  });

  test("takes the folder's name as it is and not as a pattern", async () => {
    const repository = createRepository();
    repository.commit({ "[ab]/a.yml": "in brackets", "a/a.yml": "in a", "-r/a.yml": "in a dash" });

    expect(await filesOf(repository, "HEAD", "[ab]")).toEqual({ "a.yml": "in brackets" });
    expect(await filesOf(repository, "HEAD", "-r")).toEqual({ "a.yml": "in a dash" });
  });

  test("finds no files where the commit lacks the folder", async () => {
    const repository = createRepository();
    const base = repository.commit({ "README.md": "Rules" });
    repository.commit({ "rules/lsass.yml": "LSASS" });

    expect(await filesOf(repository, base, "rules")).toEqual({});
  });

  test("reads the folder from a commit that has it, though the checkout lacks it", async () => {
    const repository = createRepository();
    const base = repository.commit({ "rules/windows/lsass.yml": "LSASS" });
    repository.commit({ "rules/windows/lsass.yml": undefined, "README.md": "No rules" });
    rmSync(join(repository.path, "rules"), { recursive: true, force: true });

    expect(await filesOf(repository, base, "rules/windows")).toEqual({ "lsass.yml": "LSASS" });
  });

  test("does not follow a symbolic link in the folder's place", async () => {
    const repository = createRepository();
    repository.commit({ "elsewhere/lsass.yml": "LSASS", "rules/lsass.yml": "LSASS" });
    repository.git("rm", "--quiet", "--cached", "-r", "rules");
    const planted = repository.plant({ path: "rules", kind: "symlink", content: "elsewhere" });

    expect(await filesOf(repository, planted, "rules")).toEqual({});
  });
});

describe("openGitTree on odd entries", () => {
  test.each([
    ["a line end", "rules/one\ntwo.yml"],
    ["quotes", "rules/\"double\" and 'single'.yml"],
    ["a leading dash", "--output=x.yml"],
    ["a tab and a backslash", "rules/a\tb\\c.yml"],
    ["letters beyond ASCII", "rules/Schlüssel \u{1f511}.yml"],
    ["blanks at its ends", " rules / lsass.yml "],
    ["what a pattern is made of", "rules/*?[a].yml"],
    ["workflow commands", "rules/::error::%0A.yml"],
  ])("reads a file with %s in its name", async (_, path) => {
    const repository = createRepository();
    repository.plant({ path, content: "LSASS" });

    expect(await filesOf(repository)).toEqual({ [path]: "LSASS" });
  });

  test("reads a file whose name is not UTF-8, with U+FFFD for what is no character", async () => {
    const repository = createRepository();
    repository.plant({ path: Buffer.from("rules/andr\xe9.yml", "latin1"), content: "LSASS" });

    expect(await filesOf(repository)).toEqual({ "rules/andr\u{fffd}.yml": "LSASS" });
  });

  test("lists links and submodules as what they are and follows none", async () => {
    const repository = createRepository();
    const commit = repository.commit({ "rules/lsass.yml": "LSASS" });
    repository.plant(
      { path: "rules/passwd.yml", kind: "symlink", content: "../../../../etc/passwd" },
      { path: "rules/vendor", kind: "submodule", content: commit },
    );
    const tree = await openGitTree(await open(repository), "HEAD");

    expect((await tree.entries()).map(({ path, kind }) => [path, kind])).toEqual([
      ["rules/lsass.yml", "file"],
      ["rules/passwd.yml", "symlink"],
      ["rules/vendor", "submodule"],
    ]);
    expect(await readAll(tree)).toEqual({
      "rules/lsass.yml": "LSASS",
      "rules/passwd.yml": "not-a-file",
      "rules/vendor": "not-a-file",
    });
  });

  test("does not read a file above the limit, and reads the one after it", async () => {
    const repository = createRepository();
    const atLimit = "a".repeat(sizeLimit);
    repository.commit({ "a.yml": atLimit, "b.yml": `${atLimit}a`, "c.yml": "c" });

    const files = await filesOf(repository);

    expect({ ...files, "a.yml": files["a.yml"] === atLimit }).toEqual({
      "a.yml": true,
      "b.yml": "too-large",
      "c.yml": "c",
    });
  });

  test("refuses a commit with paths that lead out of the root", async () => {
    const repository = createRepository();
    repository.commit({ "lsass.yml": "LSASS" });
    const blob = repository.git("rev-parse", "HEAD:lsass.yml");
    repository.write({ "tree.bin": Buffer.concat([Buffer.from("40000 ..\0"), treeWith(repository, blob)]) });
    const tree = repository.git("hash-object", "-t", "tree", "--literally", "-w", "tree.bin");
    const commit = repository.git("commit-tree", "-m", "Out of the root", tree);

    const reading = filesOf(repository, commit);

    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow('holds the path "../lsass.yml", which git does not check out');
  });

  test("says that the clone lacks a file's content, after it has handed over the others", async () => {
    const repository = createRepository();
    repository.commit({ "lost.yml": "lost", "lsass.yml": "LSASS" });
    const blob = repository.git("rev-parse", "HEAD:lost.yml");
    rmSync(join(repository.path, ".git", "objects", blob.slice(0, 2), blob.slice(2)));
    const tree = await openGitTree(await open(repository), "HEAD");
    const handed: [string, string][] = [];
    const entries = await tree.entries();

    const reading = tree.read(entries, (entry, content) => handed.push([entry.path, content.kind]));

    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(`lacks the content of "lost.yml" (object ${blob})`);
    expect(handed).toEqual([
      ["lost.yml", "unreadable"],
      ["lsass.yml", "bytes"],
    ]);
  });

  test("does not read an entry that it did not list", async () => {
    const repository = createRepository();
    repository.commit({ "lsass.yml": "LSASS" });
    const tree = await openGitTree(await open(repository), "HEAD");
    const made: TreeEntry = { path: "made-up.yml", kind: "file", blob: undefined, size: undefined };

    expect(await readEntries(tree, [made])).toEqual({ "made-up.yml": "unreadable: the commit does not hold it" });
  });
});

/** The id, in binary, of a tree that holds one file; as it stands in the tree above it. */
function treeWith(repository: TestRepository, blob: string): Buffer {
  repository.write({ "inner.bin": Buffer.concat([Buffer.from("100644 lsass.yml\0"), Buffer.from(blob, "hex")]) });
  return Buffer.from(repository.git("hash-object", "-t", "tree", "-w", "inner.bin"), "hex");
}
