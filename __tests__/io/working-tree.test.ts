import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { sizeLimit } from "../../src/io/file-tree.ts";
import { openWorkingTree } from "../../src/io/working-tree.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { createRepository, temporaryFolder } from "../support/git-repository.ts";
import { folderWith, readAll } from "./reading.ts";

const windows = process.platform === "win32";

describe("openWorkingTree on a folder outside of git", () => {
  test("reads all files, sorted by path, those with a leading dot too", async () => {
    const folder = folderWith({ "rules/shadow.yml": "shadow", ".github/detcov.yml": "config", "lsass.yml": "LSASS" });

    const files = await readAll(openWorkingTree(folder, undefined));

    expect(Object.entries(files)).toEqual([
      [".github/detcov.yml", "config"],
      ["lsass.yml", "LSASS"],
      ["rules/shadow.yml", "shadow"],
    ]);
  });

  test("leaves out what git and npm keep for themselves", async () => {
    const folder = folderWith({
      "lsass.yml": "LSASS",
      "vendor/sigma/.git/config": "config",
      "vendor/other/.git": "gitdir: ../elsewhere",
      "vendor/sigma/rule.yml": "rule",
      "tools/node_modules/package/rule.yml": "rule",
    });

    expect(Object.keys(await readAll(openWorkingTree(folder, undefined)))).toEqual([
      "lsass.yml",
      "vendor/sigma/rule.yml",
    ]);
  });

  test("knows, once read, git's name of a file", async () => {
    const repository = createRepository();
    repository.commit({ "lsass.yml": "LSASS" });
    const tree = openWorkingTree(folderWith({ "lsass.yml": "LSASS" }), undefined);
    const entries = await tree.entries();
    const blobs: string[] = [];

    await tree.read(entries, (_, content) => blobs.push("blob" in content ? content.blob : ""));

    expect(tree.revision).toBe("working tree");
    expect(entries).toEqual([{ path: "lsass.yml", kind: "file", blob: undefined, size: undefined }]);
    expect(blobs).toEqual([repository.git("rev-parse", "HEAD:lsass.yml")]);
  });

  test.skipIf(windows)("follows no symbolic link, neither to a file nor to a folder nor out of the root", async () => {
    const outside = folderWith({ "secret.yml": "secret" });
    const folder = folderWith({ "rules/lsass.yml": "LSASS" });
    symlinkSync(join(outside, "secret.yml"), join(folder, "file.yml"));
    symlinkSync(outside, join(folder, "folder"));
    symlinkSync("..", join(folder, "rules", "loop"));
    symlinkSync("nowhere", join(folder, "dangling.yml"));

    expect(await readAll(openWorkingTree(folder, undefined))).toEqual({
      "dangling.yml": "not-a-file",
      "file.yml": "not-a-file",
      folder: "not-a-file",
      "rules/loop": "not-a-file",
      "rules/lsass.yml": "LSASS",
    });
  });

  test.skipIf(windows)("reads names that are patterns or hold line ends", async () => {
    const files = {
      "*?[a].yml": "1",
      "a\nb.yml": "2",
      "a\\b.yml": "3",
      "-r/{x,y}.yml": "4",
      "Schlüssel \u{1f511}": "5",
    };

    expect(await readAll(openWorkingTree(folderWith(files), undefined))).toEqual(files);
  });

  test.skipIf(windows)("waits for no pipe to be written to", async () => {
    const folder = folderWith({ "lsass.yml": "LSASS" });
    execFileSync("mkfifo", [join(folder, "pipe.yml")]);

    expect(await readAll(openWorkingTree(folder, undefined))).toEqual({ "lsass.yml": "LSASS" });
  });

  test.skipIf(process.platform !== "linux")("reports a name that is not UTF-8", async () => {
    const folder = folderWith({ "lsass.yml": "LSASS" });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/andr`), Buffer.from([0xe9]), Buffer.from(".yml")]), "André");

    expect(await readAll(openWorkingTree(folder, undefined))).toEqual({
      "andr\u{fffd}.yml": "unreadable: its name is not UTF-8",
      "lsass.yml": "LSASS",
    });
  });

  test("does not read a file above the limit", async () => {
    const folder = folderWith({ "at.yml": "a".repeat(sizeLimit), "above.yml": "a".repeat(sizeLimit + 1) });

    const files = await readAll(openWorkingTree(folder, undefined));

    expect(files["above.yml"]).toBe("too-large");
    expect(files["at.yml"]).toHaveLength(sizeLimit);
  });

  test("reports a file that was deleted after it was listed, and reads the others", async () => {
    const folder = folderWith({ "lsass.yml": "LSASS", "shadow.yml": "shadow" });
    const tree = openWorkingTree(folder, undefined);
    await tree.entries();
    rmSync(join(folder, "lsass.yml"));

    expect(await readAll(tree)).toEqual({
      "lsass.yml": "unreadable: it does not exist",
      "shadow.yml": "shadow",
    });
  });

  test.skipIf(windows || process.getuid?.() === 0)("reports a file that it may not read", async () => {
    const folder = folderWith({ "lsass.yml": "LSASS" });
    chmodSync(join(folder, "lsass.yml"), 0o000);

    expect(await readAll(openWorkingTree(folder, undefined))).toEqual({ "lsass.yml": "unreadable: permission denied" });
  });

  test("says that the folder does not exist", async () => {
    const listing = openWorkingTree(join(temporaryFolder(), "rules"), undefined).entries();

    await expect(listing).rejects.toThrow(ConfigError);
    await expect(listing).rejects.toThrow("cannot be listed: it does not exist");
  });

  test("says that a file is no folder", async () => {
    const listing = openWorkingTree(join(folderWith({ "lsass.yml": "LSASS" }), "lsass.yml"), undefined).entries();

    await expect(listing).rejects.toThrow(ConfigError);
    await expect(listing).rejects.toThrow("cannot be listed: it is not a folder");
  });

  test.skipIf(windows || process.getuid?.() === 0)("says that it may not list a folder", async () => {
    const folder = folderWith({ "rules/lsass.yml": "LSASS" });
    chmodSync(join(folder, "rules"), 0o000);
    onTestFinished(() => chmodSync(join(folder, "rules"), 0o755));

    const listing = openWorkingTree(folder, undefined).entries();

    await expect(listing).rejects.toThrow(ConfigError);
    await expect(listing).rejects.toThrow("permission denied");
  });
});
