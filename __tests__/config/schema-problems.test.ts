import { describe, expect, test } from "vitest";
import { keyName } from "../../src/config/problem.ts";
import { validateFile } from "../../src/config/schema-problems.ts";

describe("a value that the schema does not allow", () => {
  const wrong = [null, true, -1, 2.5, 1e300, "", "x".repeat(1000), [], {}, [null], [[]], [""], ["x", "x"], { x: 1 }];
  const places: readonly (readonly [string, (value: unknown) => unknown])[] = [
    ["the whole", (value) => value],
    ...["sources", "count", "attack", "checks", "fail-on", "noise", "comment", "fields", "events"].map(
      (key) => [key, (value: unknown) => ({ [key]: value })] as const,
    ),
    ...["name", "format", "include", "exclude", "macros", "role"].map(
      (key) => [`sources[].${key}`, (value: unknown) => ({ sources: [{ name: "rules", [key]: value }] })] as const,
    ),
    ["count.lifecycle", (lifecycle) => ({ count: { lifecycle } })],
    ...["domain", "version", "bundle"].map(
      (key) => [`attack.${key}`, (value: unknown) => ({ attack: { [key]: value } })] as const,
    ),
    ["checks.rule-noisy", (level) => ({ checks: { "rule-noisy": level } })],
    ["noise.reach", (reach) => ({ noise: { reach } })],
    ["noise.percentile", (percentile) => ({ noise: { percentile } })],
    ["comment.when", (when) => ({ comment: { when } })],
    ["comment.sections", (sections) => ({ comment: { sections } })],
    ["fields.Image", (field) => ({ fields: { Image: field } })],
    ["fields.Image.aliases[]", (alias) => ({ fields: { Image: { aliases: [alias] } } })],
    ["fields.Image.kind", (kind) => ({ fields: { Image: { kind } } })],
    ["events[].when", (when) => ({ events: [{ when, events: [{ provider: "Acme", id: 1 }] }] })],
    ["events[].events", (events) => ({ events: [{ when: { product: "acme" }, events }] })],
  ];

  test.each(places)("at %s is told in a sentence of its own, at its place", (place, fileWith) => {
    const problems = wrong.flatMap((value) => {
      const validation = validateFile(fileWith(value));
      return validation.kind === "valid" ? [] : validation.problems;
    });

    expect(problems.length).toBeGreaterThan(0);
    for (const { path, message } of problems) {
      expect(message).not.toContain("is not valid");
      expect(message).toMatch(/^[^\n]{10,300}[.?\]]$/);
      if (place !== "the whole") expect(keyName(path).startsWith(place)).toBe(true);
    }
  });

  test("of a choice is told once, by what may be chosen and not by its type too", () => {
    const validation = validateFile({ count: { lifecycle: [3] } });

    expect(validation.kind === "invalid" && validation.problems.map(({ message }) => message)).toEqual([
      "count.lifecycle[] is 3, and must be one of experimental, test, stable, deprecated, disabled.",
    ]);
  });

  test("is told under a key with any characters in it", () => {
    const validation = validateFile({ fields: { "a/b~c d": 1 } });

    expect(validation.kind === "invalid" && validation.problems).toEqual([
      {
        path: ["fields", "a/b~c d"],
        at: "value",
        message: 'fields."a/b~c d" must be a mapping of keys to values, and is 1.',
      },
    ]);
  });
});
