import { describe, expect, test } from "vitest";
import { ruleText } from "../../../src/report/text/rule-text.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { analysedWith } from "../../support/rule-builder.ts";
import { hostileRule } from "../hostile-rule.ts";
import { lineCount, unprintable } from "../printable.ts";
import { analysed, powershellIndicator, untagged } from "../small-corpus.ts";
import { ruleView, ruleViews } from "../small-rule-views.ts";

const plain = { colours: false } as const;
const startedByWord = analysed(untagged);

describe("ruleText", () => {
  test("shows rules one after the other", async () => {
    await expect(ruleText(ruleViews, plain)).toMatchFileSnapshot("../fixtures/rules.golden.txt");
  });

  test("says the same with colours", () => {
    const coloured = ruleText(ruleViews, { colours: true });

    expect(coloured).toContain("\u001b[");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what begins a colour.
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(ruleText(ruleViews, plain));
  });

  test("leaves the rule itself out of who else tests an indicator, in its format too", () => {
    const indicator = {
      indicator: powershellIndicator,
      reach: 1_205,
      byFormat: new Map([
        ["elastic", 204],
        ["sigma", 1_001],
      ]),
    };

    expect(ruleText([ruleView(startedByWord, { indicators: [indicator] })], plain)).toContain(
      "  1,204  Image basename powershell.exe  (204 elastic, 1,000 sigma)\n",
    );
  });

  test("says what a rule is worth that counts for less than another", () => {
    expect(ruleText([ruleView(analysedWith(startedByWord, { weight: 0.25 }))], plain)).toContain(
      "stable, weighs 0.25\n",
    );
    expect(ruleText([ruleView(analysedWith(startedByWord, { weight: 1 }))], plain)).not.toContain("weighs");
  });

  test("says that a rule does not count", () => {
    const part = analysedWith(startedByWord, { counted: false, isHelper: true });

    expect(ruleText([ruleView(analysedWith(startedByWord, { counted: false }))], plain)).toContain(
      "stable, does not count",
    );
    expect(ruleText([ruleView(part)], plain)).toContain("stable, part of another rule");
  });

  test.each(hostileTexts)("prints nothing that is not printed, and no line more, for %j", (text) => {
    const hostile = ruleText([ruleView(hostileRule(text))], plain);

    expect(hostile).not.toMatch(unprintable);
    expect(lineCount(hostile)).toBe(lineCount(ruleText([ruleView(hostileRule("harmless"))], plain)));
  });
});
