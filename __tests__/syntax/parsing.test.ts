import { describe, expect, test } from "vitest";
import type { Condition } from "../../src/model/condition.ts";
import { allOf, anyOf, fieldPassesAny } from "../../src/syntax/conditions.ts";
import type { Cursor } from "../../src/syntax/cursor.ts";
import { excerpt } from "../../src/syntax/excerpt.ts";
import { limits } from "../../src/syntax/limits.ts";
import { type Operators, parseOperators } from "../../src/syntax/precedence.ts";
import { readQuery, recovering } from "../../src/syntax/recovery.ts";
import { isClosed, type Lexicon, tokenise } from "../../src/syntax/tokens.ts";
import { shortly } from "../support/conditions.ts";

/** A small language: names that are looked for, `and` before `or`, brackets. */
type Kind = "name" | "symbol";

const lexicon: Lexicon<Kind> = {
  shape: /\s+|\w+|[()]/y,
  kindOf: (text, start) => {
    const first = text.charAt(start);
    if (first.trim() === "") return undefined;
    return "()".includes(first) ? "symbol" : "name";
  },
};

const operators: Operators<Kind, Condition> = {
  strengthAt: (cursor) => (cursor.at("and") ? 1 : cursor.at("or") ? 0 : undefined),
  take: (cursor) => cursor.take(),
  join: (strength, operands) => (strength === 1 ? allOf(operands) : anyOf(operands)),
};

function parse(cursor: Cursor<Kind>): Condition {
  return cursor.nested(() => parseOperators(cursor, operators, parseTerm));
}

function parseTerm(cursor: Cursor<Kind>): Condition {
  const isBoundary = () => cursor.at("and") || cursor.at("or");
  return recovering(cursor, isBoundary, () => {
    if (cursor.takeIf("(")) {
      const inner = parse(cursor);
      cursor.expect(")");
      return inner;
    }
    if (isBoundary()) cursor.fail("a name");
    const { text, line } = cursor.expectKind("name", "a name");
    return fieldPassesAny({ field: text, caseSensitive: true, values: [{ operator: "exists", value: "*", line }] });
  });
}

function read(text: string) {
  return readQuery(excerpt(text, 1), lexicon, parse);
}

describe("operators", () => {
  test.each([
    ["a", 'a exists "*"'],
    ["a or b and c", '(a exists "*" or (b exists "*" and c exists "*"))'],
    ["a and b or c", '((a exists "*" and b exists "*") or c exists "*")'],
    ["a and (b or c)", '(a exists "*" and (b exists "*" or c exists "*"))'],
    ["a AND b Or c", '((a exists "*" and b exists "*") or c exists "*")'],
  ])("%s", (text, expected) => {
    expect(shortly(read(text).condition)).toBe(expected);
  });

  test("a long chain is one node, not a deep tree", () => {
    const { condition } = read(Array.from({ length: 20_000 }, (_, index) => `n${index}`).join(" or "));

    expect(condition).toMatchObject({ kind: "any", of: { length: 20_000 } });
  });
});

describe("what can't be read", () => {
  test("is opaque up to the next operator, and the rest is read", () => {
    const { condition, diagnostics } = read("a and ) or c");

    expect(shortly(condition)).toBe('(a exists "*" and ?syntax-error{and} and ?syntax-error{) or c})');
    expect(diagnostics).toMatchObject([
      { message: 'The query has ")" where a name is expected; this part of it was not read.' },
      {},
    ]);
  });

  test("keeps its words and its line", () => {
    const { condition } = read("a and\n(b c) and d");

    expect(condition).toMatchObject({ of: [{}, { kind: "opaque", text: "(b c)", line: 2 }, {}] });
  });

  test("is reported once, by what went wrong first", () => {
    const { diagnostics } = read("(a b");

    expect(diagnostics).toHaveLength(1);
  });

  test("has the column of the line it stands on", () => {
    const [diagnostic] = read("a and\n  ! and b").diagnostics;

    expect(diagnostic?.location).toEqual({ path: "", line: 2, column: 3 });
  });

  test("at the end of the query has the place of its last word", () => {
    expect(read("a and\n  b and\n\n").diagnostics).toMatchObject([
      {
        message: "The query ends where a name is expected; this part of it was not read.",
        location: { line: 2, column: 8 },
      },
    ]);
  });

  test("of nothing but line ends is at its beginning", () => {
    expect(read("\n\n").diagnostics).toMatchObject([{ location: { line: 1, column: 1 } }]);
  });

  test("behind the end of the query is opaque, too", () => {
    expect(shortly(read("a b").condition)).toBe('(a exists "*" and ?syntax-error{b})');
  });

  test("is reported so many times and no more", () => {
    expect(read("! and ".repeat(500)).diagnostics.length).toBeLessThan(30);
  });
});

describe("limits", () => {
  test.each([
    ["brackets within brackets", "(".repeat(limits.nesting + 1)],
    ["words", "a ".repeat(limits.queryTokens + 1)],
    ["characters", "a".repeat(limits.queryLength + 1)],
  ])("a query with too many %s is opaque and says so", (what, text) => {
    const { condition, diagnostics } = read(text);

    expect(condition).toMatchObject({ kind: "opaque", reason: "limit-exceeded" });
    expect(diagnostics).toMatchObject([{ code: "limit-exceeded", message: expect.stringContaining(what) }]);
  });

  test("as many brackets as are allowed are read", () => {
    const depth = limits.nesting - 1;

    expect(shortly(read(`${"(".repeat(depth)}a${")".repeat(depth)}`).condition)).toBe('a exists "*"');
  });
});

describe("tokenise", () => {
  test("leaves out blanks and ends with the end", () => {
    const tokens = tokenise(excerpt("a\n(b", 4), lexicon);

    expect(tokens.map(({ kind, text, start, line }) => [kind, text, start, line])).toEqual([
      ["name", "a", 0, 4],
      ["symbol", "(", 2, 5],
      ["name", "b", 3, 5],
      ["end", "", 4, 5],
    ]);
  });

  test("a character of no language is unknown by itself, also one of two units", () => {
    expect(tokenise(excerpt("a🔥;b", 1), lexicon).map(({ text }) => text)).toEqual(["a", "🔥", ";", "b", ""]);
  });

  test("a quote that nothing closes makes the rest of its line unknown", () => {
    expect(tokenise(excerpt('a "b c\nd', 1), lexicon).map(({ kind, text }) => [kind, text])).toEqual([
      ["name", "a"],
      ["unknown", '"b c'],
      ["name", "d"],
      ["end", ""],
    ]);
  });

  test.each([
    ['"a"', true],
    ['"a', false],
    ['"', false],
    ['"a\\"', false],
    ['"a\\\\"', true],
    ['""', true],
  ])("%s is closed: %s", (text, expected) => {
    expect(isClosed(text, 0, text.length)).toBe(expected);
  });
});

describe("the words of a query", () => {
  test("are on one line and without comments and spare blanks", () => {
    const { condition } = read("x and (a\n\n   b) and y");

    expect(condition).toMatchObject({ of: [{}, { text: "(a b)" }, {}] });
  });
});
