import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEql } from "../../src/languages/eql/index.ts";
import { parseEsql } from "../../src/languages/esql/index.ts";
import { parseKuery } from "../../src/languages/kuery/index.ts";
import type { ParsedQuery } from "../../src/languages/language.ts";
import { parseLucene } from "../../src/languages/lucene/index.ts";
import { parseSpl, type SplMacro } from "../../src/languages/spl/index.ts";
import type { Condition } from "../../src/model/condition.ts";
import { type Excerpt, excerpt } from "../../src/syntax/excerpt.ts";
import { nodesOf } from "../support/conditions.ts";

interface Language {
  readonly parse: (query: Excerpt) => ParsedQuery;
  /** Queries as people write them; what the properties cut up and shuffle. */
  readonly samples: readonly string[];
}

/** What every query language keeps, whatever it is. A language that is added here has nothing else to show for it. */
const languages: Readonly<Record<string, Language>> = {
  eql: {
    parse: parseEql,
    samples: [
      'process where host.os.type == "windows" and process.name : ("cmd.exe", "pow*") and not ?user.id in ("S-1-5-18", null)',
      'sequence by host.id with maxspan=1m\n [file where file.path regex~ """C:\\\\(a|b).*"""] by x with runs=2\n ![any where true] by y\nuntil [any where z != null] | head 1',
      'any where length(a.b) + 1 >= 2 * 3 or (cidrMatch(source.ip, "10.0.0.0/8") and startsWith~(`a-b`, "/tmp")) // x',
    ],
  },
  kuery: {
    parse: parseKuery,
    samples: [
      'process.name:(cmd.exe or "power shell.exe" or *sh) and not user:{ id:S-1-5-18 or name:* }',
      'message:"a \\"b\\"" or destination.port >= 1024 and (source.ip:10.0.0.0/8 or not \\and:x\\:y*)',
    ],
  },
  lucene: {
    parse: parseLucene,
    samples: [
      'process.name:(cmd.exe OR pow*) AND NOT user.name:"root" +a:[1 TO 5} -b:/x.y\\/z/ c:>=3',
      '_exists_:a && (b c~2 || "d e"~5^2) !f:\\:g',
    ],
  },
  esql: {
    parse: (query) => parseEsql(query, { kql: parseKuery, lucene: parseLucene }),
    samples: [
      'from logs-*, b metadata _id\n| eval l = to_lower(process.name), f = case(l like "*sh", 1, 0)\n| where f == 1 and kql("""a:(b or c)""")\n| stats n = count(*) where x is not null by y = date_trunc(5 minutes, @timestamp)\n| where n >= 3',
      'from a | rename b as c | grok c "%{WORD:d} %{IP:e}" | dissect c "%{g}/%{h}" | where d rlike "x.*" or not e in ("1", "2") | keep d, e*, f.* | limit 5',
      'from (from a | where b == 1 | eval c = d), e metadata _id | fork (where c == 2 | limit 3) (stats n = count() by c) | where n > 4 and c not in (from f | where g like "h*" | keep c)',
      'from a | where match(b, "c", {"fuzziness": 1}) or -d::long + 2 > coalesce(e, [1, 2]) | enrich p on q | completion r = s with { }',
    ],
  },
  spl: {
    parse: (query) => parseSpl(query, { macros: splMacro }),
    samples: [
      'index=main (EventCode IN (1, "4688") OR Image="*\\\\cmd.exe") NOT user!=*$ `shells(a, "b c")` ```note``` [search x=1 | fields y]\n| search TERM(a.b) earliest=-1d',
      '| tstats `counts` from datamodel=Endpoint.Processes where Processes.process_name=p* by Processes.dest _time span=1h | `drop_dm_object_name(Processes)` | where like(process, "%a_b%") AND NOT match(x, "(?i)\\\\d+") OR count > 3 | `any_filter`',
      'a=1 | eval f = if(isnull(b), lower(c), coalesce(d, "e")), g=case(h="i", 1, true(), 2) | rex field=j "(?<k>x)" | rename l as m, n.* as * | stats dc(k) as o values(m) by f | lookup t u OUTPUT v | where f="w" AND \'o\'>=2 | regex m!="y$"',
      'a=1 | join type=left b [| inputlookup c where d=1] | append [search e=2] | transaction f startswith=(g=1) endswith="h" | map search="search i=$j$" | appendpipe [stats count] | eval k=searchmatch("l=1") | foreach m* [eval n=1] | where k',
    ],
  },
};

/** Macros with a parameter, with calls, and without end. */
function splMacro(name: string, argumentCount: number): SplMacro | undefined {
  const definition = { shells: "Image=$x$ User=$y$ `counts`", counts: "count min(_time) as t", a: "`a` `a`" }[name];
  if (definition === undefined) return undefined;
  return { name, parameters: ["x", "y"].slice(0, argumentCount), definition, isEval: false };
}

describe.each(Object.entries(languages))("the reader of %s", (_, { parse, samples }) => {
  test("reads its samples in full", () => {
    const conditions = samples.map((sample) => parse(excerpt(sample, 1)));

    expect(conditions.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(
      conditions.flatMap(({ condition }) => nodesOf(condition)).filter(({ kind }) => kind === "opaque"),
    ).toHaveLength(samples.some((sample) => sample.includes("| enrich")) ? 1 : 0);
  });

  test("never throws on any text, and is true to the model", () => {
    fc.assert(
      fc.property(anyText(samples), (text) => checkReading(text, parse)),
      { numRuns: 500 },
    );
  });

  test("says the same of the same text", () => {
    fc.assert(
      fc.property(anyText(samples), (text) => {
        expect(parse(excerpt(text, 1))).toEqual(parse(excerpt(text, 1)));
      }),
    );
  });

  test("moves its lines with the query", () => {
    fc.assert(
      fc.property(anyText(samples), (text) => {
        const lines = linesOf(parse(excerpt(text, 1)).condition);

        expect(linesOf(parse(excerpt(text, 101)).condition)).toEqual(lines.map((line) => line + 100));
      }),
    );
  });

  test.each([
    ["opening brackets", "(".repeat(100_000)],
    ["closing brackets", ")".repeat(100_000)],
    ["brackets of all kinds", "([{".repeat(30_000)],
    ["negations", "not ".repeat(40_000)],
    ["quotes", '"'.repeat(100_000)],
    ["raw quotes", '"""'.repeat(33_000)],
    ["comments", "/*".repeat(50_000)],
    ["backslashes", "\\".repeat(100_000)],
    ["backticks", "`".repeat(100_000)],
    ["words", "a ".repeat(40_000)],
    ["fields", "a:".repeat(40_000)],
    ["dots", "a.".repeat(50_000)],
    ["stars", `any where a : "${"*a?".repeat(30_000)}"`],
    ["pipes", `from a ${"| where a = ".repeat(10_000)}`],
    ["steps", `sequence ${"[any where a == 1] ".repeat(5_000)}`],
    ["values", `any where a in (${'"x",'.repeat(20_000)}"y")`],
    ["blanks", `a:${" ".repeat(100_000)}b`],
    ["ranges", "a:[1 TO ".repeat(10_000)],
    ["sub-searches", "a=1 [search ".repeat(20_000)],
    ["macros", "`a` ".repeat(25_000)],
    ["macros within macros", "`shells(`counts`, b)` | ".repeat(5_000)],
    ["computed columns", `a=1 ${"| eval b=if(b=1, b, c) ".repeat(3_000)}| where b=2`],
    ["searches within texts", `* | where ${'searchmatch("a=1 b=2") OR '.repeat(5_000)}c=3`],
    ["joins", "a=1 | join b [search c=1] ".repeat(3_000)],
    ["appended searches", "a=1 | append [search c=1] | where d=1 ".repeat(3_000)],
  ])("comes back from thousands of %s", (_, text) => {
    checkReading(text, parse);
  });
});

/** Strings of all sorts, and samples with parts cut out, doubled and put elsewhere. */
function anyText(samples: readonly string[]): fc.Arbitrary<string> {
  const pieces = samples.flatMap((sample) => sample.match(/\w+|\s+|[^\w\s]/g) ?? []);
  const shuffled = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));
  const mutated = fc
    .tuple(fc.constantFrom(...samples), fc.nat(), fc.nat(5), fc.constantFrom("", ...pieces, "🔥", "\u0000"))
    .map(([sample, at, length, inserted]) => {
      const start = at % (sample.length + 1);
      return sample.slice(0, start) + inserted + sample.slice(start + length);
    });
  return fc.oneof(mutated, shuffled, fc.string({ unit: "binary", maxLength: 60 }));
}

function checkReading(text: string, parse: Language["parse"]): void {
  const { condition, diagnostics } = parse(excerpt(text, 1));
  const nodes = nodesOf(condition);
  const last = text.split("\n").length;

  expect(nodes.filter((node) => !isWellFormed(node))).toEqual([]);
  expect(linesOf(condition).filter((line) => !(line >= 1 && line <= last))).toEqual([]);
  expect(
    diagnostics.filter(({ location }) => location.line < 1 || location.line > last || location.column < 1),
  ).toEqual([]);
  // What is opaque for its syntax is reported, and the other way round.
  const broken = nodes.filter((node) => node.kind === "opaque" && node.reason === "syntax-error");
  expect(broken.length > 0).toBe(diagnostics.some(({ code }) => code === "syntax-error"));
}

function isWellFormed(node: Condition): boolean {
  switch (node.kind) {
    case "any":
      return node.of.length > 0;
    case "not":
      return node.condition.kind !== "not";
    case "sequence":
      return node.steps.length > 0;
    case "predicate": {
      const { values, lines, operator } = node;
      const isExists = operator !== "exists" || values.every((value) => value === "*");
      return values.length > 0 && (lines === undefined || lines.length === values.length) && isExists;
    }
    default:
      return true;
  }
}

function linesOf(condition: Condition): readonly number[] {
  return nodesOf(condition).flatMap((node) => {
    if (node.kind === "predicate") return [node.line, ...(node.lines ?? [])];
    return node.kind === "constraint" || node.kind === "opaque" ? [node.line] : [];
  });
}
