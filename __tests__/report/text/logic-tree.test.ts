import { describe, expect, test } from "vitest";
import type { Condition, OpaqueReason } from "../../../src/model/condition.ts";
import { logicTree } from "../../../src/report/text/logic-tree.ts";
import { styleFor } from "../../../src/report/text/style.ts";
import { all, any, cased, constraint, keyword, not, opaque, sequence, where } from "../../support/rule-builder.ts";

function tree(condition: Condition): string {
  return logicTree(condition, styleFor({ colours: false })).join("\n");
}

const powershell = where("Image", "basename", "powershell.exe");
const word = where("ParentImage", "basename", "winword.exe");

describe("logicTree", () => {
  test("draws what joins the tests", () => {
    expect(tree(all(powershell, any(word, all(powershell, word)), word))).toBe(
      [
        "all of",
        "├─ Image basename powershell.exe",
        "├─ any of",
        "│  ├─ ParentImage basename winword.exe",
        "│  └─ all of",
        "│     ├─ Image basename powershell.exe",
        "│     └─ ParentImage basename winword.exe",
        "└─ ParentImage basename winword.exe",
      ].join("\n"),
    );
  });

  test.each<[Condition, string]>([
    [powershell, "not Image basename powershell.exe"],
    [any(powershell, word), "none of"],
    [all(powershell, word), "not all of"],
    [not(powershell), "not not Image basename powershell.exe"],
  ])("says what must not hold", (condition, line) => {
    expect(tree(not(condition)).split("\n")[0]).toBe(line);
  });

  test("names the author's field where it has another name", () => {
    expect(tree({ ...powershell, nativeField: "process.name" })).toBe("Image [process.name] basename powershell.exe");
  });

  test("gives each of several values a line", () => {
    expect(tree(where("Image", "basename", "powershell.exe", "pwsh.exe"))).toBe(
      "Image basename any of\n├─ powershell.exe\n└─ pwsh.exe",
    );
  });

  test("cuts a long list of values, and never by a single one", () => {
    const values = Array.from({ length: 20 }, (_, index) => `10.0.0.${index}`);

    expect(tree(where("SourceIp", "equals", ...values.slice(0, 9)))).not.toContain("more");
    expect(
      tree(where("SourceIp", "equals", ...values))
        .split("\n")
        .slice(-2),
    ).toEqual(["├─ 10.0.0.7", "└─ … 12 more"]);
  });

  test("cuts a long value", () => {
    expect(tree(where("CommandLine", "contains", "A".repeat(5_000)))).toHaveLength(221);
  });

  test.each([
    [where("CommandLine", "contains", " -enc "), 'CommandLine contains " -enc "'],
    [where("CommandLine", "contains", "a", " b"), 'CommandLine contains any of\n├─ a\n└─ " b"'],
  ])("shows blanks that matter", (condition, text) => {
    expect(tree(condition)).toBe(text);
  });

  test.each([
    [where("User", "exists"), "User exists"],
    [keyword("krbtgt"), "keyword krbtgt"],
    [keyword("krbtgt", "golden"), "keyword any of\n├─ krbtgt\n└─ golden"],
    [cased(where("User", "equals", "SYSTEM")), "User equals SYSTEM (case-sensitive)"],
  ])("reads %o as a test", (condition, text) => {
    expect(tree(condition)).toBe(text);
  });

  test("numbers the steps of a sequence and says what joins them", () => {
    expect(tree(sequence([powershell, word], { by: ["host.id", "user.id"], within: "5m" }))).toBe(
      [
        "one after the other, within 5m, with the same host.id, user.id",
        "├─ 1. Image basename powershell.exe",
        "└─ 2. ParentImage basename winword.exe",
      ].join("\n"),
    );
    expect(tree(sequence([powershell, word], { ordered: false })).split("\n")[0]).toBe("together, in any order");
  });

  test("says that a condition without parts takes every event", () => {
    expect(tree(all())).toBe("every event");
  });

  test("shows a constraint in the author's words", () => {
    expect(tree(constraint("count() by host > 5"))).toBe("where count() by host > 5");
  });

  test.each<[OpaqueReason, string]>([
    ["unresolved-macro", "not understood (macro not in the repository, line 3): `shell_names`"],
    ["not-in-rule", "not understood (logic not written in the rule, line 3): `shell_names`"],
  ])("says why a part was not understood: %s", (reason, line) => {
    expect(tree({ ...opaque("`shell_names`", reason), line: 3 })).toBe(line);
  });
});
