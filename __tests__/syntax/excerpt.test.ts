import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerpt, excerptOnLine, excerptWithLines, innerExcerpt, lastAtOrBefore } from "../../src/syntax/excerpt.ts";

describe("an excerpt", () => {
  test("counts lines from the one it begins on", () => {
    const query = excerpt('process where\n  process.name == "cmd.exe"', 12);

    expect([query.lineAt(0), query.lineAt(13), query.lineAt(14), query.lineAt(query.text.length)]).toEqual([
      12, 12, 13, 13,
    ]);
  });

  test("counts a carriage return to the line that it ends", () => {
    const query = excerpt("a\r\nb", 1);

    expect([query.lineAt(1), query.lineAt(2), query.lineAt(3)]).toEqual([1, 1, 2]);
  });

  test("gives the same line in whatever order it is asked", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a\n]{0,40}$/), fc.array(fc.nat(40)), (text, offsets) => {
        const query = excerpt(text, 5);
        const asked = offsets.map((offset) => Math.min(offset, text.length));

        expect(asked.map((offset) => query.lineAt(offset))).toEqual(
          asked.map((offset) => 5 + text.slice(0, offset).split("\n").length - 1),
        );
      }),
    );
  });

  test("of a text with escaped line ends knows the lines of the file", () => {
    const query = excerptWithLines("one two", [
      { offset: 0, line: 3 },
      { offset: 4, line: 5 },
    ]);

    expect([query.lineAt(0), query.lineAt(3), query.lineAt(4), query.lineAt(7)]).toEqual([3, 3, 5, 5]);
  });

  test("within another has the lines of its place", () => {
    const whole = excerpt('from logs-*\n| where kql("""\nprocess.name:cmd.exe""")', 7);
    const start = whole.text.indexOf("\nprocess");

    const inner = innerExcerpt(whole, "\nprocess.name:cmd.exe", start);

    expect([inner.lineAt(0), inner.lineAt(1)]).toEqual([8, 9]);
  });

  test("on one line of the file has no other", () => {
    expect(excerptOnLine("a\nb", 4).lineAt(3)).toBe(4);
  });
});

describe("lastAtOrBefore", () => {
  test("is the first where all are above", () => {
    expect(lastAtOrBefore([3, 5], 1)).toBe(0);
  });

  test("is the last where none is above", () => {
    expect(lastAtOrBefore([3, 5, 9], 100)).toBe(2);
  });
});
