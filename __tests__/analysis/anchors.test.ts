import { describe, expect, test } from "vitest";
import { anchorTestsOf } from "../../src/analysis/anchors.ts";
import type { Condition } from "../../src/model/condition.ts";
import { all, any, constraint, keyword, not, opaque, sequence, where } from "../support/rule-builder.ts";

const powershell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -EncodedCommand ");
const system = where("User", "equals", "SYSTEM");

/** `Field=value`, of each test that a matching event may be found by. */
function anchors(condition: Condition): readonly string[] | undefined {
  return anchorTestsOf(condition)?.map(({ field, value }) => `${field ?? "anywhere"}=${value}`);
}

describe("what matches a rule passes one of its anchors", () => {
  test.each<[string, Condition, readonly string[] | undefined]>([
    ["a predicate is its values", where("Image", "basename", "a.exe", "b.exe"), ["Image=a.exe", "Image=b.exe"]],
    [
      "of parts that all have to hold it is the rarest",
      all(system, powershell, encoded),
      ["CommandLine= -EncodedCommand "],
    ],
    [
      "of parts any of which may hold it is all",
      any(system, encoded),
      ["User=SYSTEM", "CommandLine= -EncodedCommand "],
    ],
    ["of a sequence it is that of one step", sequence([powershell, encoded]), ["CommandLine= -EncodedCommand "]],
    ["an exclusion is none", all(powershell, not(encoded)), ["Image=powershell.exe"]],
    ["what is excluded from an exclusion is one", not(any(not(powershell), system)), ["Image=powershell.exe"]],
    ["a constraint is passed over beside a test", all(constraint("count > 5"), system), ["User=SYSTEM"]],
    ["a word anywhere is one", keyword("sekurlsa"), ["anywhere=sekurlsa"]],
  ])("%s", (_, condition, expected) => {
    expect(anchors(condition)).toEqual(expected);
  });

  test.each<[string, Condition]>([
    ["only excludes", not(powershell)],
    ["may hold by what it excludes", any(powershell, not(system))],
    ["has nothing but what is not understood", opaque("`macro`")],
    ["may hold by what is not understood", any(powershell, opaque("`macro`"))],
    [
      "looks for more values than help",
      where("Hash", "equals", ...Array.from({ length: 1_001 }, (_, index) => `${index}`)),
    ],
  ])("there are none where a rule %s", (_, condition) => {
    expect(anchors(condition)).toBeUndefined();
  });
});
