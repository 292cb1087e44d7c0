import { describe, expect, test } from "vitest";
import { parseEql } from "../../src/languages/eql/index.ts";
import { parseEsql } from "../../src/languages/esql/index.ts";
import { parseKuery } from "../../src/languages/kuery/index.ts";
import { parseLucene } from "../../src/languages/lucene/index.ts";
import { parseSpl } from "../../src/languages/spl/index.ts";
import type { Condition } from "../../src/model/condition.ts";
import { excerpt } from "../../src/syntax/excerpt.ts";

/** One thing to look for, in each language that can say it: indicators as `field operator value`, exclusions with a `-`. */
const cases: readonly {
  readonly says: string;
  readonly eql?: string;
  readonly kuery?: string;
  readonly lucene?: string;
  readonly esql?: string;
  readonly spl?: string;
  readonly indicators: readonly string[];
}[] = [
  {
    says: "a name",
    eql: 'process.name == "cmd.exe"',
    kuery: "process.name:cmd.exe",
    lucene: "process.name:cmd.exe",
    esql: 'process.name == "cmd.exe"',
    spl: "process.name=cmd.exe",
    indicators: ["process.name equals cmd.exe"],
  },
  {
    says: "a quoted name",
    eql: 'process.name : "Claude Helper"',
    kuery: 'process.name:"Claude Helper"',
    lucene: 'process.name:"Claude Helper"',
    esql: 'process.name == "Claude Helper"',
    spl: 'process.name="Claude Helper"',
    indicators: ["process.name equals Claude Helper"],
  },
  {
    says: "a name in any case",
    eql: 'process.name : "CMD.EXE"',
    esql: 'to_lower(process.name) == "CMD.EXE"',
    spl: "process.name=CMD.EXE",
    indicators: ["process.name equals CMD.EXE"],
  },
  {
    says: "several names",
    eql: 'process.name in ("cmd.exe", "sh")',
    kuery: "process.name:(cmd.exe or sh)",
    lucene: "process.name:(cmd.exe OR sh)",
    esql: 'process.name in ("cmd.exe", "sh")',
    spl: "process.name IN (cmd.exe, sh)",
    indicators: ["process.name equals cmd.exe", "process.name equals sh"],
  },
  {
    says: "several names in any case",
    eql: 'process.name in~ ("cmd.exe", "sh")',
    esql: 'to_lower(process.name) in ("cmd.exe", "sh")',
    spl: 'process.name IN ("cmd.exe" "sh")',
    indicators: ["process.name equals cmd.exe", "process.name equals sh"],
  },
  {
    says: "any other name",
    eql: 'process.name != "cmd.exe"',
    kuery: "not process.name:cmd.exe",
    lucene: "NOT process.name:cmd.exe",
    esql: 'process.name != "cmd.exe"',
    spl: "process.name!=cmd.exe",
    indicators: ["-process.name equals cmd.exe"],
  },
  {
    says: "any name but these",
    eql: 'process.name not in ("cmd.exe", "sh")',
    kuery: "not process.name:(cmd.exe or sh)",
    esql: 'process.name not in ("cmd.exe", "sh")',
    spl: "NOT process.name IN (cmd.exe, sh)",
    indicators: ["-process.name equals cmd.exe", "-process.name equals sh"],
  },
  {
    says: "a text within",
    eql: 'process.command_line : "* -enc *"',
    kuery: "process.command_line:* -enc *",
    esql: 'process.command_line like "* -enc *"',
    spl: 'process.command_line="* -enc *"',
    indicators: ["process.command_line contains  -enc "],
  },
  {
    says: "a text within, by a function",
    eql: 'stringContains(process.command_line, "-enc")',
    kuery: "process.command_line:*-enc*",
    lucene: "process.command_line:*\\-enc*",
    esql: 'contains(process.command_line, "-enc")',
    spl: '* | where like(process.command_line, "%-enc%")',
    indicators: ["process.command_line contains -enc"],
  },
  {
    says: "a beginning",
    eql: 'file.path like "/dev/shm/*"',
    kuery: "file.path:/dev/shm/*",
    lucene: "file.path:\\/dev\\/shm\\/*",
    esql: 'file.path like "/dev/shm/*"',
    spl: "file.path=/dev/shm/*",
    indicators: ["file.path starts_with /dev/shm/"],
  },
  {
    says: "a beginning, by a function",
    eql: 'startsWith(file.path, "/dev/shm/")',
    esql: 'starts_with(file.path, "/dev/shm/")',
    spl: '* | where like(file.path, "/dev/shm/%")',
    indicators: ["file.path starts_with /dev/shm/"],
  },
  {
    says: "an end",
    eql: 'file.name : "*.dll"',
    kuery: "file.name:*.dll",
    lucene: "file.name:*.dll",
    esql: 'file.name like "*.dll"',
    spl: "file.name=*.dll",
    indicators: ["file.name ends_with .dll"],
  },
  {
    says: "an end, by a function",
    eql: 'endsWith~(file.name, ".dll")',
    esql: 'ends_with(to_lower(file.name), ".dll")',
    spl: '* | where like(lower(file.name), "%.dll")',
    indicators: ["file.name ends_with .dll"],
  },
  {
    says: "a pattern with a run in it",
    eql: 'file.path : "/home/*/.ssh/id_rsa"',
    kuery: "file.path:/home/*/.ssh/id_rsa",
    esql: 'file.path like "/home/*/.ssh/id_rsa"',
    spl: 'file.path="/home/*/.ssh/id_rsa"',
    indicators: ["file.path wildcard /home/*/.ssh/id_rsa"],
  },
  {
    says: "a pattern with one character open",
    eql: 'process.name : "svc?ost.exe"',
    lucene: "process.name:svc?ost.exe",
    esql: 'process.name like "svc?ost.exe"',
    spl: '* | where like(process.name, "svc_ost.exe")',
    indicators: ["process.name wildcard svc?ost.exe"],
  },
  {
    says: "patterns and names in one list",
    eql: 'process.name : ("cmd.exe", "pow*", "sh")',
    kuery: "process.name:(cmd.exe or pow* or sh)",
    lucene: "process.name:(cmd.exe OR pow* OR sh)",
    esql: 'process.name like ("cmd.exe", "pow*", "sh")',
    spl: 'process.name IN ("cmd.exe", "pow*", "sh")',
    indicators: ["process.name equals cmd.exe", "process.name equals sh", "process.name starts_with pow"],
  },
  {
    says: "a path of Windows",
    eql: 'file.path == "C:\\\\Windows\\\\Temp"',
    kuery: 'file.path:"C:\\\\Windows\\\\Temp"',
    lucene: 'file.path:"C:\\\\Windows\\\\Temp"',
    esql: 'file.path == "C:\\\\Windows\\\\Temp"',
    spl: 'file.path="C:\\\\Windows\\\\Temp"',
    indicators: ["file.path equals C:\\Windows\\Temp"],
  },
  {
    says: "a path of Windows without quotes, or raw",
    eql: 'file.path == """C:\\Windows\\Temp"""',
    kuery: "file.path:C\\:\\\\Windows\\\\Temp",
    lucene: "file.path:C\\:\\\\Windows\\\\Temp",
    esql: 'file.path == """C:\\Windows\\Temp"""',
    spl: "file.path=C:\\Windows\\Temp",
    indicators: ["file.path equals C:\\Windows\\Temp"],
  },
  {
    says: "everything below a folder of Windows",
    eql: 'file.path : "C:\\\\Users\\\\*"',
    kuery: "file.path:C\\:\\\\Users\\\\*",
    lucene: "file.path:C\\:\\\\Users\\\\*",
    esql: 'file.path like """C:\\\\Users\\\\*"""',
    spl: 'file.path="C:\\\\Users\\\\*"',
    indicators: ["file.path starts_with C:\\Users\\"],
  },
  {
    says: "any folder in a path of Windows",
    eql: 'file.path : "C:\\\\Users\\\\*\\\\a.exe"',
    kuery: "file.path:C\\:\\\\Users\\\\*\\\\a.exe",
    esql: 'file.path like "C:\\\\\\\\Users\\\\\\\\*\\\\\\\\a.exe"',
    spl: 'file.path="C:\\\\Users\\\\*\\\\a.exe"',
    indicators: ["file.path wildcard C:\\Users\\\\*\\a.exe"],
  },
  {
    says: "a star that is one",
    eql: 'process.args == "5*3"',
    kuery: 'process.args:"5*3"',
    lucene: "process.args:5\\*3",
    esql: 'process.args like """5\\*3"""',
    spl: '* | where process.args="5*3"',
    indicators: ["process.args equals 5*3"],
  },
  {
    says: "quotes in a text",
    eql: 'process.args == "say \\"hi\\""',
    kuery: 'process.args:"say \\"hi\\""',
    lucene: 'process.args:"say \\"hi\\""',
    esql: 'process.args == "say \\"hi\\""',
    spl: 'process.args="say \\"hi\\""',
    indicators: ['process.args equals say "hi"'],
  },
  {
    says: "an expression for the whole value",
    eql: 'process.name regex "pow(er)?shell"',
    lucene: "process.name:/pow(er)?shell/",
    esql: 'process.name rlike "pow(er)?shell"',
    spl: '* | where match(process.name, "^pow(er)?shell$")',
    indicators: ["process.name regex ^pow(er)?shell$"],
  },
  {
    says: "an expression for a part of the value",
    eql: 'process.args regex ".*[0-9]{8}.*"',
    lucene: "process.args:/.*[0-9]{8}.*/",
    esql: 'process.args rlike ".*[0-9]{8}.*"',
    spl: '* | regex process.args="[0-9]{8}"',
    indicators: ["process.args regex [0-9]{8}"],
  },
  {
    says: "an expression with a choice",
    eql: 'process.name regex~ "a|b"',
    lucene: "process.name:/a|b/",
    esql: 'process.name rlike "a|b"',
    spl: '* | regex process.name="^(?:a|b)$"',
    indicators: ["process.name regex ^(?:a|b)$"],
  },
  {
    says: "a number",
    eql: "event.code == 4688",
    kuery: "event.code:4688",
    lucene: "event.code:4688",
    esql: "event.code == 4688",
    spl: "event.code=4688",
    indicators: ["event.code equals 4688"],
  },
  {
    says: "a number as a text",
    eql: 'event.code == "4688"',
    kuery: 'event.code:"4688"',
    esql: 'event.code == "4688"',
    spl: 'event.code="4688"',
    indicators: ["event.code equals 4688"],
  },
  {
    says: "several numbers",
    eql: "destination.port in (22, 3389)",
    kuery: "destination.port:(22 or 3389)",
    lucene: "destination.port:(22 OR 3389)",
    esql: "destination.port in (22, 3389)",
    spl: "destination.port IN (22, 3389)",
    indicators: ["destination.port equals 22", "destination.port equals 3389"],
  },
  {
    says: "at least",
    eql: "destination.port >= 1024",
    kuery: "destination.port >= 1024",
    lucene: "destination.port:>=1024",
    esql: "destination.port >= 1024",
    spl: "destination.port>=1024",
    indicators: ["destination.port gte 1024"],
  },
  {
    says: "less than",
    eql: "destination.port < 1024",
    kuery: "destination.port < 1024",
    lucene: "destination.port:[* TO 1024}",
    esql: "1024 > destination.port",
    spl: "* | where 1024 > 'destination.port'",
    indicators: ["destination.port lt 1024"],
  },
  {
    says: "between",
    eql: "destination.port > 1024 and destination.port <= 2048",
    kuery: "destination.port > 1024 and destination.port <= 2048",
    lucene: "destination.port:{1024 TO 2048]",
    esql: "destination.port > 1024 and destination.port <= 2048",
    spl: "destination.port>1024 destination.port<=2048",
    indicators: ["destination.port gt 1024", "destination.port lte 2048"],
  },
  {
    says: "a truth value",
    eql: "process.code_signature.trusted == false",
    kuery: "process.code_signature.trusted:false",
    lucene: "process.code_signature.trusted:false",
    esql: "process.code_signature.trusted == false",
    spl: "process.code_signature.trusted=false",
    indicators: ["process.code_signature.trusted equals false"],
  },
  {
    says: "a truth value by itself",
    eql: "process.code_signature.trusted",
    kuery: "process.code_signature.trusted:true",
    esql: "process.code_signature.trusted",
    spl: "process.code_signature.trusted=true",
    indicators: ["process.code_signature.trusted equals true"],
  },
  {
    says: "that there is a value",
    eql: "?user.name != null",
    kuery: "user.name:*",
    lucene: "_exists_:user.name",
    esql: "user.name is not null",
    spl: "user.name=*",
    indicators: ["user.name exists *"],
  },
  {
    says: "that there is none",
    eql: "?user.name == null",
    kuery: "not user.name:*",
    lucene: "NOT _exists_:user.name",
    esql: "user.name is null",
    spl: "* | where isnull('user.name')",
    indicators: ["-user.name exists *"],
  },
  {
    says: "a network",
    eql: 'cidrMatch(source.ip, "10.0.0.0/8", "fe80::/10")',
    kuery: 'source.ip:(10.0.0.0/8 or "fe80::/10")',
    esql: 'cidr_match(source.ip, "10.0.0.0/8", "fe80::/10")',
    spl: "source.ip IN (10.0.0.0/8, fe80::/10)",
    indicators: ["source.ip cidr 10.0.0.0/8", "source.ip cidr fe80::/10"],
  },
  {
    says: "no network",
    eql: 'not cidrMatch(source.ip, "10.0.0.0/8")',
    kuery: "not source.ip:10.0.0.0/8",
    lucene: 'NOT source.ip:"10.0.0.0/8"',
    esql: 'not cidr_match(source.ip, "10.0.0.0/8")',
    spl: '* | where NOT cidrmatch("10.0.0.0/8", source.ip)',
    indicators: ["-source.ip cidr 10.0.0.0/8"],
  },
  {
    says: "all of several",
    eql: 'process.args == "-a" and process.args == "-b"',
    kuery: 'process.args:("-a" and "-b")',
    lucene: 'process.args:("-a" AND "-b")',
    esql: 'process.args == "-a" and process.args == "-b"',
    spl: 'process.args="-a" process.args="-b"',
    indicators: ["process.args equals -a", "process.args equals -b"],
  },
  {
    says: "one of several with an exception",
    eql: '(a == "1" or b == "2") and not (c == "3" and d == "4")',
    kuery: "(a:1 or b:2) and not (c:3 and d:4)",
    lucene: "(a:1 OR b:2) AND NOT (c:3 AND d:4)",
    esql: '(a == "1" or b == "2") and not (c == "3" and d == "4")',
    spl: "(a=1 OR b=2) NOT (c=3 d=4)",
    indicators: ["-c equals 3", "-d equals 4", "a equals 1", "b equals 2"],
  },
  {
    says: "an exception to an exception",
    eql: 'not (a == "1" and not b == "2")',
    kuery: "not (a:1 and not b:2)",
    lucene: "NOT (a:1 AND NOT b:2)",
    esql: 'not (a == "1" and b != "2")',
    spl: "NOT (a=1 NOT b=2)",
    indicators: ["-a equals 1", "b equals 2"],
  },
  {
    says: "`and` before `or`",
    eql: 'a == "1" or b == "2" and c == "3"',
    kuery: "a:1 or b:2 and c:3",
    lucene: "a:1 OR (b:2 AND c:3)",
    esql: 'a == "1" or b == "2" and c == "3"',
    spl: "* | where a=1 OR b=2 AND c=3",
    indicators: ["a equals 1", "b equals 2", "c equals 3"],
  },
  {
    says: "a field with a dash",
    eql: '`my-field` == "x"',
    kuery: "my-field:x",
    lucene: "my-field:x",
    esql: '`my-field` == "x"',
    spl: "my-field=x",
    indicators: ["my-field equals x"],
  },
  {
    says: "another name of a field",
    eql: 'process.name == "cmd.exe"',
    esql: 'kql("process.name:cmd.exe")',
    spl: '* | rename process.name as name | where name="cmd.exe"',
    indicators: ["process.name equals cmd.exe"],
  },
];

const readers = {
  eql: (query: string) => parseEql(excerpt(`any where ${query}`, 1)),
  kuery: (query: string) => parseKuery(excerpt(query, 1)),
  lucene: (query: string) => parseLucene(excerpt(query, 1)),
  spl: (query: string) => parseSpl(excerpt(query, 1), { macros: () => undefined }),
  esql: (query: string) => parseEsql(excerpt(`from a | where ${query}`, 1), { kql: parseKuery, lucene: parseLucene }),
};

describe("the same thing has the same indicators in every language", () => {
  test.each(cases)("$says", ({ indicators, ...queries }) => {
    for (const language of ["eql", "kuery", "lucene", "esql", "spl"] as const) {
      const query = queries[language];
      if (query === undefined) continue;
      const { condition, diagnostics } = readers[language](query);

      expect(diagnostics).toEqual([]);
      expect([language, ...indicatorsOf(condition, "").sort()]).toEqual([language, ...indicators]);
    }
  });
});

function indicatorsOf(condition: Condition, sign: "" | "-"): string[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.flatMap((part) => indicatorsOf(part, sign));
    case "not":
      return indicatorsOf(condition.condition, sign === "" ? "-" : "");
    case "predicate":
      return condition.values.map((value) => `${sign}${condition.field} ${condition.operator} ${value}`);
    default:
      return [condition.kind];
  }
}
