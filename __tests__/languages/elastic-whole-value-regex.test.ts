import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wholeValueExpression, wholeValueRegex } from "../../src/languages/elastic-whole-value-regex.ts";

describe("an expression for the whole value", () => {
  test.each([
    ["abc", "^abc$"],
    ["abc.*", "^abc"],
    [".*abc", "abc$"],
    [".*abc.*", "abc"],
    ["a.c", "(?s)^a.c$"],
    [".*a.c.*", "(?s)a.c"],
    ["a\\.c", "^a\\.c$"],
    ["[.]", "^[.]$"],
    ["a|b", "^(?:a|b)$"],
    [".*a|b.*", "(?s)^(?:.*a|b.*)$"],
    ["(a|b)c", "^(a|b)c$"],
    ["[|]", "^[|]$"],
    ["a\\|b", "^a\\|b$"],
    ["a\\.*", "^a\\.*$"],
    ["a\\\\.*", "^a\\\\"],
    [".*?a", "(?s)^.*?a$"],
    ["", "^$"],
  ])("%s is %s where it is searched for", (expression, expected) => {
    expect(wholeValueRegex(expression)).toEqual({ operator: "regex", value: expected });
  });

  test.each([[".*"], [".*.*"]])("%s is a test that there is a value", (expression) => {
    expect(wholeValueRegex(expression)).toEqual({ operator: "exists", value: "*" });
  });

  test("matches the same values", () => {
    const expressions = fc.stringMatching(/^(?:a|b|\.\*|\.|\||\\\.|\(a\|b\)|\[ab\]){0,6}$/);

    fc.assert(
      fc.property(expressions, fc.stringMatching(/^[ab.\n]{0,6}$/), (expression, value) => {
        const reduced = wholeValueRegex(expression);
        const [, flags = "", source = ""] = /^(?:\(\?(s)\))?(.*)$/s.exec(reduced.value) ?? [];
        const found = reduced.operator === "exists" || new RegExp(source, flags).test(value);

        expect(found).toBe(new RegExp(`^(?:${expression})$`, "s").test(value));
      }),
    );
  });

  test("can be told from what is searched for", () => {
    const expressions = fc.stringMatching(/^(?:a|b|\.\*|\||\\\.|\(a\|b\)){1,5}$/);

    fc.assert(
      fc.property(expressions, (expression) => {
        const reduced = wholeValueRegex(expression);
        fc.pre(reduced.operator === "regex");

        expect(wholeValueRegex(wholeValueExpression(reduced.value))).toEqual(reduced);
      }),
    );
  });
});
