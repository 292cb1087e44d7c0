import { describe, expect, test } from "vitest";
import { signature } from "../../src/analysis/signature.ts";
import type { Condition } from "../../src/model/condition.ts";
import { all, any, cased, constraint, keyword, not, onLine, opaque, sequence, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");

describe("signature", () => {
  test.each<[string, Condition, Condition]>([
    ["the order of parts", all(powerShell, encoded), all(encoded, powerShell)],
    ["the order of branches", any(powerShell, encoded), any(encoded, powerShell)],
    ["the order of values", where("Image", "basename", "a", "b"), where("Image", "basename", "b", "a")],
    ["lines", onLine(powerShell, 4), onLine(powerShell, 12)],
    ["the case of a field", where("image", "basename", "powershell.exe"), powerShell],
    ["the case of a value", where("Image", "basename", "PowerShell.EXE"), powerShell],
    ["the author's field", { ...powerShell, nativeField: "NewProcessName" }, powerShell],
    [
      "the order of the fields that events share",
      sequence([encoded], { by: ["a", "b"] }),
      sequence([encoded], { by: ["b", "a"] }),
    ],
    [
      "the order of steps, where it does not count",
      sequence([encoded, powerShell], { ordered: false }),
      sequence([powerShell, encoded], { ordered: false }),
    ],
  ])("leaves out %s", (_, one, other) => {
    expect(signature(one)).toBe(signature(other));
  });

  test.each<[string, Condition, Condition]>([
    ["what is looked for from what is left out", encoded, not(encoded)],
    ["all from any", all(powerShell, encoded), any(powerShell, encoded)],
    ["brackets", all(powerShell, any(encoded, not(powerShell))), any(all(powerShell, encoded), not(powerShell))],
    ["operators", where("Image", "ends_with", "powershell.exe"), powerShell],
    ["whether case matters", cased(powerShell), powerShell],
    ["case where it matters", cased(where("Image", "basename", "PowerShell.exe")), cased(powerShell)],
    ["one value from two", where("Image", "basename", "a", "b"), where("Image", "basename", "a\u0000b")],
    ["two values from one with a comma", where("Image", "basename", "a", "b"), where("Image", "basename", 'a","b')],
    ["a keyword from a field", keyword("mimikatz"), where("CommandLine", "keyword", "mimikatz")],
    ["a threshold from what was not understood", constraint("count > 5"), opaque("count > 5")],
    ["the order of steps", sequence([encoded, powerShell]), sequence([powerShell, encoded])],
    ["time", sequence([encoded], { within: "5m" }), sequence([encoded], { within: "1m" })],
    ["a sequence from its steps", sequence([encoded, powerShell]), all(encoded, powerShell)],
  ])("tells %s", (_, one, other) => {
    expect(signature(one)).not.toBe(signature(other));
  });
});
