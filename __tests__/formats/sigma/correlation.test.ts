import { describe, expect, test } from "vitest";
import { evaluate, evaluateWindow } from "../../support/evaluate.ts";
import { briefly, readFile, readLinked } from "./read-file.ts";

function correlation(lines: string, title = "Correlation"): string {
  return `title: ${title}\ncorrelation:\n${lines.replace(/^/gm, "  ")}\n`;
}

/** A rule that matches events with the field of its name. */
function rule(name: string): string {
  return `title: ${name}\nname: ${name}\nlogsource: {product: windows}\ndetection:\n  s: {${name}: 1}\n  condition: s\n`;
}

function together(...documents: readonly string[]): string {
  return documents.join("---\n");
}

const reference = (text: string, line: number) => ({ kind: "opaque", reason: "unresolved-reference", text, line });

describe("a correlation that counts", () => {
  test("is any of its rules under a constraint", () => {
    const { rules, diagnostics } = readFile(
      correlation(
        "type: event_count\nrules:\n  - failed_login\n  - 5638f7c0\ngroup-by:\n  - User\n  - Computer\ntimespan: 1h\ncondition:\n  gte: 10",
      ),
    );

    expect(diagnostics).toEqual([]);
    expect(rules).toMatchObject([
      {
        helpers: ["failed_login", "5638f7c0"],
        logSource: { product: undefined },
        condition: {
          kind: "all",
          of: [
            { kind: "any", of: [reference("failed_login", 5), reference("5638f7c0", 6)] },
            { kind: "constraint", text: "event_count gte 10 by User, Computer within 1h", line: 11 },
          ],
        },
      },
    ]);
  });

  test.each([
    ["value_count", "{field: User, gte: 100}", "value_count of User gte 100 within 1d"],
    ["value_count", "{field: [User, Domain], gt: 100}", "value_count of User, Domain gt 100 within 1d"],
    ["value_sum", "{field: bytes, gt: 1000}", "value_sum of bytes gt 1000 within 1d"],
    ["value_avg", "{field: bytes, lt: 10}", "value_avg of bytes lt 10 within 1d"],
    [
      "value_percentile",
      "{field: bytes, gt: 10, percentile: 95}",
      "value_percentile of bytes gt 10 and percentile 95 within 1d",
    ],
    ["value_median", "{field: bytes, eq: 10}", "value_median of bytes eq 10 within 1d"],
    ["event_count", "{gt: 100, lte: 200}", "event_count gt 100 and lte 200 within 1d"],
    ["EVENT_COUNT", "{neq: 1}", "event_count neq 1 within 1d"],
  ])("%s with %s", (type, condition, text) => {
    const { rules, diagnostics } = readFile(
      correlation(`type: ${type}\nrules: a\ntimespan: 1d\ncondition: ${condition}`),
    );

    expect(diagnostics).toEqual([]);
    expect(rules[0]?.condition).toMatchObject({ kind: "all", of: [reference("a", 4), { kind: "constraint", text }] });
  });

  test("says what its aliases stand for", () => {
    const aliases = "aliases:\n  ip:\n    a: source.ip\n    b: destination.ip";
    const { rules } = readFile(
      correlation(`type: event_count\nrules: [a, b]\ngroup-by: ip\ntimespan: 1d\ncondition: {gte: 2}\n${aliases}`),
    );

    expect(rules[0]?.condition).toMatchObject({
      of: [
        { kind: "any" },
        { text: "event_count gte 2 by ip within 1d" },
        { kind: "constraint", text: "ip is source.ip of a, destination.ip of b", line: 8 },
      ],
    });
  });
});

describe("a temporal correlation", () => {
  const grouping = "group-by: [Computer]\ntimespan: 5m";

  test("is a sequence of its rules in any order", () => {
    const { rules, diagnostics } = readFile(correlation(`type: temporal\nrules: [a, b]\n${grouping}`));

    expect(diagnostics).toEqual([]);
    expect(rules[0]?.condition).toEqual({
      kind: "sequence",
      ordered: false,
      steps: [reference("a", 4), reference("b", 4)],
      by: ["Computer"],
      within: "5m",
    });
  });

  test("temporal_ordered is one in the order of the rules", () => {
    const { condition } = readLinked(
      together(correlation(`type: temporal_ordered\nrules: [a, b]\n${grouping}`), rule("a"), rule("b")),
    );
    const events = [
      { a: 1, Computer: "DC01" },
      { b: 1, Computer: "DC01" },
    ];

    expect(evaluateWindow(condition("Correlation"), events)).toBe(true);
    expect(evaluateWindow(condition("Correlation"), events.toReversed())).toBe(false);
    expect(
      evaluateWindow(condition("Correlation"), [
        { a: 1, Computer: "DC01" },
        { b: 1, Computer: "WS01" },
      ]),
    ).toBe(false);
  });

  test.each(["{gte: 2}", "{eq: 2}", "{gt: 1}"])("that wants %s of its two rules wants both", (criterion) => {
    const { rules } = readFile(correlation(`type: temporal\nrules: [a, b]\n${grouping}\ncondition: ${criterion}`));

    expect(rules[0]?.condition).toMatchObject({ kind: "sequence", steps: [{ text: "a" }, { text: "b" }] });
  });

  test.each([
    ["{gte: 1}", "temporal gte 1 by Computer within 5m"],
    ["{gt: 0, lt: 3}", "temporal gt 0 and lt 3 by Computer within 5m"],
    ["{lte: 2}", "temporal lte 2 by Computer within 5m"],
  ])("that wants %s of its two rules is any of them under a constraint", (criterion, text) => {
    const { rules, diagnostics } = readFile(
      correlation(`type: temporal\nrules: [a, b]\n${grouping}\ncondition: ${criterion}`),
    );

    expect(diagnostics).toEqual([]);
    expect(rules[0]?.condition).toMatchObject({ kind: "all", of: [{ kind: "any" }, { kind: "constraint", text }] });
  });

  test.each<readonly [condition: string, events: string, expected: boolean]>([
    ["a and b", "a b", true],
    ["a and b", "a", false],
    ["a or b", "b", true],
    ["a and (b or c)", "c a", true],
    ["a and (b or c)", "b c", false],
    ["(a and b) or c", "c", true],
    ["(a and b) or c", "b", false],
    ["(a and b) or c", "a b", true],
    ["a and b and not c", "a b", true],
    ["a and b and not c", "a b c", false],
    ["a and b and not (c and a)", "a b c", false],
  ])("may say which rules it wants: %s on %s: %j", (text, names, expected) => {
    const rules = ["a", "b", "c"].filter((name) => text.includes(name));
    const document = correlation(`type: temporal\nrules: [${rules.join(", ")}]\ntimespan: 5m\ncondition: ${text}`);
    const { condition, diagnostics } = readLinked(together(document, rule("a"), rule("b"), rule("c")));
    const events = names.split(" ").map((name) => ({ [name]: 1 }));

    expect(diagnostics).toEqual([]);
    expect(evaluateWindow(condition("Correlation"), events)).toBe(expected);
  });

  test("one event is not two", () => {
    const document = correlation("type: temporal\nrules: [a, b]\ntimespan: 5m\ncondition: a and b");
    const { condition } = readLinked(together(document, rule("a"), rule("b")));

    expect(evaluateWindow(condition("Correlation"), [{ a: 1, b: 1 }])).toBe(false);
  });

  test("may leave out its rules where the condition names them", () => {
    const { rules, diagnostics } = readFile(
      correlation("type: temporal\ntimespan: 5m\ncondition: recon and (exec or not (recon))"),
    );

    expect(diagnostics).toEqual([]);
    expect(rules[0]?.helpers).toEqual(["recon", "exec"]);
  });

  test("with a condition in words is ordered by its rules", () => {
    const ordered = (rules: string) =>
      readFile(correlation(`type: temporal_ordered\nrules: [${rules}]\ntimespan: 5m\ncondition: a and b`)).rules[0]
        ?.condition;

    expect(ordered("a, b")).toMatchObject({ kind: "sequence", ordered: true, steps: [{ text: "a" }, { text: "b" }] });
    expect(ordered("b, a")).toMatchObject({
      kind: "all",
      of: [
        { kind: "sequence", ordered: false },
        { kind: "constraint", text: "in the order of b, a", line: 6 },
      ],
    });
  });
});

describe("what a correlation lacks or mistakes", () => {
  const complete = "type: event_count\nrules: [a]\ntimespan: 5m\ncondition: {gte: 2}";

  test.each([
    ["no rules", complete.replace("rules: [a]\n", ""), "2 missing-part"],
    ["an empty list of rules", complete.replace("[a]", "[]"), "2 missing-part"],
    ["a rule without a name", complete.replace("[a]", "[a, ' ']"), "4 invalid-value"],
    ["a rule that is a mapping", complete.replace("[a]", "[a, {b: c}]"), "4 invalid-value"],
    ["rules that are a mapping", complete.replace("[a]", "{b: c}"), "4 invalid-value"],
    ["no timespan", complete.replace("timespan: 5m\n", ""), "2 missing-part"],
    ["no condition", complete.replace("condition: {gte: 2}", ""), "2 missing-part"],
    ["a condition in words for a count", complete.replace("{gte: 2}", "a and b"), "2 missing-part"],
    ["no field to count the values of", complete.replace("event_count", "value_count"), "2 missing-part"],
    ["no type", complete.replace("type: event_count\n", ""), "2 invalid-value"],
    ["a type that does not exist", complete.replace("event_count", "event_sum"), "3 invalid-value"],
    [
      "a rule that its condition does not name",
      "type: temporal\nrules: [a, b]\ntimespan: 5m\ncondition: a",
      "6 invalid-value",
    ],
    [
      "a condition that names another rule",
      "type: temporal\nrules: [a, b]\ntimespan: 5m\ncondition: a and b and x",
      "6 invalid-value",
    ],
    [
      "a condition that breaks off",
      "type: temporal\nrules: [a, b]\ntimespan: 5m\ncondition: a and (b",
      "6 invalid-value",
    ],
  ])("%s: a diagnostic, and a rule", (_, lines, expected) => {
    const { rules, diagnostics } = readFile(correlation(lines));

    expect(rules).toHaveLength(1);
    expect(briefly(diagnostics)).toContain(expected);
    expect(new Set(briefly(diagnostics)).size).toBe(
      expected === "4 invalid-value" && lines.includes("rules: {") ? 2 : 1,
    );
  });

  test("without rules it is opaque", () => {
    for (const type of ["temporal", "event_count"]) {
      const { rules } = readFile(correlation(complete.replace("rules: [a]\n", "").replace("event_count", type)));

      expect(rules[0]).toMatchObject({ condition: { kind: "opaque", reason: "syntax-error" }, helpers: [] });
    }
  });

  test("an unknown type is opaque beside its rules", () => {
    const { rules } = readFile(correlation(complete.replace("event_count", "event_sum")));

    expect(rules[0]?.condition).toMatchObject({
      kind: "all",
      of: [reference("a", 4), { kind: "opaque", reason: "unsupported", text: "correlation type event_sum" }],
    });
  });
});

describe("linking a correlation", () => {
  const counts = (rules: string, title?: string, extra = "") =>
    correlation(`type: event_count\nrules: [${rules}]\ntimespan: 5m\ncondition: {gte: 2}${extra}`, title);

  test("its rules stand in it, by name or id, and not alone", () => {
    const { condition, helpers, diagnostics } = readLinked(
      together(counts("a, 4d0a"), rule("a"), `id: 4d0a\n${rule("b")}`),
    );
    const [events] = Object(condition("Correlation")).of;

    expect(diagnostics).toEqual([]);
    expect(helpers).toEqual(["rules/windows/rule.yml#2", "4d0a"]);
    expect(evaluate(events, { b: 1 })).toBe(true);
    expect(evaluate(events, { c: 1 })).toBe(false);
  });

  test("its rules stand alone, too, where it generates them", () => {
    expect(readLinked(together(counts("a", "Correlation", "\ngenerate: true"), rule("a"))).helpers).toEqual([]);
    expect(readLinked(together(counts("a", "Correlation", "\ngenerate: false"), rule("a"))).helpers).toHaveLength(1);
  });

  test("a chain of correlations ends at the rules", () => {
    const text = together(
      correlation(
        "type: temporal_ordered\nrules: [many_failed, success]\ngroup-by: [User]\ntimespan: 10m",
        "Brute force",
      ),
      `name: many_failed\n${counts("failed", "Many failed")}`,
      rule("failed"),
      rule("success"),
    );
    const { condition, diagnostics } = readLinked(text);

    expect(diagnostics).toEqual([]);
    expect(condition("Brute force")).toMatchObject({
      kind: "sequence",
      ordered: true,
      by: ["User"],
      steps: [
        { kind: "all", of: [{ field: "failed" }, { text: "event_count gte 2 within 5m" }] },
        { field: "success" },
      ],
    });
  });

  test("a rule that is not there stays opaque, with a diagnostic at its line", () => {
    const { condition, diagnostics } = readLinked(together(counts("a, gone"), rule("a")));

    expect(condition("Correlation")).toMatchObject({ of: [{ of: [{ field: "a" }, reference("gone", 4)] }, {}] });
    expect(briefly(diagnostics)).toEqual(["4 unresolved-reference"]);
  });

  test("correlations made of each other stay opaque where the circle closes", () => {
    const { diagnostics } = readLinked(
      together(`name: x\n${counts("y", "X")}`, `name: y\n${counts("x", "Y")}`, `name: z\n${counts("z", "Z")}`),
    );

    expect(diagnostics.map(({ code }) => code)).toEqual(["unresolved-reference", "unresolved-reference"]);
  });
});
