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

  test("takes with any other pattern what the library takes", () => {
    const piece = fc.constantFrom("rules", "macros", "*", "**", "*.yml", "a-b", ".github", "{a,b}", "rules.d", "x*y");
    const step = fc.constantFrom("rules", "macros", "a.yml", "a-b", ".github", "a", "rules.d", "xzy", "macros.conf");
    const joined = (part: fc.Arbitrary<string>) =>
      fc.array(part, { minLength: 1, maxLength: 4 }).map((of) => of.join("/"));
    fc.assert(
      fc.property(fc.array(joined(piece), { minLength: 1, maxLength: 3 }), joined(step), (globs, path) => {
        expect(globMatcher(globs)(path)).toBe(picomatch(globs, { dot: true, flags: "s" })(path));
      }),
    );
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
