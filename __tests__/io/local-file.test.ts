import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeBelow } from "../../src/io/local-file.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { temporaryFolder } from "../support/git-repository.ts";

describe("writeBelow", () => {
  test("writes a file and makes the folders above it", async () => {
    const root = temporaryFolder();

    await writeBelow(root, ".github/workflows/detcov.yml", "on: push\n");

    expect(readFileSync(join(root, ".github", "workflows", "detcov.yml"), "utf8")).toBe("on: push\n");
  });

  test("writes anew what is there", async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "detcov.yml"), "old");

    await writeBelow(root, "detcov.yml", "new");

    expect(readFileSync(join(root, "detcov.yml"), "utf8")).toBe("new");
  });

  test("does not write through a folder that is a link", async () => {
    const [root, outside] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(outside, join(root, ".github"), "junction");

    const writing = writeBelow(root, ".github/detcov.yml", "on: push\n");

    await expect(writing).rejects.toThrow(
      new ConfigError(
        '".github/detcov.yml" is not written, because ".github" is a symbolic link. Put a folder in its place.',
      ),
    );
    expect(existsSync(join(outside, "detcov.yml"))).toBe(false);
  });

  test("does not write through a file that is a link, though it leads nowhere yet", async () => {
    const [root, outside] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(root, "a"));
    symlinkSync(join(outside, "profile"), join(root, "a", "b.json"));

    await expect(writeBelow(root, "a/b.json", "{}")).rejects.toThrow(
      new ConfigError('"a/b.json" is not written, because "a/b.json" is a symbolic link. Put a file in its place.'),
    );
    expect(existsSync(join(outside, "profile"))).toBe(false);
  });
});
