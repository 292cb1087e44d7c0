import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indicatorsCsv } from "../../src/report/indicators-csv.ts";
import type { IndicatorView } from "../../src/report/indicators-view.ts";
import { anyText, unprintable } from "./printable.ts";
import { indicatorOf } from "./small-corpus.ts";
import { indicatorViews } from "./small-rule-views.ts";

function view(value: string, parts: Partial<IndicatorView> = {}): IndicatorView {
  return {
    indicator: indicatorOf("CommandLine", "contains", value),
    reach: 1,
    byFormat: new Map([["sigma", 1]]),
    ruleKeys: ["encoded-command"],
    ...parts,
  };
}

/** The field `value` of the only record, as RFC 4180 readers see it. */
function valueField(csv: string): string | undefined {
  const [, record = ""] = csv.split("\r\n");
  const fields = Array.from(record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g), ([, quoted, bare]) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );
  return fields[2];
}

describe("indicatorsCsv", () => {
  test("writes a header and one record for each indicator", async () => {
    await expect(indicatorsCsv(indicatorViews)).toMatchFileSnapshot("fixtures/indicators.golden.csv");
  });

  test("writes the header where there is nothing else", () => {
    expect(indicatorsCsv([])).toBe("field,operator,value,reach,by_format,rule_keys\r\n");
  });

  test.each([
    ["quotation marks", 'say "hi"', '"say ""hi"""'],
    ["commas", "a,b", '"a,b"'],
    ["semicolons, which some spreadsheets split at", "a;=1+1", '"a;=1+1"'],
    ["blanks at an end", " -enc ", '" -enc "'],
  ])("puts %s between quotation marks", (_, value, field) => {
    expect(indicatorsCsv([view(value)])).toContain(`,contains,${field},1,`);
  });

  test.each(["=HYPERLINK(1)", "+1", "-enc", "@SUM(1)", "＝1", "'quoted"])(
    "keeps a spreadsheet from taking %s for a formula, by an apostrophe that can be taken off again",
    (value) => {
      expect(valueField(indicatorsCsv([view(value)]))).toBe(`'${value}`);
    },
  );

  test("leaves the field of a keyword empty", () => {
    const keyword = view("krbtgt", { indicator: indicatorOf(undefined, "keyword", "krbtgt") });

    expect(indicatorsCsv([keyword])).toContain("\r\n,keyword,krbtgt,1,");
  });

  test("keeps every record on one line and every value readable, whatever it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const csv = indicatorsCsv([view(text, { ruleKeys: [text, text] })]);

        expect(csv.split("\r\n")).toHaveLength(3);
        expect(csv.replaceAll("\r\n", "")).not.toMatch(unprintable);
        expect(valueField(csv)).not.toMatch(/^[=+\-@]/);
      }),
    );
  });
});
