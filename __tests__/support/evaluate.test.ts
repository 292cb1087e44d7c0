import { describe, expect, test } from "vitest";
import type { Operator, Predicate } from "../../src/model/condition.ts";
import { evaluate, evaluateWindow } from "./evaluate.ts";

function aPredicate(operator: Operator, value: string, field: string | undefined = "Image"): Predicate {
  const caseSensitive = false;
  return {
    kind: "predicate",
    field,
    nativeField: field,
    operator,
    values: [value],
    caseSensitive,
    line: 1,
    lines: undefined,
  };
}

describe("the evaluator of the tests", () => {
  test.each<[Operator, string, unknown, boolean]>([
    ["equals", "LSASS.exe", "lsass.exe", true],
    ["equals", "4688", 4688, true],
    ["equals", "4688", "04688", true],
    ["equals", "lsass.exe", "lsass.exe ", false],
    ["contains", "-enc ", "powershell -ENC JAB", true],
    ["starts_with", "C:\\", "c:\\temp", true],
    ["starts_with", "C:\\", "d:\\temp", false],
    ["ends_with", "\\cmd.exe", "C:\\Windows\\cmd.exe", true],
    ["ends_with", "\\cmd.exe", "cmd.exe", false],
    ["basename", "cmd.exe", "cmd.exe", true],
    ["basename", "cmd.exe", "C:\\Windows\\CMD.exe", true],
    ["basename", "cmd.exe", "/usr/bin/cmd.exe", true],
    ["basename", "cmd.exe", "C:\\notcmd.exe", false],
    ["wildcard", "a*b?c", "a--b-c", true],
    ["wildcard", "a*b?c", "ab\nc", true],
    ["wildcard", "a*b?c", "abc", false],
    ["wildcard", "a*b?c", "xab-c", false],
    ["wildcard", "100\\*?", "100*!", true],
    ["wildcard", "100\\*?", "1000!", false],
    ["regex", "^ls.ss$", "LSASS", true],
    ["regex", "sas", "lsass.exe", true],
    ["regex", "(?s)a.b", "a\nb", true],
    ["regex", "a.b", "a\nb", false],
    ["regex", "(?m)^b", "a\nb", true],
    ["cidr", "10.0.0.0/8", "10.255.1.2", true],
    ["cidr", "10.0.0.0/8", "11.0.0.1", false],
    ["cidr", "10.0.0.1", "10.0.0.1", true],
    ["cidr", "fe80::/10", "FE80::1", true],
    ["cidr", "fe80::/10", "2001:db8::1", false],
    ["cidr", "::1/128", "::1", true],
    ["cidr", "10.0.0.0/8", "no address", false],
    ["cidr", "0.0.0.0/0", "::1", false],
    ["lt", "10", "9.5", true],
    ["lt", "10", 10, false],
    ["lte", "10", 10, true],
    ["gt", "10", "11", true],
    ["gt", "10", "ten", false],
    ["gte", "10", 10, true],
    ["exists", "*", "", true],
    ["exists", "*", null, false],
    ["exists", "*", undefined, false],
  ])("%s %j on %j is %j", (operator, value, found, expected) => {
    expect(evaluate(aPredicate(operator, value), { Image: found })).toBe(expected);
  });

  test("a keyword is looked for in every value of the event, also in lists", () => {
    const mimikatz: Predicate = { ...aPredicate("keyword", "Sekurlsa::"), field: undefined };

    expect(evaluate(mimikatz, { Channel: "Security", Data: ["whoami", "sekurlsa::logonpasswords"] })).toBe(true);
    expect(evaluate(mimikatz, { Channel: "Security", "sekurlsa::": "whoami" })).toBe(false);
  });

  test("case counts where the predicate says so", () => {
    const cased: Predicate = { ...aPredicate("contains", "IEX"), caseSensitive: true };

    expect(evaluate(cased, { Image: "IEX" })).toBe(true);
    expect(evaluate(cased, { Image: "iex" })).toBe(false);
  });

  test("a sequence needs an event for each step, in order where it says so, with equal values where it says so", () => {
    const [logon, service] = [aPredicate("equals", "4624", "EventID"), aPredicate("equals", "7045", "EventID")];
    const sequence = { kind: "sequence", steps: [logon, service], within: undefined } as const;
    const events = [
      { EventID: 7045, Computer: "DC01" },
      { EventID: 4624, Computer: "DC01" },
      { EventID: 4624, Computer: "WS01" },
    ];

    expect(evaluateWindow({ ...sequence, ordered: false, by: ["Computer"] }, events)).toBe(true);
    expect(evaluateWindow({ ...sequence, ordered: true, by: ["Computer"] }, events)).toBe(false);
    expect(evaluateWindow({ ...sequence, ordered: true, by: ["Computer"] }, events.toReversed())).toBe(true);
    expect(evaluateWindow({ ...sequence, ordered: false, by: ["Computer"] }, events.slice(0, 1))).toBe(false);
    expect(evaluateWindow({ ...sequence, steps: [logon, logon], ordered: false, by: [] }, events.slice(0, 2))).toBe(
      false,
    );
  });

  test("what was not understood can't be judged", () => {
    expect(() => evaluate({ kind: "opaque", reason: "placeholder", text: "User: %Admins%", line: 1 }, {})).toThrow(
      "opaque",
    );
  });
});
