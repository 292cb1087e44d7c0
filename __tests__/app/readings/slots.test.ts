import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findIn, keyOfText, slotsOf } from "../../../src/app/readings/slots.ts";

/** So few keys that many things have the same. */
const crowded = fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 40 }).map((texts) => ({
  texts,
  keyOf: (text: string) => keyOfText(text) % 7,
}));

describe("slots", () => {
  test("lead from each key to its positions, also where several share one", () => {
    fc.assert(
      fc.property(crowded, ({ texts, keyOf }) => {
        const slots = slotsOf(texts.map((text, position) => [keyOf(text), position]));

        const found = texts.map((text) => findIn(slots, keyOf(text), (position) => texts[position] === text));

        expect(found).toEqual(texts.map((_, position) => position));
      }),
    );
  });

  test("lead nowhere from a key that nothing has", () => {
    expect(findIn(slotsOf([]), 5)).toBeUndefined();
    expect(findIn(slotsOf([[7, 0]]), 5)).toBeUndefined();
    expect(findIn(slotsOf([[5, 0]]), 5, () => false)).toBeUndefined();
  });

  test("are found by the largest of keys", () => {
    const slots = slotsOf([
      [0xffff_ffff, 3],
      [0, 4],
    ]);

    expect([findIn(slots, 0xffff_ffff), findIn(slots, 0)]).toEqual([3, 4]);
  });
});
