import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { codeSpan, escapeText, link } from "../../../src/report/markdown/escape.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";

/** As GitHub does, except for what it looks for in the finished HTML. */
function toHtml(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

function tagsOf(html: string): readonly string[] {
  return Array.from(html.matchAll(/<\/?([a-z]\w*)/g), ([tag]) => tag);
}

/** What GitHub makes links, mentions and emoji of after Markdown is done. */
const afterMarkdown = /@[a-z]|#\d|\bGH-\d|:[\w+-]+:|https?:\/\/|\bwww\./i;

const anyText = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary" }),
  fc.tuple(fc.constantFrom(...hostileTexts), fc.constantFrom(...hostileTexts)).map(([a, b]) => a + b),
);

describe("escapeText", () => {
  test("leaves no element, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = toHtml(`- item ${escapeText(text)} end`);
        expect(tagsOf(html).filter((tag) => !/^<\/?(?:ul|li|span)$/.test(tag))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("leaves nothing that is made a mention, a reference, a link or an emoji of afterwards", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(toHtml(`- item ${escapeText(text)} end`)).not.toMatch(afterMarkdown);
      }),
      { numRuns: 2_000 },
    );
  });

  test("keeps a table's columns, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = toHtml(`| a | b |\n|---|---|\n| ${escapeText(text)} | last |`);
        expect(html.match(/<td/g)).toHaveLength(2);
        expect(html).toContain("<td>last</td>");
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["Suspicious WMI | Event", "Suspicious WMI &#124; Event"],
    ["a_b*c", "a\\_b\\*c"],
    ["5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"],
    ["ADMIN$ share", "ADMIN<span>$</span> share"],
    ["two\nlines", "two lines"],
    ["rtl \u202e text", "rtl ‹U+202E› text"],
  ])("writes %j as %j", (text, expected) => {
    const escaped = escapeText(text);

    expect(escaped).toBe(expected);
  });
});

describe("codeSpan", () => {
  test("is one code element that holds the text, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = toHtml(`before ${codeSpan(text)} after`);
        expect(tagsOf(html)).toEqual(["<p", "<code", "</code", "</p"]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("keeps a table's columns, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = toHtml(`| a | b |\n|---|---|\n| ${codeSpan(text)} | last |`);
        expect(html.match(/<td/g)).toHaveLength(2);
        expect(html).toContain("<td>last</td>");
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["lsass.exe", "`lsass.exe`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["a|b", "<code>a&#124;b</code>"],
  ])("writes %j as %j", (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });
});

describe("link", () => {
  test("leaves what is encoded already, and keeps brackets and blanks inside the address", () => {
    const markdown = link("`a (b).yml`", "https://github.com/o/r/blob/main/a%20(b).yml");

    expect(toHtml(markdown)).toBe(
      '<p><a href="https://github.com/o/r/blob/main/a%20%28b%29.yml"><code>a (b).yml</code></a></p>',
    );
  });

  test("is one link to where it should lead, whatever the address", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = toHtml(`- ${link("name", `https://github.com/o/r/blob/main/${text}`)}`);
        expect(tagsOf(html)).toEqual(["<ul", "<li", "<a", "</a", "</li", "</ul"]);
        expect(html).toContain('<a href="https://github.com/o/r/blob/main/');
      }),
      { numRuns: 2_000 },
    );
  });
});
