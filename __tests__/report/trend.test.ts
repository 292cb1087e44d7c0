import { describe, expect, test } from "vitest";
import { trendJson } from "../../src/report/json/trend-json.ts";
import { sparkline, trendText } from "../../src/report/text/trend-text.ts";
import { trendCsv } from "../../src/report/trend-csv.ts";
import { validatorOf } from "./json/documents.ts";
import { trendView } from "./small-trend.ts";

describe("trendText", () => {
  test("draws each number on a line, with what it was and is", () => {
    expect(trendText(trendView, { colours: false })).toBe(`Detection coverage from 2026-06-27 to 2026-07-18

  Techniques covered  ▁▅▄█  300 → 320 of 697  +20
  Left to one rule    ▃▆█▁  90 → 89           −1
  Rules that count    ▁▅▅█  1,180 → 1,196     +16
  Noisy rules         ▁▁██  7 → 8             +1

4 samples, one a week · all judged with ATT&CK 19 and the configuration of 8d01e77 · detcov 1.2.3
`);
  });

  test("says where the history is shorter than asked for", () => {
    const view = { ...trendView, isWhole: false, since: { count: 1, unit: "year" } } as const;

    expect(trendText(view, { colours: false })).toContain("\n\nThe history is shorter than 1 year.\n");
  });
});

describe("sparkline", () => {
  test.each([
    [[5], "▄"],
    [[5, 5, 5], "▄▄▄"],
    [[0, 1], "▁█"],
    [[0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"],
  ])("draws %j as %s", (values, drawn) => {
    expect(sparkline(values)).toBe(drawn);
  });

  test("draws more values than there are columns by the last of each column", () => {
    const values = Array.from({ length: 106 }, (_, index) => (index % 2 === 0 ? 100 : index));

    expect(sparkline(values)).toHaveLength(53);
    expect(sparkline(values)).toMatch(/^▁.*█$/);
    expect(sparkline(values)).not.toContain("█▁");
  });
});

describe("trendCsv", () => {
  test("has a record for each sample", () => {
    const lines = trendCsv(trendView).split("\r\n");

    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe("date,commit,rules,counted,covered,total,thin,noisy");
    expect(lines[4]).toBe(`2026-07-18,${"8d".repeat(20)},1206,1196,320,697,89,8`);
  });
});

describe("trendJson", () => {
  test("is what its schema says, with every number of every sample", () => {
    const validate = validatorOf("trend");
    const document = JSON.parse(trendJson(trendView));

    validate(document);

    expect(validate.errors).toBeNull();
    expect(document.samples).toHaveLength(4);
    expect(document.samples[2]).toEqual({
      date: "2026-07-11",
      commit: "3d".repeat(20),
      rules: 1_200,
      counted: 1_188,
      covered: 309,
      total: 697,
      thin: 93,
      noisy: 8,
      noiseThreshold: 12,
    });
  });
});
