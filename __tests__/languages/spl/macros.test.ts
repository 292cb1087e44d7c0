import { describe, expect, test } from "vitest";
import { parseSpl, type SplMacro } from "../../../src/languages/spl/index.ts";
import { excerpt } from "../../../src/syntax/excerpt.ts";
import { constraintsOf, opaquePartsOf, predicatesOf, shortly } from "../../support/conditions.ts";
import { parse, read } from "./read-search.ts";

describe("macros of SPL", () => {
  test.each([
    [
      "a piece of a search",
      "`shells` a=1",
      '((Image ends_with~ "sh" or Image ends_with~ "cmd.exe") and a equals~ "1")',
    ],
    [
      "macros within macros, and arguments",
      '`shells_by(root, "web, 1")`',
      '((Image ends_with~ "sh" or Image ends_with~ "cmd.exe") and User equals~ "root" and Computer equals~ "web, 1")',
    ],
    ["the rest of a pipeline", "a=1 | `rare(user)`", '(a equals~ "1" and {count < 3} and {count by user})'],
    ["a value", "a=`threshold`", 'a equals~ "10"'],
    [
      "an aggregation",
      "| tstats `counts` where a=1 | where count > `threshold`",
      '(a equals~ "1" and {count > 10} and {count})',
    ],
    ["an expression", "* | where `is_shell(Image)` OR a=1", '(Image regex "sh$" or a equals "1")'],
  ])("stand for %s", (_, query, expected) => {
    expect(read(query)).toBe(expected);
  });

  test.each([
    ["`not_there`", "unresolved-macro", "`not_there`"],
    ["`shells(1)`", "unresolved-macro", "`shells(1)`"],
    ["a=`not_there`", "unresolved-macro", "`not_there`"],
    ["a=1 | `not_there(b, c)`", "unresolved-macro", "`not_there(b, c)`"],
    ["* | where a > `not_there`", "unresolved-macro", "a > `not_there`"],
    ["`worked_out`", "unsupported", "`worked_out`"],
    ["`endless`", "unsupported", "`endless`"],
  ])("that can't be expanded are opaque, with their name: %s", (query, reason, text) => {
    const { condition, diagnostics } = parse(query);

    expect(opaquePartsOf(condition)).toMatchObject([{ reason, text }]);
    expect(diagnostics).toEqual([]);
  });

  test.each([
    "a=1 | `some_rule_filter`",
    "a=1 `some_rule_filter`",
    "a=1 | `empty_filter`",
    "a=1 | `security_content_ctime(firstTime)` | `security_content_ctime(lastTime)`",
    "a=1 | `drop_dm_object_name(Processes)`",
  ])("that a team fills in or that only shape what is shown leave nothing behind: %s", (query) => {
    expect(read(query)).toBe('a equals~ "1"');
  });

  test("a filter that a team has filled in is an exclusion", () => {
    expect(read("a=1 | `team_filter`")).toBe('(a equals~ "1" and not user equals~ "scanner")');
  });

  test("are not looked for in texts", () => {
    expect(read('a="`shells`"')).toBe('a equals~ "`shells`"');
  });

  test("are on the line of their call, and what follows on its own", () => {
    const { condition } = parse("a=1\n`shells` b=2\n| where `is_shell(c)`\n  AND d=3");

    expect(predicatesOf(condition).map(({ field, line }) => [field, line])).toEqual([
      ["a", 1],
      ["Image", 2],
      ["Image", 2],
      ["b", 2],
      ["c", 3],
      ["d", 4],
    ]);
  });

  test("that multiply are expanded up to a limit, and the rest is said", () => {
    const bomb = new Map(
      Array.from({ length: 40 }, (_, level) => [
        `level${level}`,
        definition(`level${level}`, level === 0 ? "a=1" : `\`level${level - 1}\` \`level${level - 1}\``),
      ]),
    );
    const { condition, diagnostics } = parseSpl(excerpt("`level39` b=2", 1), { macros: (name) => bomb.get(name) });

    expect(opaquePartsOf(condition).map(({ reason }) => reason)).toContain("limit-exceeded");
    expect(predicatesOf(condition).map(({ field }) => field)).toContain("b");
    expect(diagnostics.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  });

  test("that grow with their arguments are expanded up to a limit", () => {
    const grow = { ...definition("grow", "$x$".repeat(5_000)), parameters: ["x"] };
    const { diagnostics } = parseSpl(excerpt(`\`grow(${"y".repeat(100_000)})\``, 1), { macros: () => grow });

    expect(diagnostics.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  });

  test("that search for themselves in a text come to an end", () => {
    const again = definition("again", 'a=1 | map search="search `again`"');
    const { condition } = parseSpl(excerpt("`again`", 1), { macros: () => again });

    expect(opaquePartsOf(condition)).toMatchObject([{ reason: "limit-exceeded" }]);
  });
});

test("a column that a left join takes from a table is one that only the environment knows", () => {
  const { condition } = parse("a=1 | join type=left host [| inputlookup seen] | eval n=1 | where n=1");

  expect(shortly(condition)).toBe('a equals~ "1"');
  expect(constraintsOf(condition)).toEqual([]);
});

function definition(name: string, text: string): SplMacro {
  return { name, parameters: [], definition: text, isEval: false };
}
