import { mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CachePlace, openCacheFolder, userCacheFolder } from "../../src/io/cache-folder.ts";
import { temporaryFolder } from "../support/git-repository.ts";

function open(folder: string, place: Partial<CachePlace> = {}) {
  return openCacheFolder({ folder, version: "1", writer: "7", now: () => 1_800_000_000_000, ...place });
}

function contents(folder: string, drawer: string, place: Partial<CachePlace> = {}): readonly string[] {
  const pieces = open(folder, place).read(drawer);
  return pieces.map(({ content }) => Buffer.from(content.subarray(0, content.length)).toString()).sort();
}

/** The one file that is kept. */
function onlyFile(folder: string): string {
  const [drawer = ""] = readdirSync(folder);
  const [name = "", ...others] = readdirSync(join(folder, drawer));
  expect(others).toEqual([]);
  return join(folder, drawer, name);
}

describe("openCacheFolder", () => {
  test("gives back what was written, by drawer", () => {
    const folder = temporaryFolder();
    open(folder).write("sigma", Buffer.from("rules"));
    open(folder).write("sigma", Buffer.from("more rules"));
    open(folder).write("elastic", Buffer.from("others"));

    expect(contents(folder, "sigma")).toEqual(["more rules", "rules"]);
    expect(contents(folder, "elastic")).toEqual(["others"]);
  });

  test("keeps nothing from one version to another", () => {
    const folder = temporaryFolder();
    open(folder, { version: "1" }).write("sigma", Buffer.from("rules"));

    expect(contents(folder, "sigma", { version: "2" })).toEqual([]);
    expect(contents(folder, "sigma", { version: "1" })).toEqual(["rules"]);
  });

  test("keeps the same content once, whoever writes it", () => {
    const folder = temporaryFolder();
    open(folder, { writer: "7" }).write("sigma", Buffer.from("rules"));
    open(folder, { writer: "8" }).write("sigma", Buffer.from("rules"));

    expect(contents(folder, "sigma")).toEqual(["rules"]);
  });

  test.each([0, 1, 11, 12, 20])("takes a piece that was cut after %i bytes for none", (length) => {
    const folder = temporaryFolder();
    open(folder).write("sigma", Buffer.from("twenty bytes of rules"));

    truncateSync(onlyFile(folder), length);

    expect(contents(folder, "sigma")).toEqual([]);
  });

  test.each([0, 9, 14, 32])("takes a piece with another byte at %i for none", (at) => {
    const folder = temporaryFolder();
    open(folder).write("sigma", Buffer.from("twenty bytes of rules"));

    const file = onlyFile(folder);
    const bytes = readFileSync(file);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);

    expect(contents(folder, "sigma")).toEqual([]);
  });

  test("removes the drawers that were not used for longest where all are too large", () => {
    const folder = temporaryFolder();
    const limit = 2_500;
    const writeAt = (drawer: string, seconds: number) => {
      const before = new Set(readdirSync(folder));
      open(folder, { limit }).write(drawer, Buffer.alloc(1_000, drawer));
      for (const name of readdirSync(folder)) {
        if (!before.has(name)) utimesSync(join(folder, name), seconds, seconds);
      }
    };
    writeAt("first", 1_000);
    writeAt("second", 2_000);
    open(folder, { now: () => 3_000_000 }).read("first");

    writeAt("third", 4_000);

    expect([contents(folder, "first"), contents(folder, "second"), contents(folder, "third")]).toEqual([
      ["first".repeat(200)],
      [],
      [Buffer.alloc(1_000, "third").toString()],
    ]);
  });

  test("removes what a run left behind that was ended an hour ago, and nothing younger", () => {
    const folder = temporaryFolder();
    open(folder).write("sigma", Buffer.from("rules"));
    const drawer = join(folder, readdirSync(folder)[0] ?? "");
    writeFileSync(join(drawer, "old.9.tmp"), "half");
    writeFileSync(join(drawer, "new.8.tmp"), "half");
    utimesSync(join(drawer, "old.9.tmp"), 1_799_990_000, 1_799_990_000);
    utimesSync(join(drawer, "new.8.tmp"), 1_799_999_990, 1_799_999_990);

    open(folder).write("sigma", Buffer.from("more rules"));

    expect(readdirSync(drawer).filter((name) => name.endsWith(".tmp"))).toEqual(["new.8.tmp"]);
  });

  test("is empty where it can't be read or written, and says nothing", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "in the way");

    const cache = open(join(folder, "file"));
    cache.write("sigma", Buffer.from("rules"));

    expect(cache.read("sigma")).toEqual([]);
  });

  test("leaves alone what it did not make", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "photos"));
    writeFileSync(join(folder, "photos", "one.jpg"), Buffer.alloc(5_000));

    open(folder, { limit: 100 }).write("sigma", Buffer.from("rules"));

    expect(readdirSync(join(folder, "photos"))).toEqual(["one.jpg"]);
  });
});

describe("userCacheFolder", () => {
  test.each([
    [{ DETCOV_CACHE_DIR: "/var/cache/detcov", HOME: "/home/ada" }, "linux", "/var/cache/detcov"],
    [{ XDG_CACHE_HOME: "/cache", HOME: "/home/ada" }, "linux", join("/cache", "detcov")],
    [{ XDG_CACHE_HOME: "cache", HOME: "/home/ada" }, "linux", join("/home/ada", ".cache", "detcov")],
    [{ DETCOV_CACHE_DIR: "", HOME: "/Users/ada" }, "darwin", join("/Users/ada", "Library", "Caches", "detcov")],
    [{ LOCALAPPDATA: "/appdata" }, "win32", join("/appdata", "detcov", "cache")],
    [{}, "linux", undefined],
  ])("%j on %s is %s", (env, platform, folder) => {
    expect(userCacheFolder(env, platform)).toBe(folder);
  });
});
