import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOlder, printStamp, readStamp, saysTheSame, withStamp } from "../../../src/io/github/comment-stamp.ts";

const stamp = { key: ".github/workflows/coverage.yml:sigma", head: "a".repeat(40), run: 12, attempt: 1 };

describe("printStamp", () => {
  test("writes an HTML comment that says whose comment it is and who wrote it", () => {
    expect(printStamp(stamp)).toBe(
      `<!-- detcov key=.github/workflows/coverage.yml:sigma head=${"a".repeat(40)} run=12.1 -->`,
    );
  });

  test("stays one HTML comment of one line, and is read back, whatever the key is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (key) => {
        const printed = printStamp({ ...stamp, key });

        expect(printed).toMatch(/^<!-- [^<>\r\n]* -->$/);
        expect(readStamp(printed)).toEqual({ ...stamp, key });
      }),
    );
  });
});

describe("readStamp", () => {
  test("reads the stamp of a comment that the server gave other line ends", () => {
    expect(readStamp(`${printStamp(stamp)}\r\n### Detection coverage`)).toEqual(stamp);
  });

  test.each([
    "",
    "### Detection coverage",
    "<!-- detcov -->",
    `> ${printStamp(stamp)}`,
    `Look:\n${printStamp(stamp)}`,
    `${printStamp(stamp)} and more`,
    "<!-- detcov key=x head=y run=1.1 -->",
  ])("finds none in %j", (body) => {
    expect(readStamp(body)).toBeUndefined();
  });
});

describe("isOlder", () => {
  test.each([
    [{ run: 11, attempt: 1 }, true],
    [{ run: 12, attempt: 1 }, true],
    [{ run: 12, attempt: 2 }, false],
    [{ run: 12, attempt: 3 }, false],
    [{ run: 13, attempt: 1 }, false],
  ])("says of %j beside run 12, attempt 2: %s", (numbers, answer) => {
    expect(isOlder({ ...stamp, ...numbers }, { ...stamp, run: 12, attempt: 2 })).toBe(answer);
  });
});

describe("saysTheSame", () => {
  const body = withStamp(stamp, "### Detection coverage\n\nnothing lost\n");

  test("overlooks which run wrote it, line ends, and blanks at the end", () => {
    const other = withStamp({ ...stamp, run: 14, attempt: 2 }, "### Detection coverage\r\n\r\nnothing lost");

    expect(saysTheSame(body, other)).toBe(true);
  });

  test("sees another text", () => {
    expect(saysTheSame(body, withStamp(stamp, "### Detection coverage\n\n1 technique lost\n"))).toBe(false);
  });

  test("sees another commit", () => {
    expect(saysTheSame(body, body.replace("a".repeat(40), "b".repeat(40)))).toBe(false);
  });
});
