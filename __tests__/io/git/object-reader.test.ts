import { randomBytes } from "node:crypto";
import { chmodSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ObjectReader } from "../../../src/io/git/object-reader.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, type Files, type TestRepository } from "../../support/git-repository.ts";

const absent = "0123456789abcdef0123456789abcdef01234567";

function readerOf({ path, env }: TestRepository): ObjectReader {
  const reader = new ObjectReader({ directory: path, env });
  onTestFinished(() => reader.close());
  return reader;
}

function blobsOf(repository: TestRepository, files: Files): readonly string[] {
  repository.commit(files);
  const lines = repository.git("ls-tree", "-r", "HEAD").split("\n");
  return Object.keys(files).map((path) => {
    const line = lines.find((candidate) => candidate.endsWith(`\t${path}`));
    return line?.split(/[ \t]/)[2] ?? "";
  });
}

async function readTexts(reader: ObjectReader, ids: readonly string[]): Promise<readonly (string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  await reader.read(ids, String, (_, object) =>
    texts.push(object === undefined ? undefined : Buffer.from(object).toString("utf8")),
  );
  return texts;
}

describe("ObjectReader", () => {
  test("hands over objects in the order of the request, repeated ones too", async () => {
    const repository = createRepository();
    const [lsass = "", shellcode = ""] = blobsOf(repository, { "lsass.yml": "LSASS", "shellcode.yml": "shellcode" });

    const texts = await readTexts(readerOf(repository), [shellcode, lsass, shellcode]);

    expect(texts).toEqual(["shellcode", "LSASS", "shellcode"]);
  });

  test("hands over what the repository lacks as undefined, in its place", async () => {
    const repository = createRepository();
    const [lsass = ""] = blobsOf(repository, { "lsass.yml": "LSASS" });

    const texts = await readTexts(readerOf(repository), [absent, lsass, absent]);

    expect(texts).toEqual([undefined, "LSASS", undefined]);
  });

  test("tells what a name stands for, between readings", async () => {
    const repository = createRepository();
    const [lsass = ""] = blobsOf(repository, { "lsass.yml": "LSASS" });
    const reader = readerOf(repository);
    const head = repository.git("rev-parse", "HEAD").trim();

    const answers = await Promise.all([
      reader.identify("HEAD^{commit}"),
      readTexts(reader, [lsass]),
      reader.identify(`${head.slice(0, 12)}^{commit}`),
      reader.identify("HEAD:lsass.yml"),
    ]);

    expect(answers).toEqual([head, ["LSASS"], head, lsass]);
  });

  test.each([["main-2"], [absent], [`${absent} commit 12`], [`${absent} 12`], ["HEAD^{blob}"], [""], [" "]])(
    "tells that %j stands for nothing, and goes on",
    async (name) => {
      const repository = createRepository();
      const [lsass = ""] = blobsOf(repository, { "lsass.yml": "LSASS" });
      const reader = readerOf(repository);

      expect(await reader.identify(`${name}^{commit}`)).toBeUndefined();
      expect(await readTexts(reader, [lsass])).toEqual(["LSASS"]);
    },
  );

  test("hands over items without an object in their place", async () => {
    const repository = createRepository();
    const [lsass = ""] = blobsOf(repository, { "lsass.yml": "LSASS" });
    const handed: [string, string][] = [];

    await readerOf(repository).read(
      ["link", "file", "folder"],
      (item) => (item === "file" ? lsass : undefined),
      (item, object) => handed.push([item, String(object)]),
    );

    expect(handed.map(([item]) => item)).toEqual(["link", "file", "folder"]);
  });

  test.each([
    ["empty", Buffer.alloc(0)],
    ["made of line ends", Buffer.from("\n\n\n")],
    ["that looks like an answer of git", Buffer.from(`${absent} missing\n${absent} blob 3\nabc\n`)],
    ["larger than any pipe holds", randomBytes(3_000_000)],
  ])("reads an object %s to the byte, and the next one after it", async (_, content) => {
    const repository = createRepository();
    const [odd = "", lsass = ""] = blobsOf(repository, { "odd.bin": content, "lsass.yml": "LSASS" });
    const objects: Buffer[] = [];

    await readerOf(repository).read([odd, lsass], String, (_id, object) => objects.push(Buffer.from(object ?? "")));

    expect(objects[0]?.equals(content)).toBe(true);
    expect(objects[1]?.toString()).toBe("LSASS");
  });

  test("reads many objects, each whole", async () => {
    const repository = createRepository();
    const names = Array.from({ length: 500 }, (_, index) => `rules/${index}.yml`);
    const contents = names.map((name, index) => `title: ${name}\n`.repeat(index));
    const ids = blobsOf(repository, Object.fromEntries(names.map((name, index) => [name, contents[index]])));

    expect(await readTexts(readerOf(repository), ids)).toEqual(contents);
  });

  test("lets readings that were started together wait for each other", async () => {
    const repository = createRepository();
    const [lsass = "", shellcode = ""] = blobsOf(repository, { "lsass.yml": "LSASS", "shellcode.yml": "shellcode" });
    const reader = readerOf(repository);

    const texts = await Promise.all([readTexts(reader, [lsass, absent]), readTexts(reader, [shellcode, lsass])]);

    expect(texts).toEqual([
      ["LSASS", undefined],
      ["shellcode", "LSASS"],
    ]);
  });

  test("reads objects that are newer than its process", async () => {
    const repository = createRepository();
    const reader = readerOf(repository);
    await readTexts(reader, blobsOf(repository, { "lsass.yml": "LSASS" }));

    const texts = await readTexts(reader, blobsOf(repository, { "shellcode.yml": "shellcode" }));

    expect(texts).toEqual(["shellcode"]);
  });

  test("passes on what the taker throws, and reads on afterwards from the right place", async () => {
    const repository = createRepository();
    const [lsass = "", shellcode = ""] = blobsOf(repository, { "lsass.yml": "LSASS", "shellcode.yml": "shellcode" });
    const reader = readerOf(repository);

    const reading = reader.read([lsass, lsass, lsass], String, () => {
      throw new Error("the taker has enough");
    });

    await expect(reading).rejects.toThrow("the taker has enough");
    expect(await readTexts(reader, [shellcode])).toEqual(["shellcode"]);
  });

  test("asks git for nothing but full ids", async () => {
    const reading = readTexts(readerOf(createRepository()), ["HEAD\nHEAD"]);

    await expect(reading).rejects.toThrow("is not the full id of an object");
  });

  test("says that an object is damaged", async () => {
    const repository = createRepository();
    const [odd = ""] = blobsOf(repository, { "odd.bin": randomBytes(300_000) });
    const file = join(repository.path, ".git", "objects", odd.slice(0, 2), odd.slice(2));
    chmodSync(file, 0o644);
    truncateSync(file, 100_000);

    const reading = readTexts(readerOf(repository), [odd]);

    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow("git fsck");
  });

  test("can be closed before it was used, and twice", async () => {
    const reader = readerOf(createRepository());

    await reader.close();

    await expect(reader.close()).resolves.toBeUndefined();
  });
});
