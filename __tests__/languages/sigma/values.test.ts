import { describe, expect, test } from "vitest";
import { opaquePartsOf, readSection, readSelection, selectionMatches } from "./read-section.ts";

type Row = readonly [selection: string, event: Record<string, unknown>, expected: boolean];

const cmd = "C:\\Windows\\System32\\cmd.exe";

describe("a value without modifiers", () => {
  test.each<Row>([
    ["Image: 'C:\\Windows\\System32\\cmd.exe'", { Image: cmd }, true],
    ["Image: 'c:\\windows\\system32\\CMD.EXE'", { Image: cmd }, true],
    ["Image: 'cmd.exe'", { Image: cmd }, false],
    ["Image: '*\\cmd.exe'", { Image: cmd }, true],
    ["Image: 'C:\\Windows\\*'", { Image: cmd }, false],
    ["Image: 'C:\\Windows\\\\*'", { Image: cmd }, true],
    ["Image: '*\\System32\\\\*'", { Image: cmd }, true],
    ["Image: '*\\cmd.ex?'", { Image: cmd }, true],
    ["Image: '*\\cmd.e?'", { Image: cmd }, false],
    ["Image: 'C:\\*\\cmd.exe'", { Image: cmd }, false],
    ["Image: 'C:\\\\*\\cmd.exe'", { Image: cmd }, true],
    ["Image: '*'", { Image: cmd }, true],
    ["Image: '*'", { ParentImage: cmd }, false],
    ["EventID: 4688", { EventID: 4688 }, true],
    ["EventID: 4688", { EventID: "4688" }, true],
    ["EventID: '4688'", { EventID: 4688 }, true],
    ["EventID: 4688", { EventID: 46880 }, false],
    ["EventID: [4688, 4689]", { EventID: 4689 }, true],
    ["EventID: [4688, 4689]", { EventID: 4690 }, false],
    ["Status: 0x10", { Status: 16 }, true],
    ["Status: '0x10'", { Status: "0x10" }, true],
    ["Version: 1.0", { Version: 1 }, true],
    ["Code: 00000429", { Code: "00000429" }, true],
    ["Id: 18446744073709551615", { Id: "18446744073709551615" }, true],
    ["Id: 18446744073709551615", { Id: "18446744073709551614" }, false],
    ["Enabled: true", { Enabled: true }, true],
    ["Enabled: true", { Enabled: "True" }, true],
    ["Enabled: false", { Enabled: true }, false],
    ["Enabled: yes", { Enabled: "Yes" }, true],
    ["Enabled: yes", { Enabled: true }, false],
    ["User: ''", { User: "" }, true],
    ["User: ''", { User: "root" }, false],
    ["User: null", { Image: cmd }, true],
    ["User: null", { User: null }, true],
    ["User: null", { User: "root" }, false],
    ["User:", { Image: cmd }, true],
    ["User: [null, root]", { User: "root" }, true],
    ["User: [null, root]", { Image: cmd }, true],
    ["User: [null, root]", { User: "SYSTEM" }, false],
    ["User: [null, '']", { User: "" }, true],
    ["Hashes: ['*MD5=0*', 'SHA1=0']", { Hashes: "SHA1=0" }, true],
    ["Hashes: ['*MD5=0*', 'SHA1=0']", { Hashes: "x,MD5=00" }, true],
    ["Hashes: ['*MD5=0*', 'SHA1=0']", { Hashes: "SHA1=00" }, false],
    ["Image: ' cmd.exe'", { Image: "cmd.exe" }, false],
  ])("%s on %j: %j", (selection, event, expected) => {
    expect(selectionMatches(selection, event)).toBe(expected);
  });
});

/** Rules specification, "Escaping", line by line. */
describe("a backslash", () => {
  test.each<readonly [selection: string, found: string, expected: boolean]>([
    ["Path: 'C:\\Temp'", "C:\\Temp", true],
    ["Path: 'C:\\\\Temp'", "C:\\Temp", true],
    ["Path: 'C:\\\\Temp'", "C:\\\\Temp", false],
    ["Path: 'a\\*b'", "a*b", true],
    ["Path: 'a\\*b'", "a\\xb", false],
    ["Path: 'a\\?b'", "a?b", true],
    ["Path: 'a\\?b'", "axb", false],
    ["Path: 'C:\\\\*'", "C:\\Temp", true],
    ["Path: 'C:\\\\*'", "C:*", false],
    ["Path: 'C:\\\\?'", "C:\\T", true],
    ["Path: 'C:\\\\\\*'", "C:\\*", true],
    ["Path: 'C:\\\\\\*'", "C:\\x", false],
    ["Path: '\\\\\\srv'", "\\\\srv", true],
    ["Path: '\\\\\\\\srv'", "\\\\srv", true],
    ["Path: '\\\\srv'", "\\\\srv", false],
    ["Path|startswith: 'C:\\'", "C:\\Temp", true],
    ["Path|startswith: 'C:\\\\'", "C:\\Temp", true],
    ["Path|endswith: '\\'", "C:\\Temp\\", true],
    ["Path|contains: '\\Temp\\'", "C:\\Temp\\x", true],
    ["Path|contains: '\\*.dll'", "copy *.dll", true],
    ["Path|contains: '\\*.dll'", "copy x.dll", false],
    ["Path|contains: '\\\\*.dll'", "C:\\x.dll", true],
  ])("%s on %s: %j", (selection, found, expected) => {
    expect(selectionMatches(selection, { Path: found })).toBe(expected);
  });
});

describe("fields and lists of a selection", () => {
  test("all fields have to match", () => {
    const selection = "EventID: 4769\nTicketOptions: '0x40810000'";

    expect(selectionMatches(selection, { EventID: 4769, TicketOptions: "0x40810000" })).toBe(true);
    expect(selectionMatches(selection, { EventID: 4769 })).toBe(false);
  });

  test("any map of a list has to match", () => {
    const selection = "- Image|endswith: '\\example.exe'\n- Description: Test\n  Company: ACME";

    expect(selectionMatches(selection, { Image: "C:\\example.exe" })).toBe(true);
    expect(selectionMatches(selection, { Description: "Test", Company: "ACME" })).toBe(true);
    expect(selectionMatches(selection, { Description: "Test" })).toBe(false);
  });

  test("a list in a list is one of its items", () => {
    const selection = "- - Image: cmd.exe\n  - Image: pwsh.exe\n- User: root";

    expect(selectionMatches(selection, { Image: "pwsh.exe" })).toBe(true);
    expect(selectionMatches(selection, { User: "root" })).toBe(true);
    expect(selectionMatches(selection, { User: "SYSTEM" })).toBe(false);
  });

  test("a field may be named like anything", () => {
    expect(selectionMatches("event.code: 1", { "event.code": "1" })).toBe(true);
    expect(selectionMatches("4688: 1", { "4688": "1" })).toBe(true);
    expect(selectionMatches("Parent Image: cmd.exe", { "Parent Image": "cmd.exe" })).toBe(true);
    expect(selectionMatches("__proto__: x", JSON.parse('{"__proto__":"x"}'))).toBe(true);
  });

  test("values are in the author's order, each with its line", () => {
    const condition = readSelection(
      "Image|endswith:\n    - '\\cmd.exe' # first\n\n    - '\\pwsh.exe'\nUser:\n    root",
    );

    expect(condition).toEqual({
      kind: "all",
      of: [
        {
          kind: "predicate",
          field: "Image",
          nativeField: "Image",
          operator: "ends_with",
          values: ["\\cmd.exe", "\\pwsh.exe"],
          caseSensitive: false,
          line: 3,
          lines: [3, 5],
        },
        {
          kind: "predicate",
          field: "User",
          nativeField: "User",
          operator: "equals",
          values: ["root"],
          caseSensitive: false,
          line: 7,
          lines: undefined,
        },
      ],
    });
  });
});

describe("keywords", () => {
  test.each<Row>([
    ["- 'event::clear'\n- 'event::drop'", { Message: "privilege EVENT::DROP" }, true],
    ["- 'event::clear'\n- 'event::drop'", { Message: "event::", Next: "clear" }, false],
    [
      "'|all':\n    - 'OabVirtualDirectory'\n    - ' -ExternalUrl '",
      { a: "OabVirtualDirectory", b: "set -ExternalUrl x" },
      true,
    ],
    ["'|all':\n    - 'OabVirtualDirectory'\n    - ' -ExternalUrl '", { a: "OabVirtualDirectory" }, false],
    ["- 4688", { Message: "event 4688 happened" }, true],
    ["- 'a*b'", { Message: "xaxxbx" }, true],
    ["- 'a*b'", { Message: "xbxxax" }, false],
    ["- '*a*'", { Message: "xax" }, true],
    ["- 'a\\*b'", { Message: "xa*bx" }, true],
    ["- 'a\\*b'", { Message: "xa-bx" }, false],
    ["'|cased':\n    - 'IEX'", { Message: "iex" }, false],
    ["'|re': 'ev.nt::(clear|drop)'", { Message: "event::clear" }, true],
    ["'|re': 'ev.nt::(clear|drop)'", { Message: "event::CLEAR" }, false],
    ["'|base64offset|contains': 'IEX'", { Message: "SUVY" }, true],
    ["'|neq': 'IEX'", { Message: "whoami" }, true],
    ["'|neq': 'IEX'", { Message: "iex" }, false],
    ["- mimikatz\n- Image|endswith: '\\cmd.exe'", { Image: "C:\\cmd.exe" }, true],
    ["- mimikatz\n- Image|endswith: '\\cmd.exe'", { Image: "C:\\mimikatz.exe" }, true],
    ["- mimikatz\n- Image|endswith: '\\cmd.exe'", { Image: "C:\\cmd.com" }, false],
    ["mimikatz", { Message: "Mimikatz" }, true],
  ])("%j on %j: %j", (selection, event, expected) => {
    expect(selectionMatches(selection, event)).toBe(expected);
  });

  test.each([
    ["nothing", "- null", "syntax-error"],
    ["nothing beside something", "- mimikatz\n- ~", "syntax-error"],
    ["a network", "'|cidr': '10.0.0.0/8'", "unsupported"],
    ["a number to compare with", "'|gt': 10", "unsupported"],
    ["the existence of no field", "'|exists': true", "syntax-error"],
  ])("%s in the whole event is no test", (_, selection, reason) => {
    expect(opaquePartsOf(readSelection(selection))).toMatchObject([{ reason }]);
  });
});

describe("a selection without a meaning", () => {
  test.each([
    ["nothing", "selection:", "missing-part"],
    ["an empty map", "selection: {}", "missing-part"],
    ["an empty list", "selection: []", "missing-part"],
    ["an empty list in a list", "selection: [[], a]", "missing-part"],
    ["a field with an empty list", "selection: {Image: []}", "missing-part"],
    ["a field with a map", "selection: {Image: {a: b}}", "invalid-value"],
    ["a field with a list in a list", "selection: {Image: [a, [b]]}", "invalid-value"],
    ["lists too deep", `selection: ${"[".repeat(25)}a${"]".repeat(25)}`, "limit-exceeded"],
  ])("%s is a problem and an opaque part", (_, text, code) => {
    const { condition, problems } = readSection(`# rule\n${text}\ncondition: selection\n`);

    expect(problems).toMatchObject([{ code, line: 2 }]);
    expect(opaquePartsOf(condition)).toHaveLength(1);
  });

  test("is a problem even where the condition does not name it, and no part of the condition", () => {
    const { condition, problems } = readSection("selection: {User: root}\nunused:\ncondition: selection\n");

    expect(problems).toMatchObject([{ code: "missing-part", line: 2 }]);
    expect(opaquePartsOf(condition)).toEqual([]);
  });
});
