import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { techniqueIdIn } from "../../src/attack/technique-id.ts";

describe("techniqueIdIn", () => {
  test.each([
    ["T1059.001", "T1059.001"],
    ["t1059.001", "T1059.001"],
    ["attack.t1059.001", "T1059.001"],
    ["T1562/001", "T1562.001"],
    ["https://attack.mitre.org/techniques/T1562/", "T1562"],
    ["https://attack.mitre.org/techniques/T1562/001", "T1562.001"],
    ["https://attack.mitre.org/versions/v14/techniques/T1562/001/", "T1562.001"],
    ["T1003.001 - OS Credential Dumping: LSASS Memory", "T1003.001"],
    ["TA0005:T1562", "T1562"],
    ["execution, t1204, t1059", "T1204"],
    ["Dumps LSASS memory (T1003.001).", "T1003.001"],
  ])("finds in %j the technique %s", (text, id) => {
    expect(techniqueIdIn(text)).toBe(id);
  });

  test.each([
    ["a tactic", "TA0005"],
    ["the page of a tactic", "https://attack.mitre.org/tactics/TA0005/"],
    ["too few digits", "T105"],
    ["too many digits", "T10590"],
    ["a sub-technique cut short", "T1059.1"],
    ["a sub-technique with a digit too many", "T1059.0011"],
    ["a word that ends like an id", "EVENT1059"],
    ["a word that begins like an id", "T1059abc"],
    ["nothing", ""],
  ])("finds no technique in %s", (_, text) => {
    expect(techniqueIdIn(text)).toBeUndefined();
  });

  test("what it finds is always spelled as ATT&CK spells it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."tTA./0123 x") }), (text) => {
        expect(techniqueIdIn(text) ?? "T0000").toMatch(/^T\d{4}(\.\d{3})?$/);
      }),
    );
  });
});
