import { describe, expect, test } from "vitest";
import { evaluate, evaluateWindow } from "../../support/evaluate.ts";
import { opaquePartsOf, readSection } from "./read-section.ts";

/** Selections a to e hold when the event has the field of their name. */
const selections = ["a", "b", "c", "selection_main", "selection_img", "filter_1", "Filter_2", "_hidden"];
const section = selections.map((name) => `${name}: {${name}: 1}`).join("\n");

function holds(condition: string, fields: string): boolean {
  const reading = readSection(`${section}\ncondition: ${JSON.stringify(condition)}\n`);
  expect(reading.problems).toEqual([]);
  return evaluate(reading.condition, Object.fromEntries(fields.split(" ").map((field) => [field, 1])));
}

describe("the operators of a condition", () => {
  test.each<readonly [condition: string, fields: string, expected: boolean]>([
    ["a", "a", true],
    ["a", "b", false],
    ["a and b", "a b", true],
    ["a and b", "a", false],
    ["a or b", "b", true],
    ["not a", "b", true],
    ["not a", "a", false],
    // "and" binds more than "or", "not" more than both.
    ["a or b and c", "a", true],
    ["a or b and c", "b", false],
    ["a and b or c", "c", true],
    ["(a or b) and c", "a", false],
    ["(a or b) and c", "a c", true],
    ["not a and b", "b", true],
    ["not a or b", "a b", true],
    ["not (a or b)", "b", false],
    ["not a and not b", "c", true],
    ["not not a", "a", true],
    ["not not not a", "a", false],
    ["a and not b or c and not a", "a", true],
    ["a and not b or c and not a", "a b c", false],
    ["((a))", "a", true],
    ["(a)or(b)", "b", true],
    ["not(a)and(b)", "b", true],
    ["a AND NOT b", "a", true],
    ["a Or b", "b", true],
    ["NOT a", "a", false],
  ])("%s on %s: %j", (condition, fields, expected) => {
    expect(holds(condition, fields)).toBe(expected);
  });
});

describe("quantifiers", () => {
  test.each<readonly [condition: string, fields: string, expected: boolean]>([
    ["1 of them", "c", true],
    ["1 of them", "d", false],
    ["any of them", "c", true],
    ["ANY OF THEM", "c", true],
    ["all of them", "a b c selection_main selection_img filter_1 Filter_2", true],
    ["all of them", "a b c selection_main selection_img filter_1", false],
    ["1 of selection_*", "selection_img", true],
    ["1 of selection_*", "a", false],
    ["all of selection_*", "selection_img", false],
    ["all of selection_*", "selection_img selection_main", true],
    ["all of *_img", "selection_img", true],
    ["1 of sel*_m*n", "selection_main", true],
    ["1 of sel*_m*n", "selection_img", false],
    ["1 of *", "a", true],
    ["1 of filter_*", "Filter_2", false],
    ["1 of filter_*", "filter_1", true],
    ["a and not 1 of filter_*", "a", true],
    ["a and not 1 of filter_*", "a filter_1", false],
    ["a and not all of f*", "a filter_1", false],
    ["1 of selection_* and a or b", "b", true],
    ["all of selection_main", "selection_main", true],
    // pySigma takes a pattern for the beginning of names.
    ["1 of selection", "selection_img", true],
    ["all of selection", "selection_img", false],
  ])("%s on %s: %j", (condition, fields, expected) => {
    expect(holds(condition, fields)).toBe(expected);
  });

  test.each(["1 of them", "1 of _*", "1 of *"])("%s leaves out names that begin with an underscore", (condition) => {
    const { condition: read } = readSection(`a: {a: 1}\n_b: {b: 1}\ncondition: 1 of them\n`);

    expect(evaluate(read, { b: 1 })).toBe(false);
    expect(readSection(`_b: {b: 1}\ncondition: ${condition}\n`).problems).toHaveLength(1);
  });

  test("a selection may be called like a quantifier or like them", () => {
    expect(readSection("all: {a: 1}\ncondition: all\n")).toMatchObject({ problems: [], condition: { field: "a" } });
    expect(readSection("any: {a: 1}\ncondition: not any\n")).toMatchObject({
      problems: [],
      condition: { kind: "not" },
    });
    expect(readSection("'1': {a: 1}\ncondition: 1\n").problems).toMatchObject([{ code: "missing-part" }]);
    expect(readSection("'1': {a: 1}\ncondition: '1'\n").problems).toEqual([]);
    expect(readSection("them: {a: 1}\nb: {b: 1}\ncondition: 1 of them\n")).toMatchObject({
      condition: { kind: "any" },
    });
  });
});

describe("the text of a condition", () => {
  test("may be a list, of which any holds", () => {
    const { condition, problems } = readSection("a: {a: 1}\nb: {b: 1}\nc: {c: 1}\ncondition:\n  - a and b\n  - c\n");

    expect(problems).toEqual([]);
    expect(evaluate(condition, { c: 1 })).toBe(true);
    expect(evaluate(condition, { a: 1 })).toBe(false);
  });

  test.each([
    ["over several lines", "condition: |\n  a\n    and\n  not b\n"],
    ["folded", "condition: >-\n  a\n  and not b\n"],
    ["with blanks and a line break at the end", 'condition: "  a and not b \\n"\n'],
    ["with a comment of YAML", "condition: a and not b # or c\n"],
    ["with a comment in a block", "condition: |\n  # first\n  a # and c | count() > 5\n  and not b # last\n"],
    ["with a comment in quotes", "condition: 'a and not b # or c'\n"],
  ])("%s is read", (_, text) => {
    const { condition, problems } = readSection(`a: {a: 1}\nb: {b: 1}\nc: {c: 1}\n${text}`);

    expect(problems).toEqual([]);
    expect(evaluate(condition, { a: 1 })).toBe(true);
    expect(evaluate(condition, { a: 1, b: 1 })).toBe(false);
    expect(evaluate(condition, { c: 1 })).toBe(false);
  });

  test.each([
    ["a and", "It ends where the name of a selection is expected."],
    ["", "It ends where the name of a selection is expected."],
    ["not", "It ends where the name of a selection is expected."],
    ["or a", 'It names "or", which the rule does not define.'],
    ["(a", "A bracket is not closed."],
    ["a)", '")" is not expected there.'],
    ["a b", '"b" is not expected there.'],
    ["A", 'It names "A", which the rule does not define.'],
    ["2 of a*", 'It names "2", which the rule does not define.'],
    ["1 of", "It ends where `them` or a pattern of names is expected."],
    ["all of x*", 'No selection of the rule matches "x*".'],
    ["1 of Selection_*", 'No selection of the rule matches "Selection_*".'],
    ["()", '")" is not expected there.'],
    ["b and ) or x", '")" is not expected there.'],
    [`${"(".repeat(101)}a${")".repeat(101)}`, "It nests deeper than 100 levels."],
    [`${"not ".repeat(101)}a`, "It nests deeper than 100 levels."],
  ])("%s is a problem that says why, and opaque", (text, reason) => {
    const { condition, problems } = readSection(`${section}\ncondition: ${JSON.stringify(text)}\n`);

    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^The condition ".*" can't be read\. /);
    expect(problems[0]?.message.endsWith(reason)).toBe(true);
    expect(problems[0]).toMatchObject({ code: "invalid-value", line: selections.length + 1 });
    expect(opaquePartsOf(condition)).toHaveLength(1);
  });

  test("what was understood of it stays", () => {
    const { condition } = readSection("a: {a: 1}\ncondition: |\n  a and\n  b\n");

    expect(condition).toMatchObject({
      kind: "all",
      of: [{ field: "a" }, { kind: "opaque", reason: "syntax-error", text: "a and b", line: 2 }],
    });
  });

  test.each([
    ["is missing", "a: {a: 1}\n", 1],
    ["is null", "a: {a: 1}\ncondition:\n", 2],
    ["is a mapping", "a: {a: 1}\ncondition: {a: 1}\n", 2],
    ["is a number", "a: {a: 1}\ncondition: 1\n", 2],
    ["is an empty list", "a: {a: 1}\ncondition: []\n", 2],
    ["has an item that is none", "a: {a: 1}\ncondition:\n  - a\n  - {b: 1}\n", 4],
  ])("%s: a problem with its line", (_, text, line) => {
    const { condition, problems } = readSection(text);

    expect(problems).toMatchObject([{ code: "missing-part", line }]);
    expect(opaquePartsOf(condition)).toHaveLength(1);
  });

  test("rules and timeframe are names of a detection and of a filter, as far as they are not its own", () => {
    expect(readSection("rules: {a: 1}\ncondition: rules\n")).toMatchObject({ problems: [], condition: { field: "a" } });
    expect(readSection("rules: [x]\ns: {a: 1}\ncondition: 1 of them\n", "filter")).toMatchObject({
      condition: { field: "a" },
    });
  });
});

describe("what Sigma 1 has after a pipe", () => {
  test.each([
    "count() > 5",
    "count() by src_ip > 50",
    "count(TargetUserName) by IpAddress >= 10",
    "count(dst_port) by src_ip, dst_ip < 5",
    "sum(message_size) by src_ip > 300000",
    "COUNT(a) = 5",
    "avg(x) <= 3",
    "min(x) == 3",
    "max(x) by y > 3",
  ])("%s is a constraint beside the search", (aggregation) => {
    const { condition, problems } = readSection(`a: {a: 1}\nb: {b: 1}\ncondition: a and not b | ${aggregation}\n`);

    expect(problems).toEqual([]);
    expect(condition).toMatchObject({
      kind: "all",
      of: [{ field: "a" }, { kind: "not" }, { kind: "constraint", text: aggregation, line: 3 }],
    });
  });

  test.each(["", "stats count", "count() by x", "count() > many", "near"])("%j is opaque", (text) => {
    const { condition } = readSection(`a: {a: 1}\ncondition: a | ${text}\n`);

    expect(opaquePartsOf(condition)).toMatchObject([{ reason: "unsupported", text, line: 2 }]);
  });

  test("a timeframe is a constraint", () => {
    const { condition } = readSection("a: {a: 1}\ntimeframe: 5m\ncondition: a | count() > 5\n");

    expect(condition).toMatchObject({
      kind: "all",
      of: [{ field: "a" }, { text: "count() > 5", line: 3 }, { kind: "constraint", text: "within 5m", line: 2 }],
    });
    expect(readSection("a: {a: 1}\ntimeframe: 30\ncondition: a\n").condition).toMatchObject({
      of: [{}, { text: "within 30" }],
    });
    expect(readSection("a: {a: 1}\ntimeframe:\ncondition: a\n").condition).toMatchObject({ field: "a" });
  });

  test("a timeframe that is no time is a problem", () => {
    expect(readSection("a: {a: 1}\ntimeframe: [5m]\ncondition: a\n").problems).toMatchObject([
      { code: "invalid-value", line: 2 },
    ]);
  });

  test("near is a sequence of events in any order, within the timeframe", () => {
    const text =
      "a: {a: 1, x: 1}\nb: {b: 1}\nc: {c: 1}\nd: {d: 1}\ntimeframe: 30s\ncondition: a and not d | near b and c\n";
    const { condition, problems } = readSection(text);

    expect(problems).toEqual([]);
    expect(condition).toMatchObject({
      kind: "sequence",
      ordered: false,
      by: [],
      within: "30s",
      steps: [{ kind: "all" }, { field: "b" }, { field: "c" }],
    });
    expect(evaluateWindow(condition, [{ c: 1 }, { a: 1, x: 1 }, { b: 1 }])).toBe(true);
    expect(evaluateWindow(condition, [{ c: 1 }, { a: 1, x: 1, d: 1 }, { b: 1 }])).toBe(false);
    expect(evaluateWindow(condition, [{ a: 1, x: 1, b: 1, c: 1 }])).toBe(false);
  });

  test("near may want an event to be absent, or any of several", () => {
    const text = "a: {a: 1}\nb: {b: 1}\nc: {c: 1}\ncondition: a | near b and not c\n";
    const { condition } = readSection(text);
    const either = readSection(text.replace("b and not c", "(b or c)")).condition;

    expect(evaluateWindow(condition, [{ a: 1 }, { b: 1 }])).toBe(true);
    expect(evaluateWindow(condition, [{ a: 1 }, { b: 1 }, { c: 1 }])).toBe(false);
    expect(evaluateWindow(either, [{ c: 1 }, { a: 1 }])).toBe(true);
    expect(evaluateWindow(either, [{ a: 1 }])).toBe(false);
  });

  test("near something that is not there is a problem", () => {
    const { condition, problems } = readSection("a: {a: 1}\ncondition: a | near b\n");

    expect(problems).toMatchObject([{ message: expect.stringContaining('"b"') }]);
    expect(opaquePartsOf(condition)).toMatchObject([{ reason: "syntax-error" }]);
  });
});
