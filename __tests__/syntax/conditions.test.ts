import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Constraint, Operator } from "../../src/model/condition.ts";
import { allOf, anyOf, fieldPassesAny, not, oneLine } from "../../src/syntax/conditions.ts";

function constraint(text: string): Constraint {
  return { kind: "constraint", text, line: 1 };
}

describe("fieldPassesAny", () => {
  test("values of one operator are one predicate, with their lines in step", () => {
    const condition = fieldPassesAny({
      field: "Image",
      caseSensitive: false,
      values: [
        { operator: "ends_with", value: "\\cmd.exe", line: 7 },
        { operator: "ends_with", value: "\\pwsh.exe", line: 8 },
      ],
    });

    expect(condition).toEqual({
      kind: "predicate",
      field: "Image",
      nativeField: "Image",
      operator: "ends_with",
      values: ["\\cmd.exe", "\\pwsh.exe"],
      caseSensitive: false,
      line: 7,
      lines: [7, 8],
    });
  });

  test("values of several operators are a predicate each, in the order the operators first appear", () => {
    const condition = fieldPassesAny({
      field: "Image",
      caseSensitive: true,
      values: [
        { operator: "equals", value: "cmd.exe", line: 3 },
        { operator: "exists", value: "*", line: 3 },
        { operator: "equals", value: "pwsh.exe", line: 3 },
      ],
    });

    expect(condition).toMatchObject({
      kind: "any",
      of: [
        { operator: "equals", values: ["cmd.exe", "pwsh.exe"], line: 3, lines: undefined, caseSensitive: true },
        { operator: "exists", values: ["*"], line: 3, lines: undefined },
      ],
    });
  });

  test.each<[Operator, Operator]>([
    ["equals", "keyword"],
    ["contains", "keyword"],
    ["starts_with", "keyword"],
    ["ends_with", "keyword"],
    ["wildcard", "wildcard"],
    ["regex", "regex"],
    ["cidr", "cidr"],
    ["gt", "gt"],
    ["exists", "exists"],
  ])("without a field, %s is %s", (operator, expected) => {
    const values = [{ operator, value: "10.0.0.0/8", line: 1 }];

    expect(fieldPassesAny({ field: undefined, caseSensitive: false, values })).toMatchObject({ operator: expected });
  });
});

describe("allOf, anyOf and not", () => {
  const [a, b, c] = [constraint("a"), constraint("b"), constraint("c")];

  test("a single part stands for itself", () => {
    expect(allOf([a])).toBe(a);
    expect(anyOf([a])).toBe(a);
  });

  test("parts of the same kind are taken in, of the other kind kept", () => {
    expect(allOf([allOf([a, b]), c])).toEqual({ kind: "all", of: [a, b, c] });
    expect(anyOf([anyOf([a, b]), c])).toEqual({ kind: "any", of: [a, b, c] });
    expect(allOf([anyOf([a, b]), c])).toEqual({ kind: "all", of: [{ kind: "any", of: [a, b] }, c] });
  });

  test("a hundred thousand parts are taken in like two", () => {
    const many = Array.from({ length: 150_000 }, () => a);

    expect(anyOf([anyOf(many), b])).toMatchObject({ kind: "any", of: { length: 150_001 } });
  });

  test("two negations are none", () => {
    expect(not(not(a))).toBe(a);
    expect(not(a)).toEqual({ kind: "not", condition: a });
  });
});

describe("oneLine", () => {
  test("white space of any kind is one blank, and none is left at the ends", () => {
    expect(oneLine("  selection\n  and\tnot\r\n filter \n")).toBe("selection and not filter");
  });

  test("text of two hundred characters stays, and longer text is cut to as many", () => {
    expect(oneLine("x".repeat(200))).toBe("x".repeat(200));
    expect(oneLine("x".repeat(201))).toBe(`${"x".repeat(199)}…`);
  });

  test("a character of two units is not cut in half", () => {
    expect(oneLine(`${"x".repeat(198)}💾💾`)).toBe(`${"x".repeat(198)}…`);
  });

  test("is one line of at most two hundred characters, and of whole ones, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const line = oneLine(text);

        expect(line).not.toMatch(/[\r\n]/);
        expect(line.length).toBeLessThanOrEqual(200);
        expect(Buffer.from(line).toString()).toBe(line);
      }),
    );
  });
});
