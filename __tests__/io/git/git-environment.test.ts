import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { devNull, platform } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { gitEnvironment, gitProgram } from "../../../src/io/git/git-environment.ts";
import { temporaryFolder } from "../../support/git-repository.ts";

describe("gitEnvironment", () => {
  test("drops what a git hook sets to point at its own repository", () => {
    const env = gitEnvironment({ GIT_DIR: "/elsewhere/.git", GIT_INDEX_FILE: "/elsewhere/index", HOME: "/home/ada" });

    expect(env).not.toHaveProperty("GIT_DIR");
    expect(env).not.toHaveProperty("GIT_INDEX_FILE");
    expect(env).toHaveProperty("HOME", "/home/ada");
  });

  test("keeps what fetching from a private server needs", () => {
    const env = gitEnvironment({ GIT_ASKPASS: "/ci/askpass", GIT_CONFIG_COUNT: "1", HTTPS_PROXY: "http://proxy" });

    expect(env).toMatchObject({ GIT_ASKPASS: "/ci/askpass", GIT_CONFIG_COUNT: "1", HTTPS_PROXY: "http://proxy" });
  });

  test("overrides what would translate, prompt, lock, replace or fetch", () => {
    const env = gitEnvironment({ LC_ALL: "de_DE.UTF-8", GIT_TERMINAL_PROMPT: "1" });

    expect(env).toMatchObject({
      LC_ALL: "C",
      GIT_TERMINAL_PROMPT: "0",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_NO_REPLACE_OBJECTS: "1",
      GIT_NO_LAZY_FETCH: "1",
    });
  });
});

describe("the environment that git gets", () => {
  test("has no other ways to read paths, which git refuses beside the one that is set", () => {
    const env = gitEnvironment({ GIT_ICASE_PATHSPECS: "1", GIT_GLOB_PATHSPECS: "1", GIT_NOGLOB_PATHSPECS: "1" });

    expect(Object.keys(env).filter((name) => name.endsWith("_PATHSPECS"))).toEqual(["GIT_LITERAL_PATHSPECS"]);
  });

  test("does not have the token of the action", () => {
    expect(gitEnvironment({ INPUT_TOKEN: "ghs_aTokenOfTheWorkflow" })).not.toHaveProperty("INPUT_TOKEN");
  });

  test("has no grafts, wherever the caller keeps some", () => {
    expect(gitEnvironment({ GIT_GRAFT_FILE: "/elsewhere/grafts" })).toHaveProperty("GIT_GRAFT_FILE", devNull);
  });
});

describe("gitProgram", () => {
  const fileName = platform() === "win32" ? "git.exe" : "git";

  function folderWithGit(): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, fileName), "");
    chmodSync(join(folder, fileName), 0o755);
    return folder;
  }

  test("is the first on the search path", () => {
    const [first, second] = [folderWithGit(), folderWithGit()];

    expect(gitProgram({ PATH: [temporaryFolder(), first, second].join(delimiter) })).toBe(join(first, fileName));
  });

  test("is found whatever the case of the variable's name, which differs on Windows", () => {
    const folder = folderWithGit();

    expect(gitProgram({ Path: folder })).toBe(join(folder, fileName));
  });

  test("is never taken from a relative folder, which could be the pull request's", () => {
    expect(gitProgram({ PATH: ["", ".", "bin"].join(delimiter) })).toBeUndefined();
  });

  test("is no folder of that name", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, fileName));

    expect(gitProgram({ PATH: folder })).toBeUndefined();
  });

  test.skipIf(platform() === "win32" || process.getuid?.() === 0)("is not in a folder that may not be searched", () => {
    const [closed, folder] = [folderWithGit(), folderWithGit()];
    chmodSync(closed, 0o000);
    onTestFinished(() => chmodSync(closed, 0o755));

    expect(gitProgram({ PATH: [closed, folder].join(delimiter) })).toBe(join(folder, fileName));
  });

  test("is undefined without a search path", () => {
    expect(gitProgram({})).toBeUndefined();
  });
});
