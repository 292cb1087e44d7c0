import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffText } from "../../../src/report/text/diff-text.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileDiff } from "../hostile-views.ts";
import { anyText, lineCount, unprintable } from "../printable.ts";

describe("the report on a change in a terminal", () => {
  const render = (text: string) => diffText(hostileDiff(text), { colours: false });

  test.each(hostileTexts)("prints nothing that is not printed, and no line more, for %j", (text) => {
    expect(render(text)).not.toMatch(unprintable);
    expect(lineCount(render(text))).toBe(lineCount(render("harmless")));
  });

  test("prints nothing that is not printed, whatever a rule says", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(render(text)).not.toMatch(unprintable);
        expect(lineCount(render(text))).toBe(lineCount(render("harmless")));
      }),
      { numRuns: 150 },
    );
  });
});
