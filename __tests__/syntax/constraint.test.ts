import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { constraint, isConstraint } from "../../src/syntax/constraint.ts";
import { constraintsOf, withWholeConstraints } from "../support/conditions.ts";

describe("a constraint", () => {
  test("is its author's words on one line", () => {
    expect(constraint("length(a)\n   > 5 ", 7)).toEqual({ kind: "constraint", text: "length(a) > 5", line: 7 });
  });

  test("that is too long is cut at blanks, and nothing of it is lost", () => {
    const text = fc
      .array(fc.string({ unit: "binary", minLength: 1, maxLength: 300 }), { maxLength: 12 })
      .map((words) => words.join(" "));

    fc.assert(
      fc.property(text, (words) => {
        const condition = constraint(words.replaceAll("…", "."), 1);
        const whole = words.replaceAll("…", ".").replace(/\s+/g, " ").trim();

        expect(constraintsOf(condition).every((part) => part.text.length <= 200)).toBe(true);
        expect(withWholeConstraints(condition)).toEqual({ kind: "constraint", text: whole, line: 1 });
        expect(isConstraint(condition)).toBe(true);
      }),
    );
  });

  test("is not cut within a character", () => {
    const condition = constraint("🔥".repeat(300), 1);

    expect(constraintsOf(condition).filter(({ text }) => /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(text))).toEqual([]);
  });
});
