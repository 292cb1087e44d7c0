import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { globFault, pathFault, repositoryGlob, repositoryPath } from "../../src/config/repository-glob.ts";

describe("a pattern of a configuration", () => {
  test.each([
    ["rules", "rules/**"],
    ["rules/", "rules/**"],
    ["./rules//windows", "rules/windows/**"],
    ["**/macros", "**/macros/**"],
    ["rules.d/", "rules.d/**"],
    [".", "**"],
    ["./", "**"],
  ])("that names the folder %s stands for all below it", (written, glob) => {
    expect(repositoryGlob(written)).toBe(glob);
  });

  test.each([
    ["**"],
    ["rules/**/*.yml"],
    ["rules/lsass.yml"],
    ["rules/{windows,linux}"],
    ["rules/*"],
    ["!(vendor)/*.toml"],
  ])("with a file or a wildcard at its end, such as %s, stays as it is", (glob) => {
    expect(repositoryGlob(glob)).toBe(glob);
  });

  test("that names a folder matches the files below it, however it is written", () => {
    for (const written of ["rules", "rules/", "./rules", "rules/**"]) {
      const matches = picomatch(repositoryGlob(written));

      expect(matches("rules/windows/lsass.yml")).toBe(true);
      expect(matches("other/rules/lsass.yml")).toBe(false);
    }
  });

  test("stays the same when it is read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ".", "/", "*", "{", "}", "!") }), (written) => {
        expect(repositoryGlob(repositoryGlob(written))).toBe(repositoryGlob(written));
      }),
    );
  });

  test.each([
    ["/rules", "absolute path"],
    ["C:/rules", "absolute path"],
    ["rules\\windows", "backslash"],
    ["rules/../../secrets", ".."],
    ["..", ".."],
    ["!drafts", '"exclude"'],
  ])("may not be %s", (glob, reason) => {
    expect(globFault(glob)).toContain(reason);
  });

  test.each([["rules..old/*.yml"], ["!(drafts)/*.yml"], ["a/...b"], ["**"]])("may be %s", (glob) => {
    expect(globFault(glob)).toBeUndefined();
  });
});

describe("a path of a configuration", () => {
  test("may begin with an exclamation mark, as a file's name may", () => {
    expect(pathFault("!attack.json")).toBeUndefined();
  });

  test("is spelled as repository paths are", () => {
    expect(repositoryPath("./attack//enterprise.json")).toBe("attack/enterprise.json");
  });
});
