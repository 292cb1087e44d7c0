import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intersect } from "../../src/analysis/intersect.ts";

describe("intersect", () => {
  test("of everything and a list it is the list", () => {
    const list = [1, 4, 9];

    expect(intersect(undefined, list)).toBe(list);
  });

  test("of lists that share nothing it is nothing", () => {
    expect(intersect([1, 3], [2, 4])).toEqual([]);
    expect(intersect([], [2, 4])).toEqual([]);
  });

  test("is what both lists have, ascending, however long either is", () => {
    const ascending = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(300), { maxLength: 400 }))
      .map(([step, numbers]) => [...new Set(numbers.map((number) => number * step))].sort((a, b) => a - b));
    fc.assert(
      fc.property(ascending, ascending, (one, other) => {
        expect(intersect(one, other)).toEqual(one.filter((number) => other.includes(number)));
      }),
    );
  });

  test("a few are found among many", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => index * 2);

    expect(intersect([0, 3, 4, 1_998, 5_000], many)).toEqual([0, 4, 1_998]);
    expect(intersect(many, [0, 3, 4, 1_998, 5_000])).toEqual([0, 4, 1_998]);
  });
});
