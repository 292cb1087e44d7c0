import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indicatorsText } from "../../../src/report/text/indicators-text.ts";
import { anyText, lineCount, unprintable } from "../printable.ts";
import { indicatorOf } from "../small-corpus.ts";
import { indicatorViews } from "../small-rule-views.ts";

describe("indicatorsText", () => {
  test("aligns reach and formats before each indicator, and counts them", async () => {
    await expect(indicatorsText(indicatorViews, { colours: false })).toMatchFileSnapshot(
      "../fixtures/indicators.golden.txt",
    );
  });

  test("says that nothing fits", () => {
    expect(indicatorsText([], { colours: false })).toBe("0 indicators\n");
  });

  test("prints tens of thousands of indicators", () => {
    const [view] = indicatorViews;
    const many = view === undefined ? [] : Array.from({ length: 200_000 }, () => view);

    expect(lineCount(indicatorsText(many, { colours: false }))).toBe(200_003);
  });

  test("prints one line for an indicator, and nothing that is not printed, whatever its words", () => {
    fc.assert(
      fc.property(anyText, anyText, (field, value) => {
        const indicator = indicatorOf(field, "contains", value);
        const view = { indicator, reach: 2, byFormat: new Map([["sigma", 2]]), ruleKeys: [] };

        const text = indicatorsText([view], { colours: false });

        expect(lineCount(text)).toBe(4);
        expect(text).not.toMatch(unprintable);
      }),
    );
  });
});
