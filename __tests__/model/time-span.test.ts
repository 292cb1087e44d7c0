import { describe, expect, test } from "vitest";
import { before, everyWords, isoDate, parseTimeSpan, timeSpanWords } from "../../src/model/time-span.ts";

describe("parseTimeSpan", () => {
  test.each([
    ["30d", { count: 30, unit: "day" }],
    ["1w", { count: 1, unit: "week" }],
    ["6m", { count: 6, unit: "month" }],
    ["2y", { count: 2, unit: "year" }],
  ])("reads %s", (text, span) => {
    expect(parseTimeSpan(text)).toEqual(span);
  });

  test.each(["", "d", "0d", "-1d", "1.5y", "1 y", "1h", "10000d", "1dd"])("does not take %j", (text) => {
    expect(parseTimeSpan(text)).toBeUndefined();
  });
});

describe("before", () => {
  const at = (text: string) => Date.parse(`${text}T12:00:00Z`) / 1000;

  test.each([
    ["2026-03-01", "1d", 1, "2026-02-28"],
    ["2026-03-01", "1w", 2, "2026-02-15"],
    ["2026-03-31", "1m", 1, "2026-02-28"],
    ["2024-03-31", "1m", 1, "2024-02-29"],
    ["2026-01-31", "1m", 2, "2025-11-30"],
    ["2026-03-31", "1m", 0, "2026-03-31"],
    ["2024-02-29", "1y", 1, "2023-02-28"],
    ["2026-07-18", "6m", 3, "2025-01-18"],
  ])("%s less %s, %i times, is %s", (day, text, times, expected) => {
    const span = parseTimeSpan(text);

    expect(span && isoDate(before(at(day), span, times))).toBe(expected);
  });
});

describe("the words of a span", () => {
  test("count, and say how often", () => {
    expect(timeSpanWords({ count: 1, unit: "year" })).toBe("1 year");
    expect(timeSpanWords({ count: 30, unit: "day" })).toBe("30 days");
    expect(everyWords({ count: 1, unit: "week" })).toBe("one a week");
    expect(everyWords({ count: 2, unit: "month" })).toBe("one every 2 months");
  });
});
