import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  anyOne,
  anyRun,
  type Pattern,
  type PatternPart,
  printPattern,
  readPattern,
  reducePattern,
} from "../../src/syntax/pattern.ts";

const anyPart: fc.Arbitrary<PatternPart> = fc.oneof(
  fc.constant<PatternPart>(anyRun),
  fc.constant<PatternPart>(anyOne),
  fc.string({ unit: fc.constantFrom("\\", "*", "?", "a", ".", "é"), maxLength: 5 }),
);
const anyPattern: fc.Arbitrary<Pattern> = fc.array(anyPart, { maxLength: 8 });

describe("reducePattern", () => {
  test.each<[string, Pattern, string, string]>([
    ["no wildcard", ["cmd.exe"], "equals", "cmd.exe"],
    ["nothing", [], "equals", ""],
    ["empty text", [""], "equals", ""],
    ["a run on both sides", [anyRun, " -enc ", anyRun], "contains", " -enc "],
    ["a run after", ["C:\\", anyRun], "starts_with", "C:\\"],
    ["a run before", [anyRun, "\\cmd.exe"], "ends_with", "\\cmd.exe"],
    ["only a run", [anyRun], "exists", "*"],
    ["several runs and empty texts between", [anyRun, "", anyRun, anyRun], "exists", "*"],
    ["a run on both sides, each written twice", [anyRun, anyRun, "x", anyRun, "", anyRun], "contains", "x"],
    ["one character", [anyOne], "wildcard", "?"],
    ["one character and a run", [anyOne, anyRun], "wildcard", "?*"],
    ["a run and one character", [anyRun, anyOne], "wildcard", "*?"],
    ["a run within", ["a", anyRun, "b"], "wildcard", "a*b"],
    ["a run within and before", [anyRun, "a", anyRun, "b"], "wildcard", "*a*b"],
    ["one character after", ["prog", anyOne], "wildcard", "prog?"],
    ["texts that are neighbours", ["a", "b", anyRun], "starts_with", "ab"],
    ["plain stars are text", [anyRun, "*?", anyRun], "contains", "*?"],
    ["plain stars in a wildcard are escaped", ["*", anyRun, "?"], "wildcard", "\\**\\?"],
  ])("%s", (_, pattern, operator, value) => {
    expect(reducePattern(pattern)).toEqual({ operator, value });
  });
});

/** Rules specification, "Escaping". A value, and the parts it means. */
describe("readPattern", () => {
  test.each<[string, string, Pattern]>([
    ["a backslash before anything else is plain", "C:\\Windows", ["C:\\Windows"]],
    ["two backslashes are one", "C:\\\\Windows", ["C:\\Windows"]],
    ["an escaped star is plain", "a\\*b", ["a*b"]],
    ["an escaped question mark is plain", "a\\?b", ["a?b"]],
    ["two backslashes before a star are a backslash and a wildcard", "C:\\\\*", ["C:\\", anyRun]],
    ["two backslashes before a question mark are a backslash and a wildcard", "C:\\\\?", ["C:\\", anyOne]],
    ["three backslashes before a star are a backslash and a star", "C:\\\\\\*", ["C:\\*"]],
    ["three backslashes are two", "\\\\\\x", ["\\\\x"]],
    ["four backslashes are two", "\\\\\\\\x", ["\\\\x"]],
    ["a backslash at the end is plain", "C:\\", ["C:\\"]],
    ["two backslashes at the end are one", "C:\\\\", ["C:\\"]],
    ["a star is any run", "*.exe", [anyRun, ".exe"]],
    ["a question mark is any one character", "prog?.exe", ["prog", anyOne, ".exe"]],
    ["stars side by side are one", "a**b", ["a", anyRun, "b"]],
    ["question marks side by side are as many characters", "a??b", ["a", anyOne, anyOne, "b"]],
    ["nothing is an empty text", "", [""]],
    ["a character of two units is one piece of text", "💾*", ["💾", anyRun]],
  ])("%s", (_, text, parts) => {
    expect(readPattern(text)).toEqual(parts);
  });
});

describe("printPattern", () => {
  test("escapes only where it has to", () => {
    expect(printPattern(["C:\\Windows\\", anyRun, "\\x"])).toBe("C:\\Windows\\\\*\\x");
    expect(printPattern(["\\\\server", anyOne])).toBe("\\\\\\\\server?");
  });

  test("what it prints reads as the same operator and value", () => {
    fc.assert(
      fc.property(anyPattern, (pattern) => {
        expect(reducePattern(readPattern(printPattern(pattern)))).toEqual(reducePattern(pattern));
      }),
      { numRuns: 2_000 },
    );
  });

  test("what it prints stays the same when it is read and printed again", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("\\", "*", "?", "a"), maxLength: 12 }), (text) => {
        const printed = printPattern(readPattern(text));

        expect(printPattern(readPattern(printed))).toBe(printed);
      }),
      { numRuns: 2_000 },
    );
  });
});
