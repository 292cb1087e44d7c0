import { describe, expect, test } from "vitest";
import { type ParsedEsql, parseEsql } from "../../../src/languages/esql/index.ts";
import { parseKuery } from "../../../src/languages/kuery/index.ts";
import { parseLucene } from "../../../src/languages/lucene/index.ts";
import { visitLeaves } from "../../../src/model/visit-leaves.ts";
import { excerpt } from "../../../src/syntax/excerpt.ts";
import { predicatesOf, shortly } from "../../support/conditions.ts";

function parse(query: string): ParsedEsql {
  return parseEsql(excerpt(query, 1), { kql: parseKuery, lucene: parseLucene });
}

function read(query: string): string {
  return shortly(parse(query).condition);
}

/** What follows `where`. */
function readCondition(condition: string): string {
  return read(`from logs-* | where ${condition}`);
}

describe("sources of ES|QL", () => {
  test.each([
    ["from logs-*", ["logs-*"]],
    [
      "FROM logs-endpoint.events.process-*, .alerts-security.* METADATA _id, _index",
      ["logs-endpoint.events.process-*", ".alerts-security.*"],
    ],
    ['from "logs-*",remote:logs-aws*, -logs-old', ["logs-*", "remote:logs-aws*", "-logs-old"]],
    [
      "from\n  logs-nginx.access-*, // web\n  logs-iis.access-*\n| limit 10",
      ["logs-nginx.access-*", "logs-iis.access-*"],
    ],
    ["ts metrics-*", ["metrics-*"]],
  ])("%s", (query, expected) => {
    expect(parse(query).sources).toEqual(expected);
  });
});

describe("queries within ES|QL", () => {
  test("a source in brackets is read like the query around it", () => {
    const query = "from (from logs-* | where a == 1 | eval n = b) | where n == 2";

    expect(read(query)).toBe('(a equals "1" and b equals "2")');
    expect(parse(query).sources).toEqual(["logs-*"]);
  });

  test("a row comes through one of several sources", () => {
    const query = "from (from logs-a* | where a == 1), (from logs-b* metadata _id | where b == 2) | where c == 3";

    expect(read(query)).toBe('((a equals "1" or b equals "2") and c equals "3")');
    expect(parse(query).sources).toEqual(["logs-a*", "logs-b*"]);
  });

  test("an index beside a source in brackets lets every row through", () => {
    const query = "from logs-a*, logs-b*, (from logs-c* | where a == 1) metadata _id | where c == 3";

    expect(read(query)).toBe('((a equals "1" or true) and c equals "3")');
    expect(parse(query).sources).toEqual(["logs-c*", "logs-a*", "logs-b*"]);
  });

  test("a row comes through one of the branches of a fork", () => {
    expect(read('from x | where a == 1 | fork (where b == 2 | limit 5) (where c like "d*") | where e == 3')).toBe(
      '(a equals "1" and ((b equals "2" and {limit 5}) or c starts_with "d") and e equals "3")',
    );
  });

  test("a column that was made before a fork is known in its branches", () => {
    expect(read("from x | eval n = a | fork (where n == 1) (where n == 2) | where n == 3")).toBe(
      '((a equals "1" or a equals "2") and a equals "3")',
    );
  });

  test("a column that each branch makes of the same field stands for the field", () => {
    expect(read("from (from x | eval n = a), (from y | rename a as n) | where n == 1")).toBe('a equals "1"');
  });

  test("a column that branches make in different ways is worked out", () => {
    expect(read("from (from x | eval n = a), (from y | stats n = count() by b) | where n > 1")).toBe(
      "({n > 1} and {n = count() by b} and {n = a})",
    );
  });

  test("a column that says which branch a row came through is worked out", () => {
    expect(read('from x | fork (where a == 1) (where b == 2) | where _fork == "fork1"')).toBe(
      '((a equals "1" or b equals "2") and {_fork == "fork1"} and {fork (where a == 1) (where b == 2)})',
    );
  });

  test("a comparison in a column of a branch is told once", () => {
    expect(read("from (from x | eval n = case(a == 1, 2, 3) | keep n) | where b == 4")).toBe(
      '({n = case(a == 1, 2, 3)} and b equals "4")',
    );
  });

  test("values that another query looks up are a constraint, and its indices are not the rule's", () => {
    const query = "from logs-* | where user.name not in (from users-* | where b == 2 | keep user.name) and c == 3";

    expect(read(query)).toBe('({user.name not in (from users-* | where b == 2 | keep user.name)} and c equals "3")');
    expect(parse(query).sources).toEqual(["logs-*"]);
  });

  test("a looked-up query that is not all read is opaque", () => {
    expect(read("from x | where a in (from y | enrich z | keep a) and c == 3")).toBe(
      '(?unsupported{a in (from y | enrich z | keep a)} and c equals "3")',
    );
  });

  test("a list may hold a column that is called like a command", () => {
    expect(read("from x | where a in (from, row)")).toBe("{a in (from, row)}");
  });

  test("a part that can't be read leaves the rest", () => {
    expect(read("from (from x | where a =! 1 | where b == 2), (from y) | where c == 3")).toBe(
      '(((?syntax-error{a =! 1} and b equals "2") or true) and c equals "3")',
    );
  });

  test("far too many columns in far too many branches are beyond the limit", () => {
    const columns = Array.from({ length: 2000 }, (_, index) => `c${index} = a`).join(", ");
    const branches = "(where a == 1) ".repeat(2000);

    expect(shortly(parse(`from x | eval ${columns} | fork ${branches}`).condition)).toContain("?limit-exceeded");
  });
});

describe("comparisons of ES|QL", () => {
  test.each([
    ['process.name == "cmd.exe"', 'process.name equals "cmd.exe"'],
    ['process.name != "cmd.exe"', 'not process.name equals "cmd.exe"'],
    ['process.name =~ "cmd.exe"', 'process.name equals~ "cmd.exe"'],
    ['process.name IN ("cmd.exe", "sh")', 'process.name equals "cmd.exe" | "sh"'],
    ['process.name not in ("cmd.exe")', 'not process.name equals "cmd.exe"'],
    ['not process.name in ("cmd.exe")', 'not process.name equals "cmd.exe"'],
    ['process.command_line LIKE "*-enc*"', 'process.command_line contains "-enc"'],
    ['process.command_line not like "*-enc*"', 'not process.command_line contains "-enc"'],
    [
      'process.name like ("pow*", "cmd.exe", "*sh")',
      '(process.name starts_with "pow" or process.name equals "cmd.exe" or process.name ends_with "sh")',
    ],
    ['process.name like "svc?ost"', 'process.name wildcard "svc?ost"'],
    ['file.path like "*%TEMP%*"', 'file.path contains "%TEMP%"'],
    ['process.name rlike "pow.*"', 'process.name regex "^pow"'],
    ['process.name not rlike ("a.*", ".*b")', 'not process.name regex "^a" | "b$"'],
    ["user.name is null", 'not user.name exists "*"'],
    ["user.name IS NOT NULL", 'user.name exists "*"'],
    ["destination.port >= 1024", 'destination.port gte "1024"'],
    ["temperature < -5", 'temperature lt "-5"'],
    ["1024 > destination.port", 'destination.port lt "1024"'],
    ["process.code_signature.trusted == false", 'process.code_signature.trusted equals "false"'],
    ["process.code_signature.trusted", 'process.code_signature.trusted equals "true"'],
    ['process.name : "cmd.exe"', 'process.name equals "cmd.exe"'],
    ['message : "kernel taint"', 'message contains~ "kernel" | "taint"'],
    ['`process.name` == "cmd.exe"', 'process.name equals "cmd.exe"'],
    ['source.`as`.organization.name == "x"', 'source.as.organization.name equals "x"'],
    ['process.pid::string == "4"', 'process.pid equals "4"'],
    ["true", "true"],
  ])("%s", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });
});

describe("texts of ES|QL", () => {
  test.each([
    ['"C:\\\\Temp"', "C:\\Temp"],
    ['"a\\"b\\tc"', 'a"b\tc'],
    ['"""C:\\Temp "x" """', 'C:\\Temp "x" '],
  ])("%s", (text, expected) => {
    expect(predicatesOf(parse(`from a | where b == ${text}`).condition)).toMatchObject([{ values: [expected] }]);
  });

  test.each([
    ['"C:\\\\\\\\Temp\\\\\\\\*"', "starts_with", "C:\\Temp\\"],
    ['"""C:\\\\Temp\\\\*"""', "starts_with", "C:\\Temp\\"],
    ['"""5 \\* 3"""', "equals", "5 * 3"],
  ])("a backslash in the pattern %s makes the next character plain", (text, operator, value) => {
    expect(predicatesOf(parse(`from a | where b like ${text}`).condition)).toMatchObject([
      { operator, values: [value] },
    ]);
  });
});

describe("functions of ES|QL that test", () => {
  test.each([
    ['starts_with(file.path, "/dev/shm/")', 'file.path starts_with "/dev/shm/"'],
    ['ends_with(file.path, ".dll")', 'file.path ends_with ".dll"'],
    ['contains(file.path, "a*b")', 'file.path contains "a*b"'],
    ['CIDR_MATCH(source.ip, "10.0.0.0/8", "::1/128")', 'source.ip cidr~ "10.0.0.0/8" | "::1/128"'],
    ['cidr_match(to_ip(source.ip), "10.0.0.0/8")', 'source.ip cidr~ "10.0.0.0/8"'],
    ['match(process.name, "cmd.exe")', 'process.name equals "cmd.exe"'],
    ['match_phrase(message, "kernel taint")', 'message contains~ "kernel taint"'],
    ['match(process.name, "svchost.exe", {"fuzziness": 1})', '{match(process.name, "svchost.exe", {"fuzziness": 1})}'],
    ['mv_contains(process.args, "-enc")', 'process.args equals "-enc"'],
    ['to_lower(process.name) == "cmd.exe"', 'process.name equals~ "cmd.exe"'],
    ['to_upper(process.name) like "CMD*"', 'process.name starts_with~ "CMD"'],
    ['to_lower(process.name) in ("cmd.exe", "sh")', 'process.name equals~ "cmd.exe" | "sh"'],
    ['to_string(process.pid) == "4"', 'process.pid equals "4"'],
    ['kql("process.name:cmd.exe and not user.name:*")', '(process.name equals "cmd.exe" and not user.name exists "*")'],
    ['KQL("""process.args:("-c" or "-lc")""") and a == 1', '(process.args equals "-c" | "-lc" and a equals "1")'],
    ['kql("process.name:\\"a b\\"")', 'process.name equals "a b"'],
    ['qstr("process.name:(a OR b)")', '(process.name equals "a" or process.name equals "b")'],
    ["case(a == 1, true, b == 2, false, c == 3) ", '(a equals "1" or (not b equals "2" and c equals "3"))'],
    ['coalesce(a, b) == "x"', '((a exists "*" and a equals "x") or (not a exists "*" and b equals "x"))'],
  ])("%s", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });
});

describe("what ES|QL works out", () => {
  test.each([
    ["length(process.command_line) > 255", "{length(process.command_line) > 255}"],
    ["@timestamp > now() - 7 days", "{@timestamp > now() - 7 days}"],
    ["@timestamp > now() - 1d", "{@timestamp > now() - 1d}"],
    ["user.name == host.name", "{user.name == host.name}"],
    ["user.name != host.name", "{user.name != host.name}"],
    ['concat(a, "-", b) in ("x", "y")', '{concat(a, "-", b) in ("x", "y")}'],
    ["a * 2 > 10", "{a * 2 > 10}"],
    ['date_diff("minutes", a, b) <= 5', '{date_diff("minutes", a, b) <= 5}'],
    ['url_decode(url.original) like "*/etc/passwd*"', '{url_decode(url.original) like "*/etc/passwd*"}'],
    ["a == ?parameter", "?unsupported{a == ?parameter}"],
    ["entropy(a) > 3", "?unsupported{entropy(a) > 3}"],
    ["is_public(source.ip)", "?unsupported{is_public(source.ip)}"],
  ])("%s", (condition, expected) => {
    expect(readCondition(condition)).toBe(expected);
  });
});

describe("columns of ES|QL that stand for a field", () => {
  test.each([
    ["an eval", 'from a | eval name = process.name | where name == "cmd.exe"', 'process.name equals "cmd.exe"'],
    ["a rename", 'from a | rename process.name as name | where name == "cmd.exe"', 'process.name equals "cmd.exe"'],
    [
      "a rename the other way round",
      'from a | rename name = process.name | where name == "x"',
      'process.name equals "x"',
    ],
    [
      "an eval of an eval",
      'from a | eval x = process.name, y = x | where y == "cmd.exe"',
      'process.name equals "cmd.exe"',
    ],
    [
      "an eval without regard to case",
      'from a | eval n = to_lower(process.name) | where n like "*cmd*"',
      'process.name contains~ "cmd"',
    ],
    [
      "a comparison",
      'from a | eval is_cmd = process.name == "cmd.exe" | where is_cmd',
      'process.name equals "cmd.exe"',
    ],
    [
      "its negation",
      'from a | eval is_cmd = process.name == "cmd.exe" | where not is_cmd',
      'not process.name equals "cmd.exe"',
    ],
    [
      "a flag",
      'from a | eval f = case(process.name == "cmd.exe", 1, 0) | where f == 1',
      'process.name equals "cmd.exe"',
    ],
    [
      "a flag that is down",
      'from a | eval f = case(process.name == "cmd.exe", 1, 0) | where f == 0',
      'not process.name equals "cmd.exe"',
    ],
    [
      "a flag of flags",
      "from a | eval f = case(x == 1, 1, 0), g = case(y == 2, 1, 0) | eval h = case(f == 1 or g == 1, 1, 0) | where h == 1",
      '(x equals "1" or y equals "2")',
    ],
    [
      "a field under a condition",
      "from a | eval f = case(x == 1, user.name, null) | where f is not null",
      '(x equals "1" and user.name exists "*")',
    ],
    [
      "a group",
      'from a | stats n = count() by process.name | where process.name == "cmd.exe"',
      'process.name equals "cmd.exe"',
    ],
    [
      "a group by another name",
      'from a | stats n = count() by p = process.name | where p == "cmd.exe"',
      'process.name equals "cmd.exe"',
    ],
    [
      "one of an expanded list",
      'from a | mv_expand event.action | where event.action == "exec"',
      'event.action equals "exec"',
    ],
  ])("%s", (_, query, expected) => {
    expect(read(query)).toBe(expected);
  });

  test("a name that the query has given to something else stands for that", () => {
    expect(read('from a | eval process.name = mv_first(x) | where process.name == "cmd.exe"')).toBe(
      '({process.name == "cmd.exe"} and {process.name = mv_first(x)})',
    );
  });

  test("several choices of one value hold where none before holds", () => {
    const query = 'from a | eval c = case(x == 1, "aws", y == 2, "gcp", "other") | where c == "gcp"';

    expect(read(query)).toBe(
      '(not x equals "1" and y equals "2" and {c = case(x == 1, "aws", y == 2, "gcp", "other")})',
    );
  });
});

describe("columns of ES|QL that are worked out", () => {
  test("a threshold is a constraint, with what is counted", () => {
    const query = "from a | where x == 1 | stats n = count(*), names = values(user.name) by source.ip | where n >= 10";

    expect(read(query)).toBe('(x equals "1" and {n >= 10} and {n = count(*) by source.ip})');
  });

  test("the window that is counted in belongs to it", () => {
    const query = "from a | eval w = date_trunc(5 minutes, @timestamp) | stats n = count() by w | where n > 3";

    expect(read(query)).toBe("({n > 3} and {w = date_trunc(5 minutes, @timestamp)} and {n = count() by w})");
  });

  test("what is worked out of what is worked out is followed to its beginning", () => {
    const query =
      "from a | eval w = date_trunc(5 minutes, @timestamp), l = length(p) | stats m = max(l) by w | eval r = m / 2 | where r > 3";

    expect(read(query)).toBe(
      "({r > 3} and {w = date_trunc(5 minutes, @timestamp)} and {l = length(p)} and {m = max(l) by w} and {r = m / 2})",
    );
  });

  test("what no filter depends on is left out", () => {
    expect(read("from a | where x == 1 | eval hint = concat(a, b) | stats v = values(hint) by y")).toBe('x equals "1"');
  });

  test("a comparison in it is kept, even where no filter depends on it", () => {
    expect(read('from a | eval kind = case(p like "*curl*", "web", "other") | keep kind')).toBe(
      '{kind = case(p like "*curl*", "web", "other")}',
    );
  });

  test("a filter of an aggregation belongs to it", () => {
    expect(read('from a | stats n = count(*) where event.outcome == "failure" by u | where n > 5')).toBe(
      '({n > 5} and {n = count(*) where event.outcome == "failure" by u})',
    );
  });

  test("an inline aggregation leaves the other columns as they are", () => {
    expect(read('from a | inline stats n = count() by h | where n < 3 and process.name == "cmd.exe"')).toBe(
      '({n < 3} and process.name equals "cmd.exe" and {n = count() by h})',
    );
  });

  test.each([
    ["grok", 'from a | grok url.path "%{WORD:verb} (?<rest>.*)" | where verb == "x" and rest == "y"', 2],
    ["dissect", 'from a | dissect url.path "%{a}/%{?skip}/%{+b->} %{}" | where a == "x" and b == "y"', 2],
  ])("%s makes columns of a text", (_, query, constraints) => {
    const { condition } = parse(query);

    expect(predicatesOf(condition)).toEqual([]);
    expect(condition).toMatchObject({ of: { length: constraints + 1 } });
  });

  test("what a model answers is worked out", () => {
    const query = 'from a | completion v = prompt with {"inference_id": "x"} | where v == "TP"';

    expect(read(query)).toBe('({v == "TP"} and {completion v = prompt with {"inference_id": "x"}})');
  });

  test("a column without a name has its words for one", () => {
    expect(read("from a | stats count(*) by u | where `count(*)` > 5")).toBe("({`count(*)` > 5} and {count(*) by u})");
  });

  test("a column of an expression that is too long to be repeated is only named", () => {
    const long = Array.from({ length: 3000 }, (_, index) => `a == ${index}`).join(" or ");

    expect(read(`from x | eval f = case(${long}, 1, 0) | where f == 1`)).toMatch(/^\(\{f == 1\} and \{f = case\(/);
  });
});

describe("commands of ES|QL", () => {
  test.each([
    ["limit 10", "{limit 10}"],
    ["sample 0.1", "{sample 0.1}"],
    ["sort a desc", "true"],
    ["keep Esql.*, a*, `b-c`", "true"],
    ["drop a", "true"],
    ["enrich policy on a with b", "?external-lookup{enrich policy on a with b}"],
    ["lookup join threats on source.ip", "?external-lookup{lookup join threats on source.ip}"],
    ["fork", "?syntax-error{fork}"],
    ["conjure a = b", "?unsupported{conjure a = b}"],
  ])("%s", (command, expected) => {
    expect(read(`from logs-* | ${command}`)).toBe(expected);
  });

  test("comments are no commands", () => {
    expect(read("from a // | where x == 1\n| where y == 2 /* | where z == 3 */")).toBe('y equals "2"');
  });
});

describe("lines of ES|QL", () => {
  test("every value has its own, also in a query within the query", () => {
    const query = 'from a\n| where x in ("p",\n "q") and\n kql("""\nprocess.name:cmd.exe""")';
    const { condition } = parseEsql(excerpt(query, 30), { kql: parseKuery, lucene: parseLucene });

    expect(predicatesOf(condition).map(({ values, line, lines }) => [values, line, lines])).toEqual([
      [["p", "q"], 31, [31, 32]],
      [["cmd.exe"], 34, undefined],
    ]);
  });

  test("a value of a column is on the line of its comparison", () => {
    const query = 'from a\n| eval f = case(\n x == "p", 1, 0)\n| where f == 1';
    const { condition } = parseEsql(excerpt(query, 1), { kql: parseKuery, lucene: parseLucene });

    expect(predicatesOf(condition)).toMatchObject([{ line: 3 }]);
  });

  test("a constraint on a choice is on the line of its filter, and what the choice is made by on its own", () => {
    const query = 'from a\n| grok q "%{WORD:d}"\n| eval d = coalesce(d, q)\n| where d == "x.com"';
    const { condition } = parseEsql(excerpt(query, 1), { kql: parseKuery, lucene: parseLucene });
    const lines = new Map<string, number>();
    visitLeaves(condition, (leaf) => {
      if (leaf.kind === "constraint") lines.set(leaf.text, leaf.line);
    });

    expect(lines.get('d == "x.com"')).toBe(4);
    expect(lines.get("d is not null")).toBe(3);
  });
});

describe("broken ES|QL", () => {
  test.each([
    ["where a == 1 and b =! 2 or c == 3", '((a equals "1" and ?syntax-error{b =! 2}) or c equals "3")'],
    ["where a == 1 and", '(a equals "1" and ?syntax-error{and})'],
    ["eval x = | where a == 1", '(?syntax-error{eval x =} and a equals "1")'],
    ["where a in () and b == 1", '(?syntax-error{a in ()} and b equals "1")'],
    ["stats n = count( by x | where a == 1", "?syntax-error"],
    ["where a == 1 b | where c == 2", '(?syntax-error{a == 1 b} and c equals "2")'],
    ["rename a b | where c == 2", '(?syntax-error{rename a b} and c equals "2")'],
    ["| where c == 2", '(?syntax-error{|} and c equals "2")'],
    ['where kql("a:(1")', "?syntax-error{a:(1}"],
  ])("%s", (commands, expected) => {
    const { condition, diagnostics } = parse(`from logs-* | ${commands}`);

    expect(shortly(condition)).toContain(expected);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
