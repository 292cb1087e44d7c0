import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { globMatcher } from "../../src/app/glob-matcher.ts";

describe("globMatcher", () => {
  test.each<[readonly string[], string, boolean]>([
    [[], "rules/a.yml", false],
    [["**"], "rules/a.yml", true],
    [["drafts/**", "**"], ".github/rules/a.yml", true],
    [["rules/**"], "rules/.hidden/a.yml", true],
    [["rules/*.yml"], "rules/a\nb.yml", true],
    [["rules/*.yml"], "rules/windows/a.yml", false],
  ])("%j: %j: %j", (globs, path, isMatched) => {
    expect(globMatcher(globs)(path)).toBe(isMatched);
  });

  test("takes with two stars whatever the library takes", () => {
    const step = fc.string({ minLength: 1 }).filter((text) => !text.includes("/") && text !== "." && text !== "..");
    const library = picomatch(["**"], { dot: true, flags: "s" });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        expect(globMatcher(["**"])(steps.join("/"))).toBe(library(steps.join("/")));
      }),
    );
  });
});
