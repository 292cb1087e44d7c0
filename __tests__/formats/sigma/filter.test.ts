import { describe, expect, test } from "vitest";
import { evaluate } from "../../support/evaluate.ts";
import { briefly, readFile, readLinked } from "./read-file.ts";

function filter(
  rules: string,
  lines = "selection: {User|startswith: adm_}\ncondition: not selection",
  logsource = "{product: windows}",
): string {
  return `title: Administrators\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n${lines.replace(/^/gm, "  ")}\n`;
}

function rule(title: string, logsource = "{product: windows, category: process_creation}"): string {
  return `title: ${title}\nname: ${title}\nlogsource: ${logsource}\ndetection:\n  selection: {Image|endswith: '\\cmd.exe'}\n  condition: selection\n`;
}

describe("a filter", () => {
  test("is no rule, and has its log source, its rules and its condition", () => {
    const { rules, filters, diagnostics } = readFile(`id: 4a\n${filter("[6f3e2987, whoami]")}`);

    expect({ rules, diagnostics }).toEqual({ rules: [], diagnostics: [] });
    expect(filters).toMatchObject([
      {
        title: "Administrators",
        path: "rules/windows/rule.yml",
        line: 1,
        rules: ["6f3e2987", "whoami"],
        format: "sigma",
        logSource: { product: "windows", category: undefined },
        condition: { kind: "not", condition: { operator: "starts_with", values: ["adm_"], line: 6 } },
      },
    ]);
  });

  test.each([
    ["any", "any"],
    ["all", "any"],
    ["Any", "any"],
    ["[any]", "any"],
    ["[]", "any"],
    ["whoami", ["whoami"]],
    ["[4688]", ["4688"]],
    ["[' whoami ']", ["whoami"]],
    ["[any, whoami]", ["any", "whoami"]],
  ])("for %s", (rules, expected) => {
    expect(readFile(filter(rules)).filters[0]?.rules).toEqual(expected);
  });

  test("that does not say for which rules is for none, and that is said", () => {
    for (const text of [filter(""), filter("any").replace("  rules: any\n", "")]) {
      const { filters, diagnostics } = readFile(text);

      expect(filters).toEqual([]);
      expect(briefly(diagnostics)).toEqual(["3 missing-part"]);
    }
  });

  test.each([
    ["no title", filter("any").replace("title: Administrators\n", ""), ["1 missing-part"]],
    ["no log source", filter("any").replace("logsource: {product: windows}\n", ""), ["1 missing-part"]],
    ["no condition", filter("any", "selection: {a: b}"), ["3 missing-part"]],
    ["a condition that can't be read", filter("any", "selection: {a: b}\ncondition: selektion"), ["6 invalid-value"]],
  ])("with %s is read and says so", (_, text, expected) => {
    const { filters, diagnostics } = readFile(text);

    expect(filters).toHaveLength(1);
    expect(briefly(diagnostics)).toEqual(expected);
  });
});

describe("linking filters", () => {
  test("adds their condition to the rules they name", () => {
    const { condition, diagnostics } = readLinked([filter("[whoami]"), rule("whoami"), rule("other")].join("---\n"));
    const [admin, user] = ["adm_bob", "bob"].map((User) => ({ User, Image: "C:\\cmd.exe" }));

    expect(diagnostics).toEqual([]);
    expect(evaluate(condition("whoami"), admin ?? {})).toBe(false);
    expect(evaluate(condition("whoami"), user ?? {})).toBe(true);
    expect(evaluate(condition("other"), admin ?? {})).toBe(true);
  });

  test("adds it to any rule of their log source", () => {
    const documents = [
      filter("any"),
      rule("windows"),
      rule("linux", "{product: linux, category: process_creation}"),
      rule("any_product", "{category: process_creation}"),
    ];
    const { condition } = readLinked(documents.join("---\n"));

    expect(condition("windows").kind).toBe("all");
    expect(condition("linux").kind).toBe("predicate");
    expect(condition("any_product").kind).toBe("predicate");
  });

  test("adds several to one rule", () => {
    const system = filter("any", "selection: {User: SYSTEM}\ncondition: not selection");
    const { condition } = readLinked([filter("any"), rule("whoami"), system].join("---\n"));

    expect(
      ["adm_bob", "SYSTEM", "bob"].map((User) => evaluate(condition("whoami"), { User, Image: "\\cmd.exe" })),
    ).toEqual([false, false, true]);
  });

  test("a rule they name and that is not there is a diagnostic", () => {
    expect(briefly(readLinked(filter("[gone]")).diagnostics)).toEqual(["1 unresolved-reference"]);
  });

  test("leaves correlations alone", () => {
    const correlation =
      "title: Correlation\ncorrelation:\n  type: event_count\n  rules: [whoami]\n  timespan: 5m\n  condition: {gte: 2}\n  generate: true\n";
    const { condition } = readLinked([filter("any", undefined, "{}"), rule("whoami"), correlation].join("---\n"));

    expect(condition("Correlation")).toMatchObject({ kind: "all", of: [{ kind: "all" }, { kind: "constraint" }] });
  });
});
