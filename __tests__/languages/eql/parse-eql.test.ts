import { describe, expect, test } from "vitest";
import { parseEql } from "../../../src/languages/eql/index.ts";
import type { Condition } from "../../../src/model/condition.ts";
import { excerpt } from "../../../src/syntax/excerpt.ts";
import { constraintsOf, predicatesOf, shortly, withWholeConstraints } from "../../support/conditions.ts";

function read(query: string): Condition {
  return parseEql(excerpt(query, 1)).condition;
}

/** What follows `any where`, which adds nothing. */
function readCondition(condition: string): string {
  return shortly(read(`any where ${condition}`));
}

describe("an event of EQL", () => {
  test.each([
    ['process where process.name == "cmd.exe"', '(event.category equals "process" and process.name equals "cmd.exe")'],
    ['"my-events" where true', 'event.category equals "my-events"'],
    ['"""6 events""" where true', 'event.category equals "6 events"'],
    ["process where true", 'event.category equals "process"'],
    ["any where true", "true"],
    ["any where false", "not true"],
    ["any where not false", "true"],
  ])("%s", (query, expected) => {
    expect(shortly(read(query))).toBe(expected);
  });

  test("is of the category field that the rule names", () => {
    const { condition } = parseEql(excerpt("start where true", 1), { categoryField: "event.type" });

    expect(shortly(condition)).toBe('event.type equals "start"');
  });
});

describe("comparisons of EQL", () => {
  test.each([
    // With regard to case and without.
    ['process.name == "cmd.exe"', 'process.name equals "cmd.exe"'],
    ['process.name : "cmd.exe"', 'process.name equals~ "cmd.exe"'],
    ['process.name != "cmd.exe"', 'not process.name equals "cmd.exe"'],
    ['process.name in ("cmd.exe", "sh")', 'process.name equals "cmd.exe" | "sh"'],
    ['process.name in~ ("cmd.exe", "sh")', 'process.name equals~ "cmd.exe" | "sh"'],
    ['process.name not in ("cmd.exe")', 'not process.name equals "cmd.exe"'],
    ['process.name not in~ ("cmd.exe")', 'not process.name equals~ "cmd.exe"'],
    ['process.args like "-enc*"', 'process.args starts_with "-enc"'],
    ['process.args like~ "-enc*"', 'process.args starts_with~ "-enc"'],
    ['process.args not like "-enc*"', 'not process.args starts_with "-enc"'],
    ['process.name regex "pow.*"', 'process.name regex "^pow"'],
    ['process.name regex~ "pow.*"', 'process.name regex~ "^pow"'],
    // Wildcards, which `==` and `in` do not know.
    ['process.command_line : "* -enc *"', 'process.command_line contains~ " -enc "'],
    ['process.name : "*.exe"', 'process.name ends_with~ ".exe"'],
    ['process.name : "*"', 'process.name exists~ "*"'],
    ['process.name : "svc?ost.exe"', 'process.name wildcard~ "svc?ost.exe"'],
    ['process.name like "a*b"', 'process.name wildcard "a*b"'],
    ['process.name == "a*b"', 'process.name equals "a*b"'],
    ['process.name in ("a*")', 'process.name equals "a*"'],
    // Lists keep one predicate for each operator.
    [
      'process.name : ("cmd.exe", "pow*", "sh", "*shell*")',
      '(process.name equals~ "cmd.exe" | "sh" or process.name starts_with~ "pow" or process.name contains~ "shell")',
    ],
    ['process.name regex ("a.*", ".*b")', 'process.name regex "^a" | "b$"'],
    ['process.name : ("cmd.exe",)', 'process.name equals~ "cmd.exe"'],
    // Numbers and truth values.
    ["destination.port == 445", 'destination.port equals "445"'],
    ["process.pid in (4, 8)", 'process.pid equals "4" | "8"'],
    ["file.size >= 30000", 'file.size gte "30000"'],
    ["file.size < 1.5e3", 'file.size lt "1.5e3"'],
    ["file.size <= -1", 'file.size lte "-1"'],
    ["file.size > 0", 'file.size gt "0"'],
    ['@timestamp > "2026-01-01"', '@timestamp gt "2026-01-01"'],
    ["process.code_signature.exists == true", 'process.code_signature.exists equals "true"'],
    ["process.code_signature.trusted", 'process.code_signature.trusted equals "true"'],
    ["not process.code_signature.trusted", 'not process.code_signature.trusted equals "true"'],
    // From right to left.
    ['"cmd.exe" == process.name', 'process.name equals "cmd.exe"'],
    ["1024 > destination.port", 'destination.port lt "1024"'],
    ['"root" in (user.name, user.effective.name)', '(user.name equals "root" or user.effective.name equals "root")'],
    // Of values alone.
    ["1 == 1", "true"],
    ['"a" != "a"', "not true"],
    ["2 < 1", "not true"],
    ['"a" like "*"', '{"a" like "*"}'],
  ])("%s", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });
});

describe("fields of EQL", () => {
  test.each([
    ['?process.pe.imphash == "x"', 'process.pe.imphash equals "x"'],
    ['`my-field` == "x"', 'my-field equals "x"'],
    ['`my``field` == "x"', 'my`field equals "x"'],
    ['target_resources.`0`.name == "x"', 'target_resources.0.name equals "x"'],
    ['?`a-b`.c == "x"', 'a-b.c equals "x"'],
    ["?user.id == null", 'not user.id exists "*"'],
    ["user.id != null", 'user.id exists "*"'],
    ["not user.id != null", 'not user.id exists "*"'],
    ["null == user.id", 'not user.id exists "*"'],
    ['user.id in (null, "0")', '(not user.id exists "*" or user.id equals "0")'],
  ])("%s", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });
});

describe("texts of EQL", () => {
  test.each([
    ['"C:\\\\Windows\\\\*"', "C:\\Windows\\*"],
    ['"a\\tb\\nc\\rd\\"e\\""', 'a\tb\nc\rd"e"'],
    ['"\\u{202e}x\\u{0001F525}"', "\u202ex🔥"],
    ['"\\u{ffffffff}"', "\\u{ffffffff}"],
    ['"\\w"', "\\w"],
    ['"""C:\\Windows\\"quoted""""', 'C:\\Windows\\"quoted"'],
    ['""', ""],
    ['" padded "', " padded "],
    ['"// no comment"', "// no comment"],
  ])("%s", (text, expected) => {
    expect(predicatesOf(read(`any where process.args == ${text}`))).toMatchObject([{ values: [expected] }]);
  });

  test("a backslash before a wildcard is a backslash", () => {
    expect(predicatesOf(read('any where file.path : "C:\\\\Temp\\\\*"'))).toMatchObject([
      { operator: "starts_with", values: ["C:\\Temp\\"] },
    ]);
  });
});

describe("logic of EQL", () => {
  test.each([
    ["a == 1 or b == 2 and c == 3", '(a equals "1" or (b equals "2" and c equals "3"))'],
    ["(a == 1 or b == 2) and c == 3", '((a equals "1" or b equals "2") and c equals "3")'],
    ["not a == 1 and b == 2", '(not a equals "1" and b equals "2")'],
    ["not (a == 1 and b == 2)", 'not (a equals "1" and b equals "2")'],
    ["not not a == 1", 'a equals "1"'],
    ["not a != 1", 'a equals "1"'],
    ["a == 1 // and b == 2\n and c == 3", '(a equals "1" and c equals "3")'],
    ["a == 1 /* and\n b == 2 */ and c == 3", '(a equals "1" and c equals "3")'],
    ["a == 1 and true", 'a equals "1"'],
    ["((((a == 1))))", 'a equals "1"'],
    ["(a == 1) == true", 'a equals "1"'],
    ["(a == 1) == false", 'not a equals "1"'],
  ])("%s", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });
});

describe("functions of EQL that test", () => {
  test.each([
    ['startsWith(file.path, "/dev/shm/")', 'file.path starts_with "/dev/shm/"'],
    ['startsWith~(file.path, "/dev/shm/")', 'file.path starts_with~ "/dev/shm/"'],
    ['endswith~(file.path, ".dll")', 'file.path ends_with~ ".dll"'],
    ['stringContains(process.command_line, "-enc")', 'process.command_line contains "-enc"'],
    ['not stringContains~(process.command_line, "-enc")', 'not process.command_line contains~ "-enc"'],
    ['cidrMatch(source.ip, "10.0.0.0/8", "::1")', 'source.ip cidr~ "10.0.0.0/8" | "::1"'],
    ['wildcard~(process.name, "*.exe", "sh")', '(process.name ends_with~ ".exe" or process.name equals~ "sh")'],
    ['match(process.name, "c.d")', 'process.name regex "(?s)^c.d$"'],
    ['startsWith(file.path, "/dev/shm/") == true', 'file.path starts_with "/dev/shm/"'],
    ['string(process.pid) == "4"', 'process.pid equals "4"'],
    ["number(process.args) > 4", 'process.args gt "4"'],
    ['stringContains(a, "x*y")', 'a contains "x*y"'],
  ])("%s", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });
});

describe("what EQL works out", () => {
  test.each([
    ["length(process.command_line) > 255", "{length(process.command_line) > 255}"],
    ["not length(file.name) > 30", "not {length(file.name) > 30}"],
    ["length(file.name) != 3", "{length(file.name) != 3}"],
    ['concat(a, "-", b) == "x"', '{concat(a, "-", b) == "x"}'],
    ["process.pid + 1 == 5 * 2", "{process.pid + 1 == 5 * 2}"],
    ["(process.args_count - 1) > 3", "{(process.args_count - 1) > 3}"],
    ["user.name == user.effective.name", "{user.name == user.effective.name}"],
    ["startsWith(user.name, host.name)", "{startsWith(user.name, host.name)}"],
    ["indexOf(a, b) == null", "{indexOf(a, b) == null}"],
    ['process.name : (user.name, "x")', '{process.name : (user.name, "x")}'],
  ])("%s is a constraint", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });

  test.each([
    ['arraySearch(process.args, $x, $x == "a")', "?syntax-error"],
    ["entropy(process.name) > 3", "?unsupported{entropy(process.name) > 3}"],
    ["isSuspicious(process.name)", "?unsupported{isSuspicious(process.name)}"],
  ])("%s is opaque, since the function is not known", (condition, expected) => {
    expect(readCondition(condition)).toContain(expected);
  });

  test("goes on in the next constraint where it is too long for one", () => {
    const values = Array.from({ length: 100 }, (_, index) => `"value ${index}"`).join(", ");
    const condition = read(`any where concat(a, b) in (${values})`);

    expect(constraintsOf(condition).length).toBeGreaterThan(2);
    expect(constraintsOf(condition).filter(({ text }) => text.length > 200)).toEqual([]);
    expect(shortly(withWholeConstraints(condition))).toBe(`{concat(a, b) in (${values})}`);
  });
});

describe("sequences of EQL", () => {
  test("have their steps in order, shared fields and a span", () => {
    const query = `sequence by host.id, ?user.id with maxspan=30s
      [ process where process.name == "cmd.exe" ]
      [ network where destination.port == 445 ]`;

    expect(read(query)).toMatchObject({
      kind: "sequence",
      ordered: true,
      by: ["host.id", "user.id"],
      within: "30s",
      steps: [{ kind: "all" }, { kind: "all" }],
    });
  });

  test("a field that every step names by itself is shared as well", () => {
    const query = "sequence [any where a == 1] by user.name [any where b == 2] by user.name";

    expect(shortly(read(query))).toBe('sequence by user.name [a equals "1"; b equals "2"]');
  });

  test("fields of other names that have to agree are a constraint", () => {
    const query = "sequence by host.id [any where a == 1] by process.pid [any where b == 2] by process.parent.pid";

    expect(shortly(read(query))).toBe(
      '(sequence by host.id [a equals "1"; b equals "2"] and {by process.pid = process.parent.pid})',
    );
  });

  test("an event that has to be missing is a negated step", () => {
    const query = "sequence with maxspan=5s [any where a == 1] ![any where b == 2]";

    expect(shortly(read(query))).toBe('sequence within 5s [a equals "1"; not b equals "2"]');
  });

  test("runs of an event are a constraint of its step", () => {
    expect(shortly(read("sequence [any where a == 1] by b with runs=3 [any where true] by b"))).toBe(
      'sequence by b [(a equals "1" and {with runs=3}); true]',
    );
  });

  test("what ends a sequence, and pipes, are constraints", () => {
    const query = 'sequence [any where a == 1] [any where b == 2] until [ any where c == "x" ] | head 1 | tail 2';

    expect(shortly(read(query))).toBe(
      '(sequence [a equals "1"; b equals "2"] and {until [ any where c == "x" ]} and {head 1} and {tail 2})',
    );
  });

  test("a sample has no order", () => {
    expect(read("sample by host.id [any where a == 1] [any where b == 2]")).toMatchObject({
      kind: "sequence",
      ordered: false,
      within: undefined,
    });
  });

  test("a step that can't be read is opaque, and the others are read", () => {
    expect(shortly(read("sequence [process were a == 1] [any where b == 2]"))).toBe(
      'sequence [?syntax-error{process were a == 1}; b equals "2"]',
    );
  });
});

describe("lines of EQL", () => {
  test("every value has its own", () => {
    const { condition } = parseEql(excerpt('process where\n  process.name : ("a",\n "b*", "c") and\n  x == 1', 10));

    expect(predicatesOf(condition).map(({ values, line, lines }) => [values, line, lines])).toEqual([
      [["process"], 10, undefined],
      [["a", "c"], 11, [11, 12]],
      [["b"], 12, undefined],
      [["1"], 13, undefined],
    ]);
  });
});

describe("broken EQL", () => {
  test.each([
    ["process", "?syntax-error{process}"],
    ["", "?syntax-error{}"],
    ['process where name = "cmd.exe"', '(event.category equals "process" and ?syntax-error{name = "cmd.exe"})'],
    ["any where a == 1 and", '(a equals "1" and ?syntax-error{and})'],
    ["any where a == 'x' and b == 1", "?syntax-error{a == 'x' and b == 1}"],
    ["any where a in () or b == 1", '(?syntax-error{a in ()} or b equals "1")'],
    ["any where (a == 1 b == 2) and c == 3", '(?syntax-error{a == 1 b == 2} and c equals "3")'],
    ["any where a == 1 ] x", '(a equals "1" and ?syntax-error{] x})'],
    ['any where a == "x', '?syntax-error{a == "x}'],
    ['any where a == """x and b == 1', '?syntax-error{a == """x and b == 1}'],
    ["join by x [any where true]", "?syntax-error{join by x [any where true]}"],
    ["any where a == 1 or or b == 2", '(a equals "1" or ?syntax-error{or} or b equals "2")'],
  ])("%s", (query, expected) => {
    const { condition, diagnostics } = parseEql(excerpt(query, 1));

    expect(shortly(condition)).toBe(expected);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
