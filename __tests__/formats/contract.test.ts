import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Format } from "../../src/formats/format.ts";
import { formats } from "../../src/formats/index.ts";
import { visitLeaves } from "../../src/model/visit-leaves.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import { readingFaults } from "../support/reading-faults.ts";
import { type Fixture, fixturesOf, read } from "./fixture.ts";

describe("the registry of formats", () => {
  test("has each id and each name once", () => {
    expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
    expect(new Set(formats.map(({ name }) => name)).size).toBe(formats.length);
  });

  test("has ids that can be in JSON, configurations and folder names", () => {
    for (const { id } of formats) expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});

describe.each(formats.map((format) => [format.id, format] as const))("the format %s", (id, format) => {
  const fixtures = fixturesOf(format);

  test("has a README without a heading of the first level, which becomes a part of the documentation", () => {
    const readme = join(import.meta.dirname, "../../src/formats", id, "README.md");

    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, "utf8")).not.toMatch(/^# /m);
  });

  test("has a minimal, a typical and a broken fixture", () => {
    expect(fixtures.map(({ name }) => name)).toEqual(expect.arrayContaining(["minimal", "typical", "broken"]));
  });

  test("complains of what is broken, and of nothing else", () => {
    for (const { name, file } of fixtures) {
      const { diagnostics } = read(format, file);

      if (name.startsWith("broken")) expect(diagnostics).not.toEqual([]);
      else expect({ path: file.path, diagnostics }).toEqual({ path: file.path, diagnostics: [] });
    }
  });

  describe.each(fixtures.map((fixture) => [fixture.file.path, fixture] as const))("on the fixture %s", (_, fixture) => {
    test("is the only one that recognises it", () => {
      const { file } = fixture;
      const takers = formats.filter((other) => other.claims(file.path) && other.recognises(file));

      expect(takers.map((taker) => taker.id)).toEqual([id]);
    });

    test("reads what is written down", async () => {
      await expect(`${JSON.stringify(read(format, fixture.file), null, 2)}\n`).toMatchFileSnapshot(fixture.golden);
    });

    test("reads only what keeps the model's promises", () => {
      expect(readingFaults(format, fixture.file, read(format, fixture.file))).toEqual([]);
    });
  });

  test("recognises and reads any text without throwing, and the same each time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), fc.string({ unit: "grapheme" }), ({ file }, text) => {
        expectTolerance(format, { path: file.path, text });
      }),
      { numRuns: 300 },
    );
  });

  test("reads fixtures that somebody cut, doubled, and mixed up without throwing, and the same each time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), anyEdits(), (fixture, edits) => {
        const file = { path: fixture.file.path, text: edits.reduce((text, edit) => edit(text), fixture.file.text) };

        expectTolerance(format, file);
        expect(readingFaults(format, file, read(format, file))).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    ["a hundred thousand brackets", "[".repeat(100_000)],
    ["a hundred thousand braces", "{".repeat(100_000)],
    ["a hundred thousand parentheses", "(".repeat(100_000)],
    ["fifty thousand brackets, closed", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["fifty thousand parentheses, closed", `${"(".repeat(50_000)}a${")".repeat(50_000)}`],
    ["a hundred thousand negations", "not ".repeat(100_000)],
    ["a hundred thousand alternatives", "a or ".repeat(100_000)],
    ["a hundred thousand quotes", `"'\``.repeat(100_000)],
    ["a hundred thousand backslashes", "\\".repeat(100_000)],
    ["a hundred thousand stars", "*?".repeat(100_000)],
    ["a hundred thousand commas", "a,".repeat(100_000)],
    ["a hundred thousand pipes", "a|".repeat(100_000)],
    ["a hundred thousand line breaks", "\n".repeat(100_000)],
    ["two thousand indents", Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["a line of ten megabytes", "x".repeat(10_000_000)],
  ])(
    "%s, alone or within a fixture, come back",
    (_, text) => {
      for (const { file } of fixtures) {
        expectLimits(format, { path: file.path, text });
        for (const place of placesIn(file.text)) {
          expectLimits(format, { path: file.path, text: file.text.slice(0, place) + text + file.text.slice(place) });
        }
      }
    },
    60_000,
  );
});

function expectTolerance(format: Format, file: Fixture["file"]): void {
  expect(format.recognises(file)).toBe(format.recognises(file));
  expect(read(format, file)).toEqual(read(format, file));
}

/** However much is asked of it, a reading is no larger than a person could have written. */
function expectLimits(format: Format, file: Fixture["file"]): void {
  format.recognises(file);
  const { rules, filters, diagnostics } = read(format, file);
  let leaves = 0;
  for (const { condition } of [...rules, ...filters]) visitLeaves(condition, () => leaves++);
  expect(diagnostics.length).toBeLessThan(10_000);
  expect(leaves).toBeLessThan(500_000);
}

/** A place before, within and after, at the end of a word that is a value as often as not. */
function placesIn(text: string): readonly number[] {
  return [0.1, 0.5, 0.9].map((share) => text.slice(0, Math.floor(text.length * share)).search(/\S+$/));
}

type Edit = (text: string) => string;

function anyEdits(): fc.Arbitrary<readonly Edit[]> {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const piece = fc.oneof(
    fc.constantFrom(...hostileTexts),
    fc.constantFrom(
      "\n",
      "\r",
      "\t",
      "  ",
      "- ",
      ": ",
      "'",
      '"',
      "\\",
      "*",
      "|",
      "[",
      "{",
      "(",
      "&a ",
      "*a",
      "<<: *a",
      "\u0000",
      "\uFEFF",
      "💾",
      "\uD800",
    ),
  );
  const cut = fc.tuple(share, share).map(
    ([from, to]): Edit =>
      (text) => {
        const [start, end] = [from * text.length, to * text.length].sort((a, b) => a - b);
        return text.slice(0, start) + text.slice(end);
      },
  );
  const insert = fc.tuple(share, piece).map(
    ([at, inserted]): Edit =>
      (text) => {
        const place = Math.floor(at * text.length);
        return text.slice(0, place) + inserted + text.slice(place);
      },
  );
  const double = share.map(
    (at): Edit =>
      (text) =>
        text + text.slice(Math.floor(at * text.length)),
  );
  const swapLines = fc.tuple(share, share).map(
    ([a, b]): Edit =>
      (text) => {
        const lines = text.split("\n");
        const [first, second] = [Math.floor(a * (lines.length - 1)), Math.floor(b * (lines.length - 1))];
        return lines
          .map((line, index) => (index === first ? lines[second] : index === second ? lines[first] : line))
          .join("\n");
      },
  );
  const lineBreaks = fc.constantFrom("\r\n", "\r", "\n\n").map(
    (lineBreak): Edit =>
      (text) =>
        text.replaceAll("\n", lineBreak),
  );
  return fc.array(fc.oneof(cut, insert, insert, double, swapLines, lineBreaks), { minLength: 1, maxLength: 5 });
}
