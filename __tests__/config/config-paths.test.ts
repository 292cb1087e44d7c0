import { describe, expect, test } from "vitest";
import { configPaths, findConfigPath } from "../../src/config/config-paths.ts";
import { ConfigError } from "../../src/model/config-error.ts";

describe("the configuration of a tree", () => {
  test.each(configPaths.map((path) => [path]))("is found at %s", (path) => {
    expect(findConfigPath(new Set(["README.md", path, "rules/lsass.yml"]))).toBe(path);
  });

  test("is none where none is at its place", () => {
    expect(findConfigPath(new Set(["rules/detcov.yml", "detcov.json"]))).toBeUndefined();
  });

  test("is not guessed where there are two", () => {
    const paths = new Set(["detcov.yml", ".github/detcov.yaml"]);

    expect(() => findConfigPath(paths)).toThrow(
      new ConfigError("There are 2 configurations: .github/detcov.yaml, detcov.yml. Keep one of them."),
    );
  });
});
