import { describe, expect, test } from "vitest";
import { companionsOf } from "../../src/analysis/companions.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { widthOf } from "../../src/analysis/width.ts";
import type { Condition } from "../../src/model/condition.ts";
import { all, any, aSnapshot, not, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const hidden = where("CommandLine", "contains", " -w hidden ");
const word = where("ParentImage", "basename", "winword.exe");
const processEvent = where("EventID", "equals", "1");

describe("companions of a path", () => {
  test("are what rules that test it also test, most often first, with how many do", () => {
    const named = companions(powerShell, [
      [3, all(powerShell, encoded)],
      [2, all(powerShell, word)],
      [4, powerShell],
    ]);

    expect(named).toEqual(["CommandLine contains  -enc  (3)", "ParentImage basename winword.exe (2)"]);
  });

  test("leave out rules that do not test it", () => {
    const named = companions(powerShell, [
      [2, all(powerShell, encoded)],
      [3, powerShell],
      [9, all(hidden, word)],
    ]);

    expect(named).toEqual(["CommandLine contains  -enc  (2)"]);
  });

  test("leave out other tests of fields that the path tests", () => {
    const named = companions(powerShell, [
      [3, any(powerShell, where("Image", "basename", "pwsh.exe"), where("image", "contains", "\\Temp\\"))],
      [2, all(powerShell, encoded)],
      [3, powerShell],
    ]);

    expect(named).toEqual(["CommandLine contains  -enc  (2)"]);
  });

  test("leave out what the judged rule tests anyway", () => {
    const judged = any(powerShell, all(encoded, hidden));
    const named = companions(judged, [
      [3, all(powerShell, encoded)],
      [2, all(powerShell, word)],
      [4, powerShell],
    ]);

    expect(named).toEqual(["ParentImage basename winword.exe (2)"]);
  });

  test("leave out exclusions", () => {
    const named = companions(powerShell, [
      [3, all(powerShell, not(encoded))],
      [2, all(powerShell, word)],
      [1, powerShell],
    ]);

    expect(named).toEqual(["ParentImage basename winword.exe (2)"]);
  });

  test("leave out what more than half of those rules share, which is structure", () => {
    const named = companions(powerShell, [
      [8, all(processEvent, powerShell)],
      [2, all(processEvent, powerShell, encoded)],
    ]);

    expect(named).toEqual(["CommandLine contains  -enc  (2)"]);
  });

  test("half of those rules are not more than half", () => {
    // Four of eight, with the judged rule.
    expect(
      companions(powerShell, [
        [4, all(powerShell, encoded)],
        [3, powerShell],
      ]),
    ).toEqual(["CommandLine contains  -enc  (4)"]);
    expect(
      companions(powerShell, [
        [4, all(powerShell, encoded)],
        [2, all(powerShell, word)],
        [1, powerShell],
      ]),
    ).toEqual(["CommandLine contains  -enc  (4)", "ParentImage basename winword.exe (2)"]);
  });

  test("name structure where nothing better is left", () => {
    expect(
      companions(powerShell, [
        [8, all(processEvent, powerShell)],
        [1, all(powerShell, word)],
      ]),
    ).toEqual(["EventID equals 1 (8)"]);
  });

  test("name what one rule tests where nothing else is left", () => {
    expect(
      companions(powerShell, [
        [1, all(powerShell, word)],
        [4, powerShell],
      ]),
    ).toEqual(["ParentImage basename winword.exe (1)"]);
  });

  test("are five at most, and of equal ones those that are rarer in the corpus, then by name", () => {
    const arguments_ = ["a", "b", "c", "d", "e", "f"].map((value) => where("CommandLine", "contains", value));
    const named = companions(powerShell, [
      [2, all(powerShell, ...arguments_)],
      [9, where("CommandLine", "contains", "a")],
      [3, powerShell],
    ]);

    expect(named).toEqual(["b", "c", "d", "e", "f"].map((value) => `CommandLine contains ${value} (2)`));
  });

  test("a path without a test has none: its rules have nothing in common", () => {
    expect(companions(not(encoded), [[9, all(powerShell, encoded)]])).toEqual([]);
  });

  test("rules that test nothing else give none", () => {
    expect(companions(powerShell, [[20, powerShell]])).toEqual([]);
  });
});

/** The companions of a condition's weakest path in a corpus of it and so many rules with each other condition. */
function companions(judged: Condition, groups: readonly (readonly [number, Condition])[]): readonly string[] {
  const others = groups.flatMap(([rules, condition], group) =>
    Array.from({ length: rules }, (_, number) => ({ key: `${group}-${number}`, condition })),
  );
  const { rules } = aSnapshot([{ key: "judged", condition: judged }, ...others]);
  const index = createReachIndex(rules);
  const own = rules.find(({ rule }) => rule.key === "judged")?.indicators ?? [];
  return companionsOf(widthOf(judged, index), { index, rules, own }).map(
    ({ indicator: { field, operator, value }, rules: count }) => `${field} ${operator} ${value} (${count})`,
  );
}
