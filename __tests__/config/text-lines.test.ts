import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TextLines } from "../../src/config/text-lines.ts";

describe("a place in a text", () => {
  test.each([
    ["the first character", 0, "1:1"],
    ["a line break, which belongs to the line that it ends", 3, "1:4"],
    ["the character after \\n", 4, "2:1"],
    ["the character after \\r\\n", 9, "3:1"],
    ["the character after \\r", 13, "4:1"],
    ["the end", 16, "4:4"],
  ])("is named by line and column for %s", (_, offset, place) => {
    const lines = new TextLines("detcov.yml", "one\ntwo\r\nsix\rten");

    expect(lines.place(offset)).toBe(`detcov.yml:${place}`);
  });

  test("is shown by a caret, with the line before", () => {
    const lines = new TextLines("detcov.yml", "checks:\n  rule-noisy: off\n");

    expect(lines.excerpt(10)).toBe("  1 | checks:\n  2 |   rule-noisy: off\n        ^");
    expect(lines.excerpt(0)).toBe("  1 | checks:\n      ^");
  });

  test("has its line numbers in one column", () => {
    const lines = new TextLines("detcov.yml", "\n".repeat(9));

    expect(lines.excerpt(9)).toBe("   9 |\n  10 |\n       ^".replaceAll("|\n", "| \n"));
  });

  test("in a long line is shown with what is around it, without control characters", () => {
    const lines = new TextLines("detcov.yml", `${"a".repeat(500)}!\u001b${"b".repeat(500)}`);

    const [text = "", caret = ""] = lines.excerpt(500).split("\n");

    expect(text).toBe(`  1 | ${"a".repeat(60)}! ${"b".repeat(38)}`);
    expect(text.charAt(caret.indexOf("^"))).toBe("!");
  });

  test("is in the text for every offset of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r") }), (text) => {
        const lines = new TextLines("detcov.yml", text);
        const places = Array.from({ length: text.length + 1 }, (_, offset) => lines.place(offset));

        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });
});
