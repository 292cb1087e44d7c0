import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CoverTally, coverBy, isCovered, isThin, strengthText } from "../../src/model/cover.ts";

function weighing(...weights: readonly number[]) {
  return weights.map((weight) => ({ weight }));
}

describe("without weights", () => {
  test.each([
    [0, false, false],
    [1, true, true],
    [2, true, false],
    [3, true, false],
  ])("%d rules: covered %s, thinly %s", (rules, covered, thin) => {
    const cover = coverBy(Array.from({ length: rules }, () => ({})));

    expect(cover).toEqual({ rules });
    expect([isCovered(cover), isThin(cover)]).toEqual([covered, thin]);
  });
});

describe("with weights", () => {
  test.each<[string, readonly number[], number, boolean, boolean]>([
    ["one half is not enough", [0.5], 0.5, false, false],
    ["two halves cover, and thinly", [0.5, 0.5], 1, true, true],
    ["ten tenths are one", Array.from({ length: 10 }, () => 0.1), 1, true, true],
    ["twenty tenths are two", Array.from({ length: 20 }, () => 0.1), 2, true, false],
    ["three thirds, as people write them, are one", [0.3333, 0.3333, 0.3333], 1, true, true],
    ["less than two is thin, however many rules it is", [1, 0.5, 0.25], 1.75, true, true],
  ])("%s", (_, weights, strength, covered, thin) => {
    const cover = coverBy(weighing(...weights));

    expect(cover).toEqual({ rules: weights.length, strength });
    expect([isCovered(cover), isThin(cover)]).toEqual([covered, thin]);
  });

  test("of one each it is as without", () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), (rules) => {
        const [weighed, counted] = [coverBy(Array.from({ length: rules }, () => ({ weight: 1 }))), { rules }];

        expect([isCovered(weighed), isThin(weighed)]).toEqual([isCovered(counted), isThin(counted)]);
      }),
    );
  });
});

describe("a tally", () => {
  test("that everything was taken out of is nothing, to the last digit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 })), (thousandths) => {
        const tally = new CoverTally();
        for (const each of thousandths) tally.count({ weight: each / 1000 }, 1);
        for (const each of thousandths.toReversed()) tally.count({ weight: each / 1000 }, -1);

        expect(tally.cover.rules).toBe(0);
        expect(Math.abs(tally.cover.strength ?? 0)).toBe(0);
        expect(isCovered(tally.cover)).toBe(false);
      }),
    );
  });
});

test("a strength is written with a decimal at least", () => {
  expect([0, 1, 1.5, 0.125].map(strengthText)).toEqual(["0.0", "1.0", "1.5", "0.125"]);
});
