import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, nearest } from "../../src/config/nearest.ts";

describe("the nearest word", () => {
  const checks = ["technique-lost", "technique-thinned", "rule-noisy", "off"];

  test.each([
    ["with a letter too many", "rule-noissy", "rule-noisy"],
    ["with two letters changed over", "rule-nosiy", "rule-noisy"],
    ["with an underscore for a hyphen", "technique_lost", "technique-lost"],
    ["in capitals", "OFF", "off"],
    ["that breaks off early", "technique-th", "technique-thinned"],
  ])("to one %s is the one that was meant", (_, written, meant) => {
    expect(nearest(written, checks)).toBe(meant);
  });

  test.each([["minimum"], ["on"], [""], ["e".repeat(100_000)]])("to one like no other is none", (written) => {
    expect(nearest(written, checks)).toBeUndefined();
  });

  test("of two is the first where both are as near", () => {
    expect(nearest("rule-c", ["rule-a", "rule-b"])).toBe("rule-a");
  });

  test("to a word of the list is that word", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), fc.nat(), (words, seed) => {
        const word = words[seed % words.length] ?? "";

        expect(nearest(word, words)).toBe(word);
      }),
    );
  });

  test("is asked for at the end of a message, or nothing is", () => {
    expect(didYouMean("rule_noisy", checks)).toBe(' Did you mean "rule-noisy"?');
    expect(didYouMean("minimum", checks)).toBe("");
  });
});
