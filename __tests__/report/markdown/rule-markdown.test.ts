import { describe, expect, test } from "vitest";
import { ruleMarkdown } from "../../../src/report/markdown/rule-markdown.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { where } from "../../support/rule-builder.ts";
import { hostileRule } from "../hostile-rule.ts";
import { lineCount } from "../printable.ts";
import { analysed, untagged } from "../small-corpus.ts";
import { ruleView, ruleViews } from "../small-rule-views.ts";

/** The lines between the first line that is a fence and the next line that is the same. */
function codeBlock(markdown: string): readonly string[] {
  const lines = markdown.split("\n");
  const begin = lines.findIndex((line) => /^`{3,}$/.test(line));
  return lines.slice(begin + 1, lines.indexOf(lines[begin] ?? "", begin + 1));
}

describe("ruleMarkdown", () => {
  test("shows rules one after the other", async () => {
    await expect(ruleMarkdown(ruleViews)).toMatchFileSnapshot("../fixtures/rules.golden.md");
  });

  test("fences the logic with more backticks than it has in a row", () => {
    const condition = where("CommandLine", "contains", "`````");

    const markdown = ruleMarkdown([ruleView(analysed(untagged), { condition })]);

    expect(markdown).toContain("\n``````\nCommandLine contains `````\n``````\n");
  });

  test.each(hostileTexts)("has no line more, inside or outside of the logic, for %j", (text) => {
    const hostile = ruleMarkdown([ruleView(hostileRule(text))]);
    const harmless = ruleMarkdown([ruleView(hostileRule("harmless"))]);

    expect(lineCount(hostile)).toBe(lineCount(harmless));
    expect(codeBlock(hostile)).toHaveLength(codeBlock(harmless).length);
  });
});
