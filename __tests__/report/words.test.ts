import { describe, expect, test } from "vitest";
import { cut, percent, plural, shortRevision, thousands } from "../../src/report/words.ts";

describe("thousands", () => {
  test.each([
    [0, "0"],
    [999, "999"],
    [1_204, "1,204"],
    [29_740, "29,740"],
    [1_234_567, "1,234,567"],
  ])("groups %d", (number, text) => {
    expect(thousands(number)).toBe(text);
  });
});

describe("plural", () => {
  test("is singular for one only", () => {
    expect([0, 1, 2].map((number) => plural(number, "rule"))).toEqual(["0 rules", "1 rule", "2 rules"]);
  });
});

describe("percent", () => {
  test.each([
    [0, 45, "0%"],
    [1, 697, "<1%"],
    [312, 697, "44%"],
    [696, 697, "99%"],
    [697, 697, "100%"],
    [0, 0, "0%"],
  ])("of %d of %d neither promises all nor denies some", (part, whole, text) => {
    expect(percent(part, whole)).toBe(text);
  });
});

describe("shortRevision", () => {
  test("cuts the ids of commits, SHA-256 ones too, and nothing else", () => {
    expect(shortRevision("8d01e77c5a4b3f2e1d0c9b8a7f6e5d4c3b2a1f0e")).toBe("8d01e77");
    expect(shortRevision("ab".repeat(32))).toBe("abababa");
    expect(shortRevision("working tree")).toBe("working tree");
  });
});

describe("cut", () => {
  test("shows that something is missing, within the length that is asked for", () => {
    expect(cut("powershell.exe", 14)).toBe("powershell.exe");
    expect(cut("powershell.exe", 6)).toBe("power…");
  });

  test("does not leave half of a character", () => {
    expect(cut("a😀bc", 3)).toBe("a…");
  });
});
