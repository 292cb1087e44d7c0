import { describe, expect, test } from "vitest";
import { outlineOf } from "../../../src/report/diff-outline.ts";
import { outlineHtml } from "../../../src/report/html/outline-html.ts";
import { pageHtml } from "../../../src/report/html/page-html.ts";
import { documentLimits, techniqueOutline } from "../../../src/report/technique-outline.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { htmlProblems } from "../../support/html-problems.ts";
import { hostileRule } from "../hostile-rule.ts";
import { techniquePage } from "../small-technique-pages.ts";
import { diffView } from "../small-views.ts";

function techniqueHtml(...args: Parameters<typeof techniquePage>): string {
  return pageHtml(techniqueOutline(techniquePage(...args), documentLimits));
}

/** Every tag, without the words in it; sorted, for the order of rows is that of the words. */
function tagsOf(document: string): readonly string[] {
  return (document.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""')).sort();
}

describe("a technique in HTML", () => {
  test("is a valid document", async () => {
    expect(await htmlProblems(techniqueHtml("T1059.001", "T1086"))).toEqual([]);
  });

  test("names the technique in its title and links it to ATT&CK", () => {
    const page = techniqueHtml("T1059.001");

    expect(page).toContain("<title>T1059.001 PowerShell · detcov</title>");
    expect(page).toContain('<a href="https://attack.mitre.org/techniques/T1059/001/">');
  });

  test("allows its own style by hash, and nothing else", () => {
    expect(techniqueHtml("T1059.001")).toMatch(/content="default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri/);
  });

  test.each(hostileTexts)("has the same markup with %j in it", (text) => {
    const hostile = techniqueHtml("T1059.001", undefined, [hostileRule(text)]);
    const harmless = techniqueHtml("T1059.001", undefined, [hostileRule("harmless")]);
    // What can't be seen says so in italics.
    const shown = hostile.replaceAll(/<i>(?:empty|blank)<\/i>/g, "");

    expect(tagsOf(shown)).toEqual(tagsOf(harmless));
  });
});

describe("a report on a change in HTML", () => {
  test("is a valid document", async () => {
    expect(await htmlProblems(outlineHtml(outlineOf(diffView())))).toEqual([]);
  });

  test("says what a sign means to who can't see it", () => {
    const page = outlineHtml(outlineOf(diffView()));

    expect(page).toMatch(/<h1><span class="mark \w+" role="img" aria-label="(?:Fail|Warning|Pass)">/);
  });
});
