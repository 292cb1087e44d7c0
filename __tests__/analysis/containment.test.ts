import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isContained } from "../../src/analysis/containment.ts";
import type { Condition, Operator } from "../../src/model/condition.ts";
import { evaluate, evaluateWindow } from "../support/evaluate.ts";
import { all, any, cased, constraint, keyword, not, opaque, sequence, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const hidden = where("CommandLine", "contains", " -w hidden ");
const system = where("User", "equals", "SYSTEM");

describe("the structure of a condition", () => {
  test.each<[string, Condition, Condition]>([
    ["a condition is within itself", all(powerShell, any(encoded, hidden)), all(powerShell, any(encoded, hidden))],
    ["order does not matter", all(any(hidden, encoded), powerShell), all(powerShell, any(encoded, hidden))],
    ["more parts are within fewer", all(powerShell, encoded), powerShell],
    ["fewer branches are within more", encoded, any(encoded, hidden)],
    ["an exclusion narrows", all(powerShell, not(system)), powerShell],
    ["more exclusions are within fewer", not(any(system, encoded)), not(system)],
    ["values are branches", where("Image", "basename", "a.exe"), where("Image", "basename", "b.exe", "a.exe")],
    ["a list is any of its values", any(encoded, hidden), where("CommandLine", "contains", " -enc ", " -w hidden ")],
    ["excluded values are all excluded", not(where("User", "equals", "a", "b")), not(where("User", "equals", "b"))],
    ["a branch within a branch", any(all(powerShell, encoded), hidden), any(encoded, hidden)],
    ["a double negation", not(not(encoded)), encoded],
    ["De Morgan", not(any(encoded, hidden)), all(not(hidden), not(encoded))],
    ["De Morgan the other way", any(not(encoded), not(hidden)), not(all(encoded, hidden))],
    ["everything is within what asks nothing", encoded, all()],
  ])("%s", (_, inner, outer) => {
    expect(isContained(inner, outer)).toBe(true);
  });

  test.each<[string, Condition, Condition]>([
    ["fewer parts are not within more", powerShell, all(powerShell, encoded)],
    ["more branches are not within fewer", any(encoded, hidden), encoded],
    ["what is looked for is not what is left out", encoded, not(encoded)],
    ["what asks nothing is within nothing else", all(), encoded],
    ["another field", where("ParentImage", "basename", "powershell.exe"), powerShell],
  ])("%s", (_, inner, outer) => {
    expect(isContained(inner, outer)).toBe(false);
  });
});

describe("one test within another", () => {
  test.each<[Operator, string, Operator, string]>([
    ["equals", "C:\\a\\cmd.exe", "contains", "\\a\\"],
    ["equals", "C:\\a\\cmd.exe", "starts_with", "c:\\"],
    ["equals", "C:\\a\\cmd.exe", "ends_with", "cmd.exe"],
    ["equals", "C:\\a\\cmd.exe", "basename", "CMD.exe"],
    ["equals", "/bin/bash", "basename", "bash"],
    ["contains", "cmd.exe", "contains", "cmd"],
    ["starts_with", "C:\\Windows\\", "starts_with", "C:\\"],
    ["starts_with", "C:\\Windows\\", "contains", "windows"],
    ["ends_with", "\\a\\cmd.exe", "ends_with", "cmd.exe"],
    ["ends_with", "\\a\\cmd.exe", "contains", "\\a\\"],
    ["ends_with", "\\a\\cmd.exe", "basename", "cmd.exe"],
    ["basename", "cmd.exe", "ends_with", ".exe"],
    ["basename", "cmd.exe", "contains", "cmd"],
    ["basename", "cmd.exe", "exists", "*"],
    ["regex", "^a+$", "exists", "*"],
    ["regex", "^a+$", "regex", "^A+$"],
    ["lt", "5", "lt", "10"],
    ["lt", "5", "lte", "5"],
    ["lte", "5", "lt", "6"],
    ["equals", "4", "lt", "5"],
    ["equals", "5", "lte", "5"],
    ["gt", "10", "gt", "5.5"],
    ["gt", "5", "gte", "5"],
    ["gte", "6", "gt", "5"],
    ["equals", "6", "gte", "6"],
    ["equals", "7", "equals", "7.0"],
    ["equals", "C:\\Temp\\a.exe", "wildcard", "?:\\Temp\\\\*.exe"],
    ["starts_with", "C:\\Temp\\", "wildcard", "?:\\temp*"],
    ["ends_with", "\\a.dll", "wildcard", "*.d?l"],
    ["contains", "-enc ", "wildcard", "*-e*c *"],
    ["basename", "cmd.exe", "wildcard", "*m?.exe"],
    ["wildcard", "?:\\Temp\\a*.exe", "wildcard", "*:\\Temp\\\\*"],
    ["wildcard", "?:\\Temp\\\\*.exe", "contains", "\\temp\\"],
    ["wildcard", "C:\\\\*\\cmd.exe", "starts_with", "c:\\"],
    ["wildcard", "C:\\\\*\\cmd.exe", "ends_with", "cmd.exe"],
    ["wildcard", "C:\\\\*\\cmd.exe", "basename", "cmd.exe"],
    ["wildcard", "5\\*0", "contains", "5*"],
    ["cidr", "10.1.0.0/16", "cidr", "10.0.0.0/8"],
    ["cidr", "fe80:1::/32", "cidr", "fe80::/10"],
    ["equals", "192.168.7.1", "cidr", "192.168.0.0/16"],
    ["equals", "::1", "cidr", "::1/128"],
  ])("%s %s is within %s %s", (inner, value, outer, asked) => {
    expect(isContained(where("Field", inner, value), where("Field", outer, asked))).toBe(true);
    expect(isContained(not(where("Field", outer, asked)), not(where("Field", inner, value)))).toBe(true);
  });

  test.each<[Operator, string, Operator, string]>([
    ["contains", "cmd", "contains", "cmd.exe"],
    ["contains", "cmd.exe", "equals", "cmd.exe"],
    ["contains", "cmd.exe", "starts_with", "cmd"],
    ["contains", "cmd.exe", "ends_with", "exe"],
    ["starts_with", "C:\\", "ends_with", "\\"],
    ["ends_with", "cmd.exe", "basename", "cmd.exe"],
    ["ends_with", "\\a\\b", "basename", "a\\b"],
    ["basename", "cmd.exe", "ends_with", "\\cmd.exe"],
    ["regex", "\\S", "regex", "\\s"],
    ["wildcard", "a*b", "wildcard", "a*c"],
    ["wildcard", "a*b", "wildcard", "a?b"],
    ["wildcard", "a?b", "wildcard", "acb"],
    ["wildcard", "a*b", "contains", "ab"],
    ["wildcard", "a*b", "basename", "b"],
    ["starts_with", "a", "wildcard", "a?*"],
    ["basename", "cmd.exe", "wildcard", "?*cmd.exe"],
    ["equals", "50", "wildcard", "5?"],
    ["wildcard", "5*0", "contains", "5*"],
    ["cidr", "10.0.0.0/8", "cidr", "10.1.0.0/16"],
    ["cidr", "10.0.0.0/8", "cidr", "::/0"],
    ["cidr", "a.example/8", "cidr", "0.0.0.0/0"],
    ["equals", "300.1.1.1", "cidr", "0.0.0.0/0"],
    ["exists", "*", "contains", "a"],
    ["lt", "10", "lt", "5"],
    ["lte", "5", "lt", "5"],
    ["equals", "5", "lt", "5"],
    ["gte", "5", "gt", "5"],
    ["equals", "5", "gt", "5"],
    ["gte", "4", "gte", "5"],
    ["lt", "5", "gt", "1"],
    ["lt", "abc", "lt", "abd"],
    ["equals", "5.0", "contains", ".0"],
  ])("%s %s is not within %s %s", (inner, value, outer, asked) => {
    expect(isContained(where("Field", inner, value), where("Field", outer, asked))).toBe(false);
  });

  test("where case matters, fewer texts match", () => {
    const bash = where("Image", "basename", "Bash");

    expect(isContained(cased(bash), bash)).toBe(true);
    expect(isContained(bash, cased(bash))).toBe(false);
    expect(isContained(cased(bash), cased(where("Image", "basename", "bash")))).toBe(false);
    expect(isContained(cased(where("Image", "equals", "/bin/Bash")), cased(bash))).toBe(true);
    expect(isContained(cased(where("Image", "equals", "/bin/bash")), cased(bash))).toBe(false);
    expect(isContained(cased(where("Image", "wildcard", "b?sh")), where("Image", "wildcard", "B?SH"))).toBe(true);
    expect(isContained(cased(where("Image", "regex", "[^a]")), where("Image", "regex", "[^a]"))).toBe(false);
  });

  test("a keyword is within a part of it, and not within a field", () => {
    expect(isContained(keyword("mimikatz.exe"), keyword("Mimikatz"))).toBe(true);
    expect(isContained(keyword("mimikatz"), keyword("mimikatz.exe"))).toBe(false);
    expect(isContained(keyword("mimikatz"), where("CommandLine", "contains", "mimikatz"))).toBe(false);
    expect(isContained(keyword("mimikatz"), where("CommandLine", "exists"))).toBe(false);
  });
});

describe("thresholds and what was not understood", () => {
  test("are the same where they say the same", () => {
    expect(isContained(all(powerShell, constraint("count > 5")), constraint("count > 5"))).toBe(true);
    expect(isContained(all(powerShell, opaque("`macro`")), opaque("`macro`"))).toBe(true);
    expect(isContained(not(opaque("`macro`")), not(opaque("`macro`")))).toBe(true);
  });

  test("are not where they say something else, or are negated", () => {
    expect(isContained(constraint("count > 5"), constraint("count > 4"))).toBe(false);
    expect(isContained(opaque("`macro`"), not(opaque("`macro`")))).toBe(false);
    expect(isContained(opaque("a"), constraint("a"))).toBe(false);
  });

  test.each([
    ["what can't be read", opaque("selection and", "syntax-error")],
    ["what is beyond a limit", opaque("too many values", "limit-exceeded")],
    ["a text that was cut", opaque(`${"a".repeat(199)}…`)],
  ])("%s is not known to be the same twice", (_, part) => {
    expect(isContained(part, part)).toBe(false);
  });

  test("they narrow what they stand beside", () => {
    expect(isContained(all(powerShell, opaque("`macro`")), powerShell)).toBe(true);
    expect(isContained(all(powerShell, constraint("count > 5")), powerShell)).toBe(true);
  });
});

describe("sequences", () => {
  test("narrow with each of their steps", () => {
    const wide = sequence([powerShell, encoded], { by: ["host"], within: "5m" });

    expect(isContained(sequence([powerShell, all(encoded, hidden)], { by: ["host"], within: "5m" }), wide)).toBe(true);
    expect(isContained(sequence([powerShell, any(encoded, hidden)], { by: ["host"], within: "5m" }), wide)).toBe(false);
  });

  test("narrow with every step that is added between", () => {
    const long = sequence([powerShell, system, encoded]);

    expect(isContained(long, sequence([powerShell, encoded]))).toBe(true);
    expect(isContained(sequence([powerShell, encoded]), long)).toBe(false);
  });

  test("keep their order, where it counts", () => {
    const steps = [powerShell, encoded];
    const back = steps.toReversed();

    expect(isContained(sequence(steps), sequence(back))).toBe(false);
    expect(isContained(sequence(steps, { ordered: false }), sequence(back, { ordered: false }))).toBe(true);
  });

  test("need an event for each step: two steps are not one", () => {
    const twice = { ordered: false };

    expect(isContained(sequence([encoded, system], twice), sequence([encoded, encoded], twice))).toBe(false);
    expect(isContained(sequence([encoded, encoded], twice), sequence([encoded, encoded], twice))).toBe(true);
  });

  test("within another time, or by other fields, are something else", () => {
    const steps = [powerShell, encoded];

    expect(isContained(sequence(steps, { within: "5m" }), sequence(steps, { within: "1m" }))).toBe(false);
    expect(isContained(sequence(steps, { by: ["host"] }), sequence(steps, { by: ["user"] }))).toBe(false);
    expect(isContained(sequence(steps, { by: ["a", "b"] }), sequence(steps, { by: ["b", "a"] }))).toBe(true);
  });

  test("that are excluded are the same or nothing", () => {
    const steps = sequence([powerShell, encoded]);

    expect(isContained(not(steps), not(sequence([powerShell, where("CommandLine", "contains", " -ENC ")])))).toBe(true);
    expect(isContained(not(steps), not(sequence([encoded, powerShell])))).toBe(false);
    expect(isContained(steps, not(steps))).toBe(false);
  });
});

describe("a proof", () => {
  const texts = ["a", "ab", "b\\a", "B", "5", "5.0", "10", "", "a*", "*b\\?", "?*"];
  const operators: readonly Operator[] = [
    ...(["equals", "contains", "starts_with", "ends_with", "basename"] as const),
    ...(["lt", "lte", "gt", "gte", "exists", "wildcard"] as const),
  ];
  const aTest = fc
    .tuple(
      fc.constantFrom("F", "G"),
      fc.constantFrom(...operators),
      fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 2 }),
      fc.boolean(),
    )
    .map(([field, operator, values, isCased]) => {
      const predicate = where(field, operator, ...values);
      return isCased ? cased(predicate) : predicate;
    });
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      { weight: 4, arbitrary: aTest },
      { weight: 1, arbitrary: fc.constantFrom(keyword("a"), keyword("ab")) },
      { weight: 2, arbitrary: tie("condition").map(not) },
      { weight: 3, arbitrary: fc.array(tie("condition"), { maxLength: 3 }).map((of) => all(...of)) },
      { weight: 3, arbitrary: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => any(...of)) },
    ),
  }));
  const values = [undefined, "a", "A", "ab", "aB", "b\\a", "x/b\\a", "ba", "5", "5.0", "10", "4", ""];
  const events = values.flatMap((F) => values.map((G) => ({ F, G })));

  test("is never refuted by an event", () => {
    let proofs = 0;
    fc.assert(
      fc.property(condition, condition, (inner, outer) => {
        if (!isContained(inner, outer)) return;
        proofs++;

        expect(events.filter((event) => evaluate(inner, event) && !evaluate(outer, event))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
    expect(proofs).toBeGreaterThan(100);
  });

  test("of networks is never refuted by an address", () => {
    const byte = fc.constantFrom(0, 1, 10, 127, 128, 255);
    const address = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join("."));
    const network = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([base, prefix]) => `${base}/${prefix}`);
    let proofs = 0;
    fc.assert(
      fc.property(network, network, fc.array(address, { minLength: 20 }), (inner, outer, addresses) => {
        const [narrow, wide] = [where("Ip", "cidr", inner), where("Ip", "cidr", outer)];
        if (!isContained(narrow, wide)) return;
        proofs++;

        expect(addresses.filter((Ip) => evaluate(narrow, { Ip }) && !evaluate(wide, { Ip }))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(proofs).toBeGreaterThan(50);
  });

  test("of sequences is never refuted by the events of a window", () => {
    const tests = fc.constantFrom(where("F", "contains", "a"), where("F", "equals", "ab"), where("G", "lt", "10"));
    const step = fc.oneof(
      tests,
      fc.tuple(tests, tests).map(([one, other]) => all(one, other)),
    );
    const aSequence = fc
      .tuple(fc.array(step, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([steps, ordered]) => sequence(steps, { ordered }));
    const window = fc.array(fc.constantFrom(...events), { maxLength: 4 });
    let proofs = 0;
    fc.assert(
      fc.property(aSequence, aSequence, fc.array(window, { minLength: 20 }), (inner, outer, windows) => {
        if (!isContained(inner, outer)) return;
        proofs++;

        expect(windows.filter((some) => evaluateWindow(inner, some) && !evaluateWindow(outer, some))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(proofs).toBeGreaterThan(50);
  });

  test("is found for a condition and what narrows or widens it", () => {
    fc.assert(
      fc.property(condition, condition, (some, other) => {
        expect(isContained(some, some)).toBe(true);
        expect(isContained(all(some, other), some)).toBe(true);
        expect(isContained(some, any(other, some))).toBe(true);
        expect(isContained(not(any(other, some)), not(some))).toBe(true);
      }),
    );
  });

  test("is found for a list of many thousand values that grew by one", () => {
    const names = Array.from({ length: 20_000 }, (_, number) => `tool${number}.exe`);
    const before = where("Image", "basename", ...names);
    const after = where("Image", "basename", ...names, "new.exe");

    expect(isContained(before, after)).toBe(true);
    expect(isContained(after, before)).toBe(false);
    expect(isContained(not(after), not(before))).toBe(true);
  });

  test("is given up where it would take too long", () => {
    const maze = (field: string) =>
      Array.from({ length: 40 }).reduce<Condition>(
        (inner, _, level) =>
          level % 2 === 0
            ? all(inner, where(field, "contains", `${level}`), inner)
            : any(inner, where(field, "contains", `${level}`), inner),
        where(field, "contains", "x"),
      );

    expect(isContained(maze("F"), maze("G"))).toBe(false);
  });
});
