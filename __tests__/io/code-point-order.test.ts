import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byCodePoint } from "../../src/io/code-point-order.ts";

describe("byCodePoint", () => {
  test("puts what UTF-16 writes with surrogates after all that it does not", () => {
    const names = ["rules/\u{1f512}.yml", "rules/\u{ff5e}.yml", "rules/\u{e9}.yml", "rules/z.yml", "rules"];

    const sorted = names.toSorted(byCodePoint);

    expect(sorted).toEqual(["rules", "rules/z.yml", "rules/\u{e9}.yml", "rules/\u{ff5e}.yml", "rules/\u{1f512}.yml"]);
  });

  test("agrees with the order of the bytes in UTF-8", () => {
    const text = fc.string({ unit: "binary" });

    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(Math.sign(byCodePoint(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    );
  });
});
