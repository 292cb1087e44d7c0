import { describe, expect, test } from "vitest";
import { opaquePartsOf, readSelection, selectionMatches } from "./read-section.ts";

type Row = readonly [selection: string, found: unknown, expected: boolean];

/** Each row: a test of the field `f`, what the field holds (undefined: nothing), whether it matches. */
function onField(rows: readonly Row[]): void {
  test.each(rows)("%s on %j: %j", (selection, found, expected) => {
    expect(selectionMatches(selection, found === undefined ? {} : { f: found })).toBe(expected);
  });
}

describe("contains, startswith and endswith", () => {
  onField([
    ["f|contains: ' -enc '", "powershell -ENC JAB", true],
    ["f|contains: ' -enc '", "powershell -encoded", false],
    ["f|contains: [a, b]", "xbx", true],
    ["f|contains: ''", "anything", true],
    ["f|contains: ''", undefined, false],
    ["f|contains: 'a*b'", "xaxxbx", true],
    ["f|contains: '*a*'", "xax", true],
    ["f|contains: 4688", "event 4688", true],
    ["f|startswith: 'C:\\'", "c:\\temp", true],
    ["f|startswith: 'C:\\'", "xC:\\", false],
    ["f|startswith: 'a?c'", "abcd", true],
    ["f|startswith: 'a?c'", "acd", false],
    ["f|startswith: '*a'", "xxab", true],
    ["f|endswith: '\\cmd.exe'", "C:\\cmd.exe", true],
    ["f|endswith: '\\cmd.exe'", "C:\\cmd.exe ", false],
    ["f|endswith: 'a*'", "xxabb", true],
    ["f|startswith|endswith: 'a'", "bab", true],
    ["f|startswith|endswith: 'a'", "bbb", false],
  ]);

  test("are the plain operators, with plain text as values", () => {
    expect(readSelection("f|contains: 'a\\*b'")).toMatchObject({ operator: "contains", values: ["a*b"] });
    expect(readSelection("f|startswith: 'C:\\\\'")).toMatchObject({ operator: "starts_with", values: ["C:\\"] });
    expect(readSelection("f|endswith: '\\\\srv\\x'")).toMatchObject({ operator: "ends_with", values: ["\\srv\\x"] });
    expect(readSelection("f|contains: '\\%a'")).toMatchObject({ operator: "contains", values: ["\\%a"] });
  });
});

describe("all", () => {
  onField([
    ["f|contains|all: [' -a', ' -b']", "x -b -a", true],
    ["f|contains|all: [' -a', ' -b']", "x -b", false],
    ["f|all|contains: [' -a', ' -b']", "x -b -a", true],
    ["f|all: ['a*', '*b']", "ab", true],
    ["f|all: ['a*', '*b']", "a", false],
    ["f|re|all: ['^a', 'b$']", "ab", true],
    ["f|re|all: ['^a', 'b$']", "a", false],
    ["f|contains|all: ['a']", "a", true],
    ["f|contains|all|windash: [' -a', ' -b']", "x /b -a", true],
    ["f|contains|all|windash: [' -a', ' -b']", "x /b", false],
  ]);
});

describe("neq", () => {
  onField([
    ["f|neq: root", "SYSTEM", true],
    ["f|neq: root", "ROOT", false],
    ["f|neq: root", undefined, true],
    ["f|neq: [root, SYSTEM]", "SYSTEM", false],
    ["f|neq: [root, SYSTEM]", "alice", true],
    ["f|neq: 0", 1, true],
    ["f|neq: 0", 0, false],
    ["f|contains|neq: [a, b]", "xbx", false],
    ["f|contains|neq: [a, b]", "xcx", true],
    ["f|contains|all|neq: [a, b]", "xbx", true],
    ["f|contains|all|neq: [a, b]", "xbax", false],
    ["f|neq: null", "root", true],
    ["f|neq: null", undefined, false],
    ["f|cidr|neq: '10.0.0.0/8'", "10.1.1.1", false],
    ["f|re|neq: '^a'", "ba", true],
  ]);
});

describe("cased", () => {
  onField([
    ["f|cased: IEX", "IEX", true],
    ["f|cased: IEX", "iex", false],
    ["f|cased|contains: IEX", "xIEXx", true],
    ["f|contains|cased: IEX", "xiexx", false],
    ["f|cased: 'I*X'", "iex", false],
    ["f|cased: 'I*X'", "IEEX", true],
  ]);
});

describe("re", () => {
  onField([
    ["f|re: '^ls.{2}s$'", "lsass", true],
    ["f|re: '^ls.{2}s$'", "LSASS", false],
    ["f|re|i: '^ls.{2}s$'", "LSASS", true],
    ["f|re|ignorecase: '^ls'", "LSASS", true],
    ["f|re: 'sas'", "lsass", true],
    ["f|re: ['^a', '^b']", "bc", true],
    ["f|re: 'C:\\\\[a-z]+\\.exe'", "C:\\cmd.exe", true],
    ["f|re: '\\*'", "a*b", true],
    ["f|re: '\\*'", "ab", false],
    ["f|re: '^b'", "a\nb", false],
    ["f|re|m: '^b'", "a\nb", true],
    ["f|re|multiline: '^b'", "a\nb", true],
    ["f|re: 'a.b'", "a\nb", false],
    ["f|re|s: 'a.b'", "a\nb", true],
    ["f|re|dotall: 'a.b'", "a\nb", true],
    ["f|re|i|m|s: '^B.C'", "a\nb\nc", true],
    ["f|re|contains: 'b'", "abc", true],
    ["f|re: 4688", "x4688", true],
  ]);

  test("keeps the expression as it is written", () => {
    expect(readSelection("f|re: 'a\\\\\\*%b%'")).toMatchObject({
      operator: "regex",
      values: ["a\\\\\\*%b%"],
      caseSensitive: true,
    });
    expect(readSelection("f|re|i|s: 'a'")).toMatchObject({ values: ["(?s)a"], caseSensitive: false });
    expect(readSelection("f|re|s|m: 'a'")).toMatchObject({ values: ["(?ms)a"] });
  });
});

describe("cidr", () => {
  onField([
    ["f|cidr: '10.0.0.0/8'", "10.20.30.40", true],
    ["f|cidr: '10.0.0.0/8'", "11.20.30.40", false],
    ["f|cidr: ['10.0.0.0/8', '127.0.0.0/8']", "127.0.0.1", true],
    ["f|cidr: '192.168.1.0/25'", "192.168.1.128", false],
    ["f|cidr: '::1/128'", "::1", true],
    ["f|cidr: 'fe80::/10'", "fe80::1:2", true],
    ["f|cidr: 'fc00::/7'", "2001:db8::1", false],
    ["f|cidr: '10.0.0.1'", "10.0.0.1", true],
    ["f|cidr: '10.0.0.0/8'", "localhost", false],
  ]);
});

describe("exists", () => {
  onField([
    ["f|exists: true", "x", true],
    ["f|exists: true", "", true],
    ["f|exists: true", undefined, false],
    ["f|exists: false", "x", false],
    ["f|exists: false", undefined, true],
    ["f|exists|neq: true", undefined, true],
  ]);
});

describe("lt, lte, gt and gte", () => {
  onField([
    ["f|lt: 10", 9, true],
    ["f|lt: 10", 10, false],
    ["f|lte: 10", 10, true],
    ["f|gt: 10", "11", true],
    ["f|gt: 10", 10, false],
    ["f|gte: 10", 10, true],
    ["f|gte: 0x10", 15, false],
    ["f|gte: 0x10", 16, true],
    ["f|gt: 1.5", 1.6, true],
    ["f|gt: -5", -4, true],
    ["f|gt: '10'", 11, true],
    ["f|gt: [100, 10]", 11, true],
    ["f|gt|neq: 10", 11, false],
  ]);
});

describe("fieldref and parts of times", () => {
  test.each([
    ["f|fieldref: g", "f = field g"],
    ["f|fieldref|startswith: g", "f startswith field g"],
    ["f|fieldref|endswith: g", "f endswith field g"],
    ["f|fieldref|contains: g", "f contains field g"],
    ["f|hour: 23", "hour of f = 23"],
    ["f|minute: 5", "minute of f = 5"],
    ["f|day: 31", "day of f = 31"],
    ["f|week: 52", "week of f = 52"],
    ["f|month: 12", "month of f = 12"],
    ["f|year: 2024", "year of f = 2024"],
    ["f|hour|gte: 8", "hour of f gte 8"],
  ])("%s is a constraint", (selection, text) => {
    expect(readSelection(selection)).toEqual({ kind: "constraint", text, line: 2 });
  });

  test("several are any or all of the constraints, and neq negates them", () => {
    expect(readSelection("f|fieldref: [g, h]")).toMatchObject({
      kind: "any",
      of: [{ text: "f = field g" }, { text: "f = field h" }],
    });
    expect(readSelection("f|fieldref|all: [g, h]")).toMatchObject({ kind: "all" });
    expect(readSelection("f|fieldref|neq: g")).toMatchObject({ kind: "not", condition: { kind: "constraint" } });
    expect(readSelection("f|hour|neq: 8")).toMatchObject({ kind: "not", condition: { kind: "constraint" } });
  });
});

describe("expand", () => {
  test.each([
    ["f|expand: '%Administrators%'", "f|expand: %Administrators%"],
    ["f|expand: 'srv-%Servers%-*'", "f|expand: srv-%Servers%-*"],
    ["f|contains|expand: '%Servers%'", "f|contains|expand: %Servers%"],
    ["f|expand|contains: '%Servers%'", "f|expand|contains: %Servers%"],
    ["f|re|expand: '^%Servers%$'", "f|re|expand: ^%Servers%$"],
    ["f|cidr|expand: '%Internal%'", "f|cidr|expand: %Internal%"],
    ["f|expand: '%DC-NAME%'", "f|expand: %DC-NAME%"],
    ["f|expand: '\\%plain%name%'", "f|expand: \\%plain%name%"],
    ["f|expand: '%Größe%'", "f|expand: %Größe%"],
  ])("%s is known only where it is used", (selection, text) => {
    expect(readSelection(selection)).toEqual({ kind: "opaque", reason: "placeholder", text, line: 2 });
  });

  test("a value without a placeholder beside one with is read", () => {
    expect(readSelection("f|expand: ['%Administrators%', root]")).toMatchObject({
      kind: "any",
      of: [{ operator: "equals", values: ["root"] }, { reason: "placeholder" }],
    });
  });

  onField([
    ["f|expand: '\\%plain\\%'", "%plain%", true],
    ["f|expand: '100% of 50%'", "100% of 50%", true],
    ["f|expand: '%%'", "%%", true],
    ["f: '%name%'", "%name%", true],
    ["f: '\\%name\\%'", "%name%", false],
    ["f: '\\%name\\%'", "\\%name\\%", true],
  ]);
});

describe("modifiers that nothing can be made of", () => {
  test.each([
    ["f|unknown: x", "unsupported"],
    ["f|contains|unknown: x", "unsupported"],
    ["f|Contains: x", "unsupported"],
    ["f||contains: x", "unsupported"],
    ["f|: x", "unsupported"],
    ["f|constructor: x", "unsupported"],
    ["f|__proto__: x", "unsupported"],
    ["f|i: x", "unsupported"],
    ["f|contains|re: x", "unsupported"],
    ["f|re|base64: x", "unsupported"],
    ["f|re|cidr: x", "unsupported"],
    ["f|cidr|contains: 10.0.0.0/8", "unsupported"],
    ["f|contains|base64offset: x", "unsupported"],
    ["f|gte|lt: 5", "unsupported"],
    ["f|exists|contains: true", "unsupported"],
    ["f|contains|fieldref: g", "unsupported"],
    ["f|cidr: internal", "syntax-error"],
    ["f|cidr: '10.0.0.0/8 '", "syntax-error"],
    ["f|exists: 'true'", "syntax-error"],
    ["f|exists: yes", "syntax-error"],
    ["f|gt: high", "syntax-error"],
    ["f|gt: ''", "syntax-error"],
    ["f|contains: null", "syntax-error"],
    ["f|re: null", "syntax-error"],
    ["f|gt: null", "syntax-error"],
    ["f|exists: null", "syntax-error"],
    ["f|cased: null", "syntax-error"],
  ])("%s is an opaque part with the author's words", (selection, reason) => {
    const key = selection.slice(0, selection.indexOf(":"));

    expect(opaquePartsOf(readSelection(selection))).toMatchObject([
      { reason, text: expect.stringContaining(key), line: 2 },
    ]);
  });

  test("leave the other values of the list and the other fields", () => {
    expect(readSelection("f|gt: [high, 5]\ng: x")).toMatchObject({
      kind: "all",
      of: [
        {
          kind: "any",
          of: [
            { operator: "gt", values: ["5"] },
            { kind: "opaque", text: "f|gt: high" },
          ],
        },
        { operator: "equals", values: ["x"] },
      ],
    });
  });

  test("unknown ones show all values, on one line", () => {
    expect(readSelection('f|unknown: [a, "b\\nc", 4]')).toMatchObject({ text: "f|unknown: a, b c, 4" });
  });
});
