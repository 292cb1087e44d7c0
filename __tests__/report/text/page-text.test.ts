import { describe, expect, test } from "vitest";
import { documentLimits, screenLimits, techniqueOutline } from "../../../src/report/technique-outline.ts";
import { pageText } from "../../../src/report/text/page-text.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileRule } from "../hostile-rule.ts";
import { lineCount, unprintable } from "../printable.ts";
import { techniquePage } from "../small-technique-pages.ts";

function textOf(...args: Parameters<typeof techniquePage>): string {
  return pageText(techniqueOutline(techniquePage(...args), screenLimits), { colours: false });
}

describe("a technique in a terminal", () => {
  test("is one page", async () => {
    await expect(textOf("T1059.001", "T1086")).toMatchFileSnapshot("../fixtures/technique.golden.txt");
  });

  test("names sub-techniques with tests and no rule", () => {
    expect(textOf("T1059")).toContain(
      "- Sub-techniques with tests and no rule: T1059.003 Windows Command Shell (1 test).",
    );
  });

  test("says that one which is deprecated covers nothing", () => {
    expect(textOf("T1108")).toContain("state      deprecated: rules that name it cover nothing");
  });

  test("says where nothing covers it", () => {
    expect(textOf("T1059.003")).toContain("- No rule that counts covers it. 1 test of Atomic Red Team exercises it.");
  });

  test("counts the rows that there is no room for, indicators that differ in their value alone as one", () => {
    const outline = techniqueOutline(techniquePage("T1059.001"), { ...documentLimits, indicators: 1 });

    expect(pageText(outline, { colours: false })).toMatch(/basename powershell\.exe .*\n {2}… 2 more\n/);
  });

  test.each(hostileTexts)("has no line more and steers no terminal for %j", (text) => {
    const hostile = textOf("T1059.001", undefined, [hostileRule(text)]);

    expect(lineCount(hostile)).toBe(lineCount(textOf("T1059.001", undefined, [hostileRule("harmless")])));
    expect(hostile).not.toMatch(unprintable);
  });
});
