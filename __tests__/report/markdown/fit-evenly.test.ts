import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitEvenly } from "../../../src/report/markdown/fit-evenly.ts";

const length = (text: string) => text.length;

/** A section of so many letters, which can be cut behind each. */
function section(letter: string, size: number) {
  const full = letter.repeat(size);
  return { full, cut: (room: number) => (room < 1 ? undefined : full.slice(0, room)) };
}

describe("fitEvenly", () => {
  test("leaves short sections whole, and gives the long ones what is left in equal parts", () => {
    const texts = fitEvenly([section("a", 90), section("b", 10), section("c", 60)], 84, length);

    // 84 are 28 each; b takes 12 with the line before it, so 36 are left for each of the others.
    expect(texts).toEqual(["a".repeat(34), "b".repeat(10), "c".repeat(34)]);
  });

  test("leaves out what does not fit at all", () => {
    const stubborn = { full: "d".repeat(50), cut: () => undefined };

    expect(fitEvenly([stubborn, section("a", 10)], 40, length)).toEqual([undefined, "a".repeat(10)]);
  });

  test("never takes more than there is, and all where there is room for all", () => {
    const sizes = fc.array(fc.nat(300), { maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.nat(2_000), (all, room) => {
        const sections = all.map((size) => section("x", size));
        const texts = fitEvenly(sections, room, length);
        const taken = texts.reduce((sum, text) => sum + (text === undefined ? 0 : text.length + 2), 0);
        const whole = all.reduce((sum, size) => sum + size + 2, 0);

        expect(taken).toBeLessThanOrEqual(room);
        if (whole <= room) expect(texts).toEqual(sections.map(({ full }) => full));
      }),
    );
  });
});
