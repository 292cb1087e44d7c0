import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Predicate } from "../../../src/model/condition.ts";
import { readPattern } from "../../../src/syntax/pattern.ts";
import { opaquePartsOf, readSelection, selectionMatches } from "./read-section.ts";

function base64(text: string, encoding: BufferEncoding = "utf8"): string {
  return Buffer.from(text, encoding).toString("base64");
}

function predicateOf(selection: string): Predicate {
  const condition = readSelection(selection);
  if (condition.kind !== "predicate") throw new Error(`No predicate: ${JSON.stringify(condition)}`);
  return condition;
}

describe("windash", () => {
  const dashes = ["-", "/", "\u2013", "\u2014", "\u2015"];

  test("a dash before an option is any of five", () => {
    expect(predicateOf("f|windash|contains: ' -enc'").values).toEqual(dashes.map((dash) => ` ${dash}enc`));
    expect(predicateOf("f|windash|contains: ' /enc'").values).toEqual(dashes.map((dash) => ` ${dash}enc`));
  });

  test("two dashes are all twenty-five pairs", () => {
    const { values } = predicateOf("f|contains|windash: '-a -b'");

    expect(values).toHaveLength(25);
    expect(new Set(values)).toEqual(new Set(dashes.flatMap((one) => dashes.map((two) => `${one}a ${two}b`))));
  });

  test.each([
    ["within a word", "ping-it", 1],
    ["within an option", "-Ping-It", 5],
    ["before a blank", "a - b", 1],
    ["at the end", "a -", 1],
    ["before another dash", "--help", 5],
    ["after a bracket", "(-a)", 5],
    ["before a digit", "-4", 5],
    ["before an underscore", "-_a", 5],
    ["after a letter with an accent", "é-a", 1],
    ["before a letter with an accent", "-é", 5],
    ["in a path", "C:/Temp/x", 5],
    ["an en dash, which only stands for others", "\u2013enc", 1],
    ["right after a wildcard", "*-a", 5],
  ])("a dash %s: %s has so many spellings: %d", (_, value, count) => {
    expect(predicateOf(`f|windash|contains: '${value}'`).values).toHaveLength(count);
  });

  test("keeps wildcards and case", () => {
    expect(selectionMatches("f|windash: '*cmd* /c *'", { f: "C:\\cmd.exe \u2014c dir" })).toBe(true);
    expect(selectionMatches("f|windash: '*cmd* /c *'", { f: "C:\\cmd.exe c dir" })).toBe(false);
    expect(selectionMatches("f|windash|cased|contains: '-A'", { f: "x /a" })).toBe(false);
  });

  test("more than five dashes are too many spellings to list", () => {
    expect(predicateOf("f|windash: '-a -b -c -d -e'").values).toHaveLength(3125);
    expect(opaquePartsOf(readSelection("f|windash: '-a -b -c -d -e -f'"))).toMatchObject([{ reason: "unsupported" }]);
  });
});

describe("base64", () => {
  test("is the encoding of the text", () => {
    expect(predicateOf("f|base64: 'whoami /all'").values).toEqual([base64("whoami /all")]);
    expect(predicateOf("f|base64|contains: 'ÄÖ'")).toMatchObject({ operator: "contains", values: [base64("ÄÖ")] });
  });

  test("an escaped wildcard is encoded as the character it is", () => {
    expect(predicateOf("f|base64: '\\*.exe'").values).toEqual([base64("*.exe")]);
    expect(predicateOf("f|base64: 'C:\\\\x'").values).toEqual([base64("C:\\x")]);
  });

  test.each(["f|base64: 'a*b'", "f|base64offset: 'a?b'", "f|wide|base64: 'a*b'"])(
    "%s: wildcards can't be encoded",
    (selection) => {
      expect(opaquePartsOf(readSelection(selection))).toMatchObject([{ reason: "unsupported" }]);
    },
  );
});

describe("base64offset", () => {
  test("has one value for each of the three alignments", () => {
    // The text alone, after one byte and after two, without what the neighbours would change.
    expect(predicateOf("f|base64offset|contains: 'http://'").values).toEqual(["aHR0cDovL", "h0dHA6Ly", "odHRwOi8v"]);
  });

  test("is found in the encoding of any text that the value is in", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "Z", "9", " ", "-", "é", "漢", "💾"), maxLength: 9 });
    const value = fc.string({ unit: fc.constantFrom("I", "E", "X", ":", "é", "漢"), minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(text, value, text, (before, wanted, after) => {
        const selection = `f|base64offset|contains|cased: '${wanted}'`;

        expect(selectionMatches(selection, { f: `x ${base64(before + wanted + after)} y` })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("is not found in the encoding of another text", () => {
    expect(
      selectionMatches("f|base64offset|contains|cased: '::FromBase64String'", { f: base64("x::ToBase64String(y)") }),
    ).toBe(false);
  });

  test.each(["wide", "utf16le", "utf16", "utf16be"])("after %s is found in the encoding of wide text", (modifier) => {
    const selection = `f|${modifier}|base64offset|contains|cased: 'IEX (New-Object'`;
    const isBigEndian = modifier === "utf16be";
    const mark = modifier === "utf16" ? "\uFEFF" : "";
    for (const before of ["", "a", "ab", "abc"]) {
      const bytes = Buffer.from(`${before}${mark}IEX (New-Object Net.WebClient)`, "utf16le");
      const found = (isBigEndian ? bytes.swap16() : bytes).toString("base64");

      expect(selectionMatches(selection, { f: `powershell -enc ${found}` })).toBe(true);
    }
  });

  test("of several values and all", () => {
    const selection = "f|base64offset|contains|all|cased: ['IEX', 'http']";

    expect(selectionMatches(selection, { f: base64("IEX (http://x)") })).toBe(true);
    expect(selectionMatches(selection, { f: base64("IEX (ftp://x)") })).toBe(false);
  });

  test("after windash is each spelling at each alignment", () => {
    expect(predicateOf("f|windash|base64offset|contains: ' -a'").values).toHaveLength(15);
    expect(selectionMatches("f|windash|base64offset|contains|cased: ' -enc x'", { f: base64("pwsh /enc x y") })).toBe(
      true,
    );
  });
});

describe("wide and its like", () => {
  test.each([
    ["wide", "c\0m\0d\0"],
    ["utf16le", "c\0m\0d\0"],
    ["utf16be", "\0c\0m\0d"],
  ])("%s is the text with a zero for each character's other byte", (modifier, value) => {
    expect(predicateOf(`f|${modifier}: cmd`).values).toEqual([value]);
  });

  test("wildcards stay between", () => {
    const { operator, values } = predicateOf("f|wide: 'a*b'");

    expect({ operator, parts: readPattern(values[0] ?? "") }).toEqual({
      operator: "wildcard",
      parts: readPattern("a\0*b\0"),
    });
    expect(predicateOf("f|wide|contains: 'ab'")).toMatchObject({ operator: "contains", values: ["a\0b\0"] });
  });

  test.each(["f|wide: é", "f|utf16: cmd", "f|wide: 'é*'"])(
    "%s makes bytes that are no text, which only base64 makes sense of",
    (selection) => {
      expect(opaquePartsOf(readSelection(selection))).toMatchObject([{ reason: "unsupported" }]);
    },
  );

  test("before base64 is the encoding of the bytes", () => {
    expect(predicateOf("f|wide|base64: 'dir é'").values).toEqual([base64("dir é", "utf16le")]);
    expect(predicateOf("f|utf16|base64: 'dir'").values).toEqual([base64("\uFEFFdir", "utf16le")]);
    expect(predicateOf("f|base64|base64: 'dir'").values).toEqual([base64(base64("dir"))]);
  });
});
