import { describe, expect, test } from "vitest";
import { parseKuery } from "../../../src/languages/kuery/index.ts";
import { excerpt } from "../../../src/syntax/excerpt.ts";
import { predicatesOf, shortly } from "../../support/conditions.ts";

function read(query: string): string {
  return shortly(parseKuery(excerpt(query, 1)).condition);
}

describe("values of KQL", () => {
  test.each([
    ["process.name:cmd.exe", 'process.name equals "cmd.exe"'],
    ['process.name : "cmd.exe"', 'process.name equals "cmd.exe"'],
    ['"process.name":cmd.exe', 'process.name equals "cmd.exe"'],
    ["process.args:(-enc or -ec)", 'process.args equals "-enc" | "-ec"'],
    ["process.args:(-enc and -ec)", '(process.args equals "-enc" and process.args equals "-ec")'],
    ["process.args:(not -enc)", 'not process.args equals "-enc"'],
    [
      "process.args:(a or b and not c)",
      '(process.args equals "a" or (process.args equals "b" and not process.args equals "c"))',
    ],
    ["process.args:((a or b) and c)", '(process.args equals "a" | "b" and process.args equals "c")'],
    [
      "process.args:(a or b* or (c and d))",
      '(process.args equals "a" or process.args starts_with "b" or (process.args equals "c" and process.args equals "d"))',
    ],
    ["source.port:(80 or 443)", 'source.port equals "80" | "443"'],
    ["process.name:Claude Helper", 'process.name equals "Claude Helper"'],
    ["process.name:(Claude Helper or cursor)", 'process.name equals "Claude Helper" | "cursor"'],
    [
      "source.as.number:(* and not (3598 or 7224))",
      '(source.as.number exists "*" and not source.as.number equals "3598" | "7224")',
    ],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("wildcards of KQL", () => {
  test.each([
    ["user.name:*", 'user.name exists "*"'],
    ["not user.name:*", 'not user.name exists "*"'],
    ["process.command_line:*-enc*", 'process.command_line contains "-enc"'],
    ["process.name:*.exe", 'process.name ends_with ".exe"'],
    ["process.name:pow*", 'process.name starts_with "pow"'],
    ["file.path:/home/*/.ssh", 'file.path wildcard "/home/*/.ssh"'],
    // A question mark is no wildcard, and neither is a star in quotes.
    ["file.path:a?b", 'file.path equals "a?b"'],
    ["file.path:a?b*", 'file.path starts_with "a?b"'],
    ['process.name:"pow*"', 'process.name equals "pow*"'],
    ["threat.indicator.*:*", 'threat.indicator.* exists "*"'],
    ["*:*", "true"],
    ["*", "true"],
    ["*:cmd.exe", 'anywhere keyword~ "cmd.exe"'],
    ["process.args:(*foo bar*)", 'process.args contains "foo bar"'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("escapes of KQL", () => {
  test.each([
    ["client.user.email:system\\:serviceaccount\\:*", ["system:serviceaccount:"]],
    ["process.args:0\\\\\\>&1", ["0\\>&1"]],
    ["process.args:(\\*)", ["*"]],
    ["process.args:a\\\\", ["a\\"]],
    ["process.args:rock \\and roll", ["rock and roll"]],
    ['process.args:"a \\"b\\" \\\\c"', ['a "b" \\c']],
    ['process.args:"C:\\Windows\\SYSVOL"', ["C:\\Windows\\SYSVOL"]],
    ['process.args:"a\\tb\\u0041"', ["a\tbA"]],
    ["process.args:a\\tb\\u0041", ["a\tbA"]],
    ["process.args:\\\\srv\\\\share", ["\\srv\\share"]],
  ])("%s", (query, values) => {
    expect(predicatesOf(parseKuery(excerpt(query, 1)).condition).map((predicate) => predicate.values)).toEqual([
      values,
    ]);
  });
});

describe("fields that are indexed word by word", () => {
  test.each([
    // A phrase is found anywhere, in any case.
    ['message:"loading kernel module"', 'message contains~ "loading kernel module"'],
    [
      "powershell.file.script_block_text:Invoke-Mimikatz",
      'powershell.file.script_block_text contains~ "Invoke-Mimikatz"',
    ],
    ["process.command_line.text:*enc*", 'process.command_line.text contains~ "enc"'],
    ["message:enc*", 'message contains~ "enc"'],
    ["message:a*c", 'message wildcard~ "*a*c*"'],
    ["message:*", 'message exists~ "*"'],
    // One of several words is enough.
    ["message:hello world", 'message contains~ "hello" | "world"'],
    [
      'powershell.file.script_block_text:("*MDR*" and "[3,11]")',
      '(powershell.file.script_block_text contains~ "MDR" and powershell.file.script_block_text contains~ "[3,11]")',
    ],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("networks in KQL", () => {
  test.each([
    ["source.ip:10.0.0.0/8", 'source.ip cidr "10.0.0.0/8"'],
    ['source.ip:("fe80::/10" or 127.0.0.1)', '(source.ip cidr "fe80::/10" or source.ip equals "127.0.0.1")'],
    ["file.path:/usr/8", 'file.path equals "/usr/8"'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("ranges of KQL", () => {
  test.each([
    ["destination.port >= 1024", 'destination.port gte "1024"'],
    ["destination.port<1024", 'destination.port lt "1024"'],
    ["@timestamp > now-2w", '@timestamp gt "now-2w"'],
    ['@timestamp <= "2026-01-01"', '@timestamp lte "2026-01-01"'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("logic of KQL", () => {
  test.each([
    ["a:1 or b:2 and c:3", '(a equals "1" or (b equals "2" and c equals "3"))'],
    ["(a:1 OR b:2) AND NOT c:3", '((a equals "1" or b equals "2") and not c equals "3")'],
    ["not (a:1 and b:2)", 'not (a equals "1" and b equals "2")'],
    ["not not a:1", 'a equals "1"'],
    ["", "true"],
    ["  \n ", "true"],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("objects of KQL", () => {
  test.each([
    ["user:{ first:Alice and last:White }", '(user.first equals "Alice" and user.last equals "White" and {user:{…}})'],
    ["user:{ names:{ first:Alice } or id:1 }", '(user.names.first equals "Alice" or user.id equals "1")'],
    ["user.names:{ not first:Alice }", 'not user.names.first equals "Alice"'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("text without a field", () => {
  test.each([
    ['"mimikatz.exe"', 'anywhere keyword~ "mimikatz.exe"'],
    ["mimikatz", 'anywhere keyword~ "mimikatz"'],
    ["not mimikatz and a:1", '(not anywhere keyword~ "mimikatz" and a equals "1")'],
    ["invoke mimikatz", 'anywhere keyword~ "invoke" | "mimikatz"'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("lines of KQL", () => {
  test("every value has its own", () => {
    const { condition } = parseKuery(excerpt('a:1 and\nprocess.args:(x or\n "y" or z*)', 20));

    expect(predicatesOf(condition).map(({ values, line, lines }) => [values, line, lines])).toEqual([
      [["1"], 20, undefined],
      [["x", "y"], 21, [21, 22]],
      [["z"], 22, undefined],
    ]);
  });
});

describe("broken KQL", () => {
  test.each([
    ["a: and b:1", '(?syntax-error{a:} and b equals "1")'],
    ["a:1 b:2 and c:3", '(?syntax-error{a:1 b:2} and c equals "3")'],
    ["a:(1 or 2", "?syntax-error{a:(1 or 2}"],
    ["(a:1", "?syntax-error{(a:1}"],
    ["a:1)", '(a equals "1" and ?syntax-error{)})'],
    ['a:"1 and b:2', '?syntax-error{a:"1 and b:2}'],
    ["a:(1 or ) and b:2", '(?syntax-error{a:(1 or )} and b equals "2")'],
    ["a:1 and not", '(a equals "1" and ?syntax-error{not})'],
    [": x", "?syntax-error{: x}"],
    ["a:{ b:1", "?syntax-error{a:{ b:1}"],
  ])("%s", (query, expected) => {
    const { condition, diagnostics } = parseKuery(excerpt(query, 1));

    expect(shortly(condition)).toBe(expected);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
