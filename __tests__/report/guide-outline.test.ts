import { describe, expect, test } from "vitest";
import type { TechniqueGuide } from "../../src/model/guide.ts";
import { plainText } from "../../src/model/prose.ts";
import { guideSection } from "../../src/report/guide-outline.ts";
import { aCatalogue } from "../support/rule-builder.ts";
import { indicatorOf } from "./small-corpus.ts";

function guide(parts: Partial<TechniqueGuide>): TechniqueGuide {
  const technique = aCatalogue().technique("T1059.001");
  if (technique === undefined) throw new Error("T1059.001 is in the small catalogue.");
  return { technique, rules: 0, indicators: [], fields: [], events: [], tests: [], ...parts };
}

function textOf(parts: Partial<TechniqueGuide>): string {
  return guideSection([guide(parts)])
    .items.map(({ cells }) => plainText(cells.flat()))
    .join("\n");
}

function atomicTest(number: number, technique = "T1059.001") {
  return { technique, number, name: "Mimikatz", guid: "", executor: "sh", url: "https://example.org" };
}

describe("the section of writing guides", () => {
  test("is empty where there are none", () => {
    expect(guideSection([]).items).toEqual([]);
  });

  test("says what others test, look at, and how to validate", () => {
    const text = textOf({
      rules: 1204,
      indicators: [{ indicator: indicatorOf("CommandLine", "contains", " -enc "), rules: 21 }],
      fields: [{ field: "ParentImage", rules: 17 }],
      events: [
        { event: { provider: "PowerShell", id: "4104", title: "" }, rules: 9 },
        { event: { provider: "Sysmon", id: "7", title: "" }, rules: 0 },
      ],
      tests: [atomicTest(1), atomicTest(4, "T1086")],
    });

    expect(text).toBe(
      'T1059.001 PowerShell: 1,204 other rules look for it; several test "CommandLine contains " -enc "" (21), which this ' +
        'change does not. Fields that it does not test: "ParentImage" (17). Events that it does not look at: "PowerShell ' +
        '4104" (9). ATT&CK\'s analytics also look at "Sysmon 7". Validate with Atomic Red Team tests 1, T1086 4.',
    );
  });

  test("says where no other rule looks for it", () => {
    expect(textOf({ tests: [atomicTest(1)] })).toBe(
      "T1059.001 PowerShell: No other rule looks for it. Validate with Atomic Red Team test 1.",
    );
  });

  test("names four of each, and counts the tests that are left", () => {
    const text = textOf({
      rules: 9,
      fields: Array.from({ length: 6 }, (_, number) => ({ field: `Field${number}`, rules: 2 })),
      tests: Array.from({ length: 6 }, (_, number) => atomicTest(number + 1)),
    });

    expect(text).toContain('"Field3" (2).');
    expect(text).not.toContain("Field4");
    expect(text).toContain("tests 1, 2, 3, 4 and 2 more.");
  });
});
