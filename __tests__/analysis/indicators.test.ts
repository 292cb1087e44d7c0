import { describe, expect, test } from "vitest";
import { compareIndicators, indicatorKey, indicatorKeys, indicatorsOf } from "../../src/analysis/indicators.ts";
import type { Condition } from "../../src/model/condition.ts";
import { all, any, cased, constraint, keyword, not, onLine, opaque, sequence, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const system = where("User", "equals", "SYSTEM");

describe("indicators and exclusions", () => {
  test("what a rule looks for is an indicator, and what it leaves out an exclusion", () => {
    expect(named(all(powerShell, not(system)))).toEqual({
      indicators: ["Image basename powershell.exe"],
      exclusions: ["User equals SYSTEM"],
    });
  });

  test("what stands under two negations is looked for", () => {
    expect(named(not(all(not(powerShell), system)))).toEqual({
      indicators: ["Image basename powershell.exe"],
      exclusions: ["User equals SYSTEM"],
    });
  });

  test("every value is one of its own, in order of appearance", () => {
    const shells = where("Image", "basename", "pwsh.exe", "powershell.exe");

    expect(named(any(encoded, shells)).indicators).toEqual([
      "CommandLine contains  -enc ",
      "Image basename pwsh.exe",
      "Image basename powershell.exe",
    ]);
  });

  test("the steps of a sequence give theirs", () => {
    expect(named(sequence([powerShell, encoded])).indicators).toHaveLength(2);
  });

  test("one that a rule repeats stands there once, in its first spelling", () => {
    const shouted = where("image", "basename", "POWERSHELL.EXE");

    expect(indicatorsOf(any(powerShell, shouted, all(powerShell, encoded))).indicators).toEqual([
      { field: "Image", operator: "basename", value: "powershell.exe", key: keyOf(powerShell) },
      { field: "CommandLine", operator: "contains", value: " -enc ", key: keyOf(encoded) },
    ]);
  });

  test("one that is looked for here and left out there is both", () => {
    expect(named(any(encoded, not(encoded)))).toEqual({
      indicators: ["CommandLine contains  -enc "],
      exclusions: ["CommandLine contains  -enc "],
    });
  });

  test("thresholds and what was not understood are neither", () => {
    expect(named(all(constraint("count > 5"), opaque("`macro`"), not(constraint("a = b"))))).toEqual({
      indicators: [],
      exclusions: [],
    });
  });
});

describe("how far a rule was read", () => {
  test.each<[string, Condition, string]>([
    ["all of it", all(powerShell, constraint("count > 5")), "full"],
    ["a part of it", all(powerShell, opaque("`macro`")), "partial"],
    ["a part of it, even under a negation", all(powerShell, not(opaque("`macro`"))), "partial"],
    ["nothing of it", opaque("machine learning", "not-in-rule"), "metadata"],
    ["nothing of any part", any(opaque("a"), not(opaque("b"))), "metadata"],
    ["all of nothing", all(), "full"],
  ])("%s", (_, condition, reading) => {
    expect(indicatorsOf(condition).reading).toBe(reading);
  });
});

describe("indicatorKey", () => {
  test("folds the case of field and value", () => {
    expect(indicatorKey("image", "basename", "PowerShell.EXE")).toBe(keyOf(powerShell));
  });

  test("is the same whether case matters to the rule or not", () => {
    expect(indicatorKeys(cased(powerShell))).toEqual(indicatorKeys(powerShell));
  });

  test("blanks matter", () => {
    expect(indicatorKey("CommandLine", "contains", "-enc")).not.toBe(keyOf(encoded));
  });

  test("tells fields, operators and values apart", () => {
    const keys = [
      indicatorKey("Image", "basename", "cmd.exe"),
      indicatorKey("ParentImage", "basename", "cmd.exe"),
      indicatorKey("Image", "ends_with", "cmd.exe"),
      indicatorKey("Image", "basename", "cmd"),
      indicatorKey(undefined, "keyword", "cmd.exe"),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each([
    ["equals", "4688", "4688.0", true],
    ["equals", "007", "7", true],
    ["equals", "-1", "-1.00", true],
    ["equals", "0x10", "16", false],
    ["equals", "12345678901234567891", "12345678901234567892", false],
    ["equals", "", "0", false],
    ["contains", "7", "007", false],
    ["gt", "10", "1e1", true],
    ["lte", " 5", "5", true],
    ["gte", "a day", "A DAY", true],
    ["lt", "", "0", false],
  ] as const)("%s: numbers compare as numbers (%j and %j: %s)", (operator, one, other, isSame) => {
    expect(indicatorKey("Count", operator, one) === indicatorKey("Count", operator, other)).toBe(isSame);
  });

  test("of an expression the letters behind a backslash keep their case, which turns their meaning around", () => {
    expect(indicatorKey("CommandLine", "regex", "Foo\\s+Bar")).toBe(indicatorKey("CommandLine", "regex", "foo\\s+bar"));
    expect(indicatorKey("CommandLine", "regex", "foo\\S+bar")).not.toBe(
      indicatorKey("CommandLine", "regex", "foo\\s+bar"),
    );
    expect(indicatorKey("CommandLine", "regex", "a\\\\Sb")).toBe(indicatorKey("CommandLine", "regex", "a\\\\sb"));
  });

  test("keys of a predicate are those of its values", () => {
    const shells = onLine(where("Image", "basename", "pwsh.exe", "PowerShell.exe"), 3, 4);

    expect(indicatorKeys(shells)).toEqual([indicatorKey("Image", "basename", "pwsh.exe"), keyOf(powerShell)]);
    expect(indicatorKeys(keyword("mimikatz"))).toEqual([indicatorKey(undefined, "keyword", "MIMIKATZ")]);
  });
});

describe("compareIndicators", () => {
  test("goes by field, operator and value, keywords first", () => {
    const { indicators } = indicatorsOf(
      all(
        where("Image", "ends_with", "a"),
        where("Image", "basename", "b", "B", "a"),
        where("EventID", "equals", "1"),
        keyword("z"),
      ),
    );

    expect(
      [...indicators].sort(compareIndicators).map(({ field, operator, value }) => [field, operator, value]),
    ).toEqual([
      [undefined, "keyword", "z"],
      ["EventID", "equals", "1"],
      ["Image", "basename", "a"],
      ["Image", "basename", "b"],
      ["Image", "ends_with", "a"],
    ]);
  });
});

function named(condition: Condition) {
  const { indicators, exclusions } = indicatorsOf(condition);
  const name = ({ field, operator, value }: (typeof indicators)[number]) => `${field} ${operator} ${value}`;
  return { indicators: indicators.map(name), exclusions: exclusions.map(name) };
}

function keyOf({ field, operator, values }: ReturnType<typeof where>): string {
  return indicatorKey(field, operator, values[0] ?? "");
}
