import { describe, expect, test } from "vitest";
import { indicatorsOf } from "../../src/analysis/indicators.ts";
import { isQualified } from "../../src/analysis/qualification.ts";
import type { Predicate } from "../../src/model/condition.ts";
import { all, where } from "../support/rule-builder.ts";

const svchost = where("Image", "basename", "svchost.exe");

describe("isQualified", () => {
  test.each<[string, readonly Predicate[], Predicate]>([
    ["a folder that the program is not below", [svchost], where("Image", "starts_with", "C:\\Windows\\")],
    ["a folder, with the field in another case", [svchost], where("image", "contains", "\\System32\\")],
    [
      "the program's own name, of one that only says so",
      [where("OriginalFileName", "equals", "curl.exe")],
      where("Image", "basename", "curl.exe"),
    ],
    [
      "the program's own name, with its folder",
      [where("OriginalFileName", "equals", "CURL.EXE")],
      where("Image", "ends_with", "\\bin\\curl.exe"),
    ],
    [
      "the beginning of its name",
      [where("OriginalFileName", "equals", "curl.exe")],
      where("Image", "ends_with", "\\curl"),
    ],
    [
      "values of a field that the path tests",
      [where("CommandLine", "contains", "http")],
      where("CommandLine", "contains", "https://intranet"),
    ],
  ])("a path is qualified by %s", (_, path, exclusion) => {
    expect(qualifies(path, exclusion)).toBe(true);
  });

  test.each<[string, readonly Predicate[], Predicate]>([
    ["another field", [svchost], where("User", "equals", "SYSTEM")],
    ["another program, which it is not anyway", [svchost], where("Image", "basename", "explorer.exe")],
    ["a field that is there", [svchost], where("Image", "exists")],
    [
      "a text too short to be a name",
      [where("OriginalFileName", "equals", "sc.exe")],
      where("CommandLine", "contains", "sc"),
    ],
    ["a longer name", [where("OriginalFileName", "equals", "curl")], where("Image", "basename", "curlew.exe")],
    ["nothing that it tests", [], where("Image", "basename", "svchost.exe")],
  ])("and not by %s", (_, path, exclusion) => {
    expect(qualifies(path, exclusion)).toBe(false);
  });

  test("a name is found among many that a path tests", () => {
    const names = Array.from({ length: 60 }, (_, number) => `tool${String(number).padStart(2, "0")}.exe`);
    const path = names.map((name) => where(`Field ${name}`, "equals", name));

    for (const name of names) expect(qualifies(path, where("Image", "basename", name))).toBe(true);
    expect(qualifies(path, where("Image", "basename", "tool60.exe"))).toBe(false);
  });

  test("one of many exclusions is enough, and none is not", () => {
    const path = indicatorsOf(svchost).indicators;
    const folder = where("Image", "starts_with", "C:\\Windows\\");

    expect(isQualified(path, [where("User", "equals", "SYSTEM"), folder])).toBe(true);
    expect(isQualified(path, [])).toBe(false);
  });
});

function qualifies(path: readonly Predicate[], exclusion: Predicate): boolean {
  return isQualified(indicatorsOf(all(...path)).indicators, [exclusion]);
}
