import { describe, expect, test } from "vitest";
import type { FileReading } from "../../../src/app/read-file.ts";
import { type CachedFile, ReadingCache } from "../../../src/app/readings/reading-cache.ts";
import { type CacheFolder, openCacheFolder } from "../../../src/io/cache-folder.ts";
import { temporaryFolder } from "../../support/git-repository.ts";
import { withEvents } from "../../support/rule-builder.ts";

function file(path: string, changes: Partial<CachedFile> = {}): CachedFile {
  return { path, blob: "b1", format: undefined, companions: "", ...changes };
}

function reading(key: string, format = "sigma"): FileReading {
  return { format, rules: [withEvents({ key, path: key })], filters: [], diagnostics: [], values: 1 };
}

/** Enough to be worth keeping. */
const paths = Array.from({ length: 120 }, (_, index) => `rules/${index}.yml`);

function openFolder(): CacheFolder {
  return openCacheFolder({ folder: temporaryFolder(), version: "1", writer: "7", now: () => 1_800_000_000_000 });
}

function open(folder: CacheFolder): ReadingCache {
  return new ReadingCache({ folder, name: "rules" });
}

/** A folder with readings of all paths. */
function filled(): CacheFolder {
  const folder = openFolder();
  const cache = open(folder);
  for (const path of paths) cache.add(file(path), reading(path));
  cache.save();
  return folder;
}

function keysIn(found: FileReading | undefined): readonly string[] | undefined {
  return found?.rules.map(({ rule }) => rule.key);
}

describe("ReadingCache", () => {
  test("finds in the next run what was added in this one", () => {
    const cache = open(filled());

    expect(keysIn(cache.find(file("rules/7.yml")))).toEqual(["rules/7.yml"]);
    expect(cache.find(file("rules/7.yml"))).toBe(cache.find(file("rules/7.yml")));
  });

  test.each<[string, Partial<CachedFile>]>([
    ["another content", { blob: "b2" }],
    ["another place", { path: "rules/other.yml" }],
    ["another format", { format: "elastic" }],
  ])("does not find a file with %s", (_, changes) => {
    expect(open(filled()).find({ ...file("rules/7.yml"), ...changes })).toBeUndefined();
  });

  test("only files of formats that need companion files depend on them", () => {
    const cache = new ReadingCache(undefined);
    cache.add(file("a.yml", { companions: "macros 1" }), reading("a", "sigma"));
    cache.add(file("b.yml", { companions: "macros 1" }), reading("b", "splunk"));

    expect(keysIn(cache.find(file("a.yml", { companions: "macros 2" })))).toEqual(["a"]);
    expect(cache.find(file("b.yml", { companions: "macros 2" }))).toBeUndefined();
    expect(keysIn(cache.find(file("b.yml", { companions: "macros 1" })))).toEqual(["b"]);
  });

  test("what was read without companion files is not found beside the first of them", () => {
    const cache = new ReadingCache(undefined);
    cache.add(file("a.yml"), reading("a", "sigma"));
    cache.add(file("b.yml"), reading("b", "splunk"));

    expect(keysIn(cache.find(file("a.yml", { companions: "macros 1" })))).toEqual(["a"]);
    expect(cache.find(file("b.yml", { companions: "macros 1" }))).toBeUndefined();
    expect(keysIn(cache.find(file("b.yml")))).toEqual(["b"]);
  });

  test("writes nothing for a few files, nor where nothing is new", () => {
    const few = openFolder();
    const cache = open(few);
    cache.add(file("rules/1.yml"), reading("1"));
    cache.save();
    expect(few.read("rules")).toEqual([]);

    const many = filled();
    const again = open(many);
    for (const path of paths) again.find(file(path));
    again.save();
    expect(many.read("rules")).toHaveLength(1);
  });

  test("becomes one piece again after some runs, with what the last one used", () => {
    const folder = filled();
    const edit = (content: string) => {
      const cache = open(folder);
      for (const path of paths.slice(1)) if (path !== "rules/7.yml") cache.find(file(path));
      cache.add(file("rules/7.yml", { blob: content }), reading(content));
      cache.save();
    };

    for (let run = 1; run <= 7; run++) edit(`edit ${run}`);
    expect(folder.read("rules")).toHaveLength(8);
    edit("edit 8");

    expect(folder.read("rules")).toHaveLength(1);
    const cache = open(folder);
    expect(keysIn(cache.find(file("rules/7.yml", { blob: "edit 8" })))).toEqual(["edit 8"]);
    expect(keysIn(cache.find(file("rules/9.yml")))).toEqual(["rules/9.yml"]);
    expect(cache.find(file("rules/0.yml"))).toBeUndefined();
    expect(cache.find(file("rules/7.yml", { blob: "edit 3" }))).toBeUndefined();
  });
});
