import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadDictionaries, readShippedDictionaries } from "../../src/app/knowledge.ts";
import { readCorpora } from "../../src/app/read-corpora.ts";
import { toConfig } from "../../src/config/to-config.ts";
import { openCacheFolder } from "../../src/io/cache-folder.ts";
import { openDataFolder } from "../../src/io/data-folder.ts";
import type { FileTree } from "../../src/io/file-tree.ts";
import { blobId } from "../../src/io/git/blob-id.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { corpusFiles } from "../support/corpus.ts";
import { temporaryFolder } from "../support/git-repository.ts";

const config = toConfig({}, []);
const data = openDataFolder(fileURLToPath(new URL("../../data/", import.meta.url)));
const knowledge = await loadDictionaries(config, readShippedDictionaries(data));
const threads = {
  count: 0,
  start: () => {
    throw new Error("No thread is asked for.");
  },
};

/** `reads` counts the files that are read of it. */
function treeOf(files: readonly SourceFile[], reads: string[] = []): FileTree {
  const textOf = new Map(files.map(({ path, text }) => [path, text]));
  const entries = files.map(({ path, text }) => {
    return { path, kind: "file", blob: blobId(Buffer.from(text)), size: undefined } as const;
  });
  return {
    revision: "head",
    entries: async () => entries,
    read: async (wanted, take) => {
      for (const entry of wanted) {
        reads.push(entry.path);
        take(entry, { kind: "text", text: textOf.get(entry.path) ?? "", blob: entry.blob ?? "" });
      }
    },
  };
}

describe.each([
  ["sigma", /^rules.*\.yml$/],
  ["elastic", /^rules.*\.toml$/],
  ["splunk", /^(?:detections|macros)\/.*\.yml$/],
])("what the cache has of %s", (name, wanted) => {
  test("is what its files hold, and only companion files are read again", async () => {
    const files = corpusFiles(name, (path) => wanted.test(path));
    const folder = openCacheFolder({ folder: temporaryFolder(), version: "1", writer: "1", now: () => 0 });
    const cache = { folder, name };
    const options = { config, knowledge, threads };
    const [anew] = await readCorpora([treeOf(files)], { ...options, cache: undefined });
    await readCorpora([treeOf(files)], { ...options, cache });
    const reads: string[] = [];

    const [known] = await readCorpora([treeOf(files, reads)], { ...options, cache });

    expect(anew?.rules.length).toBeGreaterThan(1_000);
    expect(JSON.stringify(inOrder(known))).toBe(JSON.stringify(inOrder(anew)));
    expect(reads.filter((path) => !path.startsWith("macros/"))).toEqual([]);
  });
});

/** The same keys in the same order, however the objects were made. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    [...partsOf(value)].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, inOrder(part)]),
  );
}

/** Also those that an object of a class makes when they are asked for. */
function partsOf(value: object): readonly (readonly [string, unknown])[] {
  const prototype: object = Object.getPrototypeOf(value);
  const made: Record<string, PropertyDescriptor> =
    prototype === Object.prototype ? {} : Object.getOwnPropertyDescriptors(prototype);
  // By which numbers the cache knows them is its own matter: what is found by these has its own tests.
  const names = Object.entries(made).flatMap(([name, { get }]) =>
    get === undefined || name === "coded" ? [] : [name],
  );
  return [...Object.keys(value), ...names].map((name) => [name, Reflect.get(value, name)] as const);
}
