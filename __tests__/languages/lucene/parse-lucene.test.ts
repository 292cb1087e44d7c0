import { describe, expect, test } from "vitest";
import { parseLucene } from "../../../src/languages/lucene/index.ts";
import { excerpt } from "../../../src/syntax/excerpt.ts";
import { predicatesOf, shortly } from "../../support/conditions.ts";

function read(query: string): string {
  return shortly(parseLucene(excerpt(query, 1)).condition);
}

describe("terms of Lucene", () => {
  test.each([
    ["process.name:cmd.exe", 'process.name equals "cmd.exe"'],
    ['process.name:"cmd.exe"', 'process.name equals "cmd.exe"'],
    ["process.name:(cmd.exe OR sh)", '(process.name equals "cmd.exe" or process.name equals "sh")'],
    ["process.name:pow*", 'process.name starts_with "pow"'],
    ["process.name:*.exe", 'process.name ends_with ".exe"'],
    ["process.name:svc?ost", 'process.name wildcard "svc?ost"'],
    ["process.name:*", 'process.name exists "*"'],
    ["_exists_:user.name", 'user.name exists "*"'],
    ["NOT _exists_:user.name", 'not user.name exists "*"'],
    ["process.args:/[0-9]{3}.*/", 'process.args regex "^[0-9]{3}"'],
    ["process.args:/a\\/b/", 'process.args regex "^a/b$"'],
    ["file.path:C\\:\\\\Temp\\\\a\\ b", 'file.path equals "C:\\\\Temp\\\\a b"'],
    ["first\\ name:Alice", 'first name equals "Alice"'],
    ["process.args:g+s", 'process.args equals "g+s"'],
    ["process.name:cmd.exe^2", 'process.name equals "cmd.exe"'],
    ["source.ip:10.0.0.0\\/8", 'source.ip cidr "10.0.0.0/8"'],
    ["mimikatz", 'anywhere keyword~ "mimikatz"'],
    ['"invoke mimikatz"', 'anywhere keyword~ "invoke mimikatz"'],
    ["*:*", "true"],
    ["*", "true"],
    ["", "true"],
    // Nothing but blanks between two words makes them one value of a field, and any of two words of a text.
    ["process.name:(Claude Helper)", 'process.name equals "Claude Helper"'],
    ["event.type:(start or stop)", 'event.type equals "start or stop"'],
    ["message:(kernel taint)", 'message contains~ "kernel" | "taint"'],
    // A field in front is for the next word alone.
    ["process.name:Claude Helper", '(process.name equals "Claude" or anywhere keyword~ "Helper")'],
    [
      "process.name:(a b) OR process.name:c d",
      '(process.name equals "a b" or process.name equals "c" or anywhere keyword~ "d")',
    ],
    ["process.name:cmd.exe sh*", '(process.name equals "cmd.exe" or anywhere keyword~ "sh")'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("ranges of Lucene", () => {
  test.each([
    ["destination.port:[1 TO 1023]", '(destination.port gte "1" and destination.port lte "1023")'],
    ["destination.port:{1 TO 1023}", '(destination.port gt "1" and destination.port lt "1023")'],
    ["destination.port:[1024 TO *}", 'destination.port gte "1024"'],
    ["destination.port:{* TO 1024]", 'destination.port lte "1024"'],
    ["destination.port:[* TO *]", 'destination.port exists "*"'],
    ["destination.port:>=1024", 'destination.port gte "1024"'],
    ["destination.port:<1024", 'destination.port lt "1024"'],
    ["temperature:[-5 TO -1]", '(temperature gte "-5" and temperature lte "-1")'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("logic of Lucene", () => {
  test.each([
    ["a:1 AND b:2", '(a equals "1" and b equals "2")'],
    ["a:1 && !b:2", '(a equals "1" and not b equals "2")'],
    ["a:1 OR b:2", '(a equals "1" or b equals "2")'],
    ["a:1 b:2", '(a equals "1" or b equals "2")'],
    ["+a:1 -b:2", '(a equals "1" and not b equals "2")'],
    ["NOT a:1", 'not a equals "1"'],
    ["(a:1 OR b:2) AND c:3", '((a equals "1" or b equals "2") and c equals "3")'],
    ["a:(x AND (y OR z))", '(a equals "x" and (a equals "y" or a equals "z"))'],
    // What stands beside necessary clauses only weighs hits.
    ["a:1 OR b:2 AND c:3", '(b equals "2" and c equals "3" and (a equals "1" or true))'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("what no operator says", () => {
  test.each([
    ["process.name:svhost~", "{process.name:svhost~}"],
    ["process.name:svhost~1", "{process.name:svhost~1}"],
    ['"invoke mimikatz"~5', '{"invoke mimikatz"~5}'],
  ])("%s is a constraint", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("lines of Lucene", () => {
  test("every value has its own", () => {
    const { condition } = parseLucene(excerpt("a:1 AND\nb:(2 OR\n3*)", 5));

    expect(predicatesOf(condition).map(({ line }) => line)).toEqual([5, 6, 7]);
  });
});

describe("broken Lucene", () => {
  test.each([
    ["a:1 AND b:", '(a equals "1" and ?syntax-error{b:})'],
    ["a:(1 OR", "?syntax-error{a:(1 OR}"],
    ["a:1 AND )", '(a equals "1" and ?syntax-error{AND} and ?syntax-error{)})'],
    ["a:[1 TO", "?syntax-error{a:[1 TO}"],
    ['a:"1 AND b:2', '?syntax-error{a:"1 AND b:2}'],
    ["a:1 ] b:2", '(a equals "1" and ?syntax-error{] b:2})'],
  ])("%s", (query, expected) => {
    const { condition, diagnostics } = parseLucene(excerpt(query, 1));

    expect(shortly(condition)).toBe(expected);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
