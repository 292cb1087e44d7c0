import { describe, expect, test } from "vitest";
import { html, nothing, scriptElement, styleElement } from "../../../src/report/html/markup.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";

describe("html", () => {
  test("escapes text, and keeps markup", () => {
    const bold = html`<b>${"a < b & 'c'"}</b>`;

    expect(String(html`<p>${bold} ${3} ${undefined}${[nothing, "&"]}</p>`)).toBe(
      "<p><b>a &lt; b &amp; &#39;c&#39;</b> 3 &amp;</p>",
    );
  });

  test("escapes a quoted attribute", () => {
    expect(String(html`<p title="${'" onclick="alert(1)'}"></p>`)).toBe(
      '<p title="&quot; onclick=&quot;alert(1)"></p>',
    );
  });

  test("shows what can't be seen by its number", () => {
    expect(String(html`${"a\u202eb\u0000\ud800"}`)).toBe("a‹U+202E›b‹U+0000›‹U+D800›");
  });

  test.each(hostileTexts)("lets no tag, entity or quote of %j through", (text) => {
    const between = String(html`${text}`);

    expect(between).not.toMatch(/[^\P{Cc}]|[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/u);
    expect(String(html`<a title="${text}"></a>`)).toBe(`<a title="${between}"></a>`);
  });

  test.each([
    ["https://example.org/a?b=c&d#e", "https://example.org/a?b=c&amp;d#e"],
    ["technique/T1059.001.html", "technique/T1059.001.html"],
    ["../rule/a.html#p1", "../rule/a.html#p1"],
    ["#main", "#main"],
    ["", ""],
    ['a"b.html', "a%22b.html"],
  ])("takes the address %j", (address, written) => {
    expect(String(html`<a href="${address}">x</a>`)).toBe(`<a href="${written}">x</a>`);
  });

  test.each([
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "file:///etc/passwd",
    "x:y",
    "https:evil",
  ])("takes no address like %j", (address) => {
    const written = String(html`<a href="${address}">x</a>`);

    expect(written).not.toMatch(/href="(?:[^#]*:|\/\/|\/\\|\\)/);
  });

  test.each([
    ["in a tag", () => html`<p ${"hidden"}></p>`],
    ["in an attribute without quotes", () => html`<p title=${"x"}></p>`],
    ["in a handler", () => html`<p onclick="${"x"}"></p>`],
    ["in a style", () => html`<p style="${"x"}"></p>`],
    ["in a script", () => html`<script>${"x"}</script>`],
  ])("has no place for a value %s", (_, write) => {
    expect(write).toThrow("A value of a template may not stand");
  });

  test("knows an attribute behind others", () => {
    expect(String(html`<a class="b" href="${"javascript:x"}" title="${"y"}">${"z"}</a>`)).toBe(
      '<a class="b" href="#" title="y">z</a>',
    );
  });
});

describe("a style or script of our own", () => {
  test("stands in its element as it is", () => {
    expect(String(styleElement("a > b { color: red }"))).toBe("<style>a > b { color: red }</style>");
  });

  test("can't end it", () => {
    expect(() => scriptElement('x = "</script>"')).toThrow("tag");
  });
});
