import { describe, expect, test } from "vitest";
import { pageMarkdown } from "../../../src/report/markdown/page-markdown.ts";
import { documentLimits, techniqueOutline } from "../../../src/report/technique-outline.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileRule } from "../hostile-rule.ts";
import { lineCount } from "../printable.ts";
import { techniquePage } from "../small-technique-pages.ts";

function markdownOf(...args: Parameters<typeof techniquePage>): string {
  return pageMarkdown(techniqueOutline(techniquePage(...args), documentLimits));
}

describe("a technique in Markdown", () => {
  test("is one document", async () => {
    await expect(markdownOf("T1059.001", "T1086")).toMatchFileSnapshot("../fixtures/technique.golden.md");
  });

  test.each(hostileTexts)("has no line more for %j", (text) => {
    const hostile = markdownOf("T1059.001", undefined, [hostileRule(text)]);

    expect(lineCount(hostile)).toBe(lineCount(markdownOf("T1059.001", undefined, [hostileRule("harmless")])));
  });
});
