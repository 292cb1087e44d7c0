import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { openCache } from "../../../src/app/action/open-cache.ts";
import type { CacheFolder } from "../../../src/io/cache-folder.ts";

const workspace = resolve("work", "rules");

/** Of a folder that was opened, which it was. */
function opened(cache: string | undefined): string | undefined {
  let folder: string | undefined;
  openCache(cache, {
    directory: workspace,
    openCache: (path): CacheFolder => {
      folder = path;
      return { read: () => [], write: () => undefined, remove: () => undefined };
    },
  });
  return folder;
}

describe("the folder of the cache", () => {
  test("is none where the input names none", () => {
    expect(opened(undefined)).toBeUndefined();
  });

  test("may be anywhere outside of what is checked out", () => {
    expect(opened("..")).toBe(resolve("work"));
    expect(opened(join("..", "cache"))).toBe(resolve("work", "cache"));
    expect(opened(join("..", "rules-cache"))).toBe(resolve("work", "rules-cache"));
    expect(opened(resolve("temp", "cache"))).toBe(resolve("temp", "cache"));
  });

  test.each([".", "cache", "..cache", "...", join("a", "..", "cache"), join("..", "rules", "cache"), workspace])(
    "is refused below what is checked out, which a pull request writes: %s",
    (cache) => {
      expect(() => opened(cache)).toThrow(/^The input "cache" is ".*", which is below the checked-out files\./);
    },
  );
});
