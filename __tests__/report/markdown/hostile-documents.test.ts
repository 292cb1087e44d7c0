import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { diffMarkdown } from "../../../src/report/markdown/diff-markdown.ts";
import { pageMarkdown } from "../../../src/report/markdown/page-markdown.ts";
import type { Links } from "../../../src/report/markdown/prose.ts";
import { reportMarkdown } from "../../../src/report/markdown/report-markdown.ts";
import { ruleMarkdown } from "../../../src/report/markdown/rule-markdown.ts";
import { documentLimits, techniqueOutline } from "../../../src/report/technique-outline.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileRule } from "../hostile-rule.ts";
import { hostileDiff, hostileTargets } from "../hostile-views.ts";
import { anyText } from "../printable.ts";
import { ruleView } from "../small-rule-views.ts";
import { techniquePage } from "../small-technique-pages.ts";
import { reportView } from "../small-views.ts";

const links: Links = {
  file: (path, line, side) => {
    const place = path
      .replace(/\p{Surrogate}/gu, "\ufffd")
      .split("/")
      .map(encodeURIComponent)
      .join("/");
    return `https://github.com/contoso/rules/blob/${side}/${place}${line === undefined ? "" : `#L${line}`}`;
  },
  run: "https://github.com/contoso/rules/actions/runs/7",
};

/** Every document in Markdown, with the text wherever a rule author writes. */
const documents: Readonly<Record<string, (text: string) => string>> = {
  "the comment": (text) => diffMarkdown(hostileDiff(text), { links, limit: Number.POSITIVE_INFINITY }),
  "the comment without links": (text) => diffMarkdown(hostileDiff(text), { limit: Number.POSITIVE_INFINITY }),
  "the coverage of a corpus": (text) => {
    const view = reportView([hostileRule(text)]);
    const location = { path: text, line: 1, column: 1 };
    return reportMarkdown({
      ...view,
      targets: hostileTargets(text),
      corpus: { ...view.corpus, diagnostics: [{ code: "syntax-error", message: text, location }] },
    });
  },
  "a technique": (text) =>
    pageMarkdown(techniqueOutline(techniquePage("T1059.001", undefined, [hostileRule(text)]), documentLimits), links),
  "a rule": (text) => ruleMarkdown([ruleView(hostileRule(text))]),
};

interface Structure {
  /** Elements in their order; code and dollar signs are written in several ways. */
  readonly tags: readonly string[];
  /** Where links lead, without what a path adds. */
  readonly servers: readonly string[];
  /** What stands outside of code and of elements. */
  readonly text: string;
}

function structureOf(markdown: string): Structure {
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  const tags = Array.from(html.matchAll(/<(?:\/?[a-zA-Z][\w-]*|!|\?)[^>]*>/g), ([tag]) => tag);
  const hrefs = tags.flatMap((tag) => /^<a href="([^"]*)"/.exec(tag)?.[1] ?? []);
  return {
    tags: tags.map((tag) => tag.replace(/ href="[^"]*"/, "")).filter((tag) => !/^<\/?(?:code|span)>$/.test(tag)),
    servers: hrefs.map((href) => /^https:\/\/[^/]+\//.exec(href)?.[0] ?? href),
    text: html.replace(/<code>[\s\S]*?<\/code>/g, "").replace(/<[^>]*>/g, "\n"),
  };
}

/** What GitHub makes mentions, references, emoji, links and mathematics of once Markdown is done. */
const afterMarkdown = /@[a-z\d]|#\d|\bGH-\d|:[\w+-]+:|https?:\/\/|\bwww\.|\$[^$\n]+\$/i;

function expectSameStructure(render: (text: string) => string, text: string): void {
  const harmless = structureOf(render("harmless"));
  const hostile = structureOf(render(text));

  expect(hostile.tags).toEqual(harmless.tags);
  expect(hostile.servers).toEqual(harmless.servers);
  expect(hostile.text).not.toMatch(afterMarkdown);
}

describe.each(Object.entries(documents))("the structure of %s", (_, render) => {
  test("is what it is meant to be", () => {
    expect(structureOf(render("harmless")).tags.length).toBeGreaterThan(10);
  });

  test.each(hostileTexts)("is the same for a rule that says %j everywhere", (text) => {
    expectSameStructure(render, text);
  });

  test("is the same whatever a rule says", () => {
    fc.assert(
      fc.property(anyText, (text) => expectSameStructure(render, text)),
      { numRuns: 150 },
    );
  });
});

describe("a report that is cut", () => {
  test("has only elements of ours and closes each, whatever a rule says", () => {
    const viewOf = (text: string) => reportView([hostileRule(text)]);
    const whole = structureOf(reportMarkdown(viewOf("harmless"), { links }));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1_500, max: 4_000 }), (text, limit) => {
        const report = reportMarkdown(viewOf(text), { links, limit });
        const { tags, servers, text: shown } = structureOf(report);

        expect(report.length).toBeLessThanOrEqual(limit);
        expect(tags.filter((tag) => !whole.tags.includes(tag) && !/^<\/?strong>$/.test(tag))).toEqual([]);
        expect(tags.filter((tag) => tag === "<details>")).toHaveLength(
          tags.filter((tag) => tag === "</details>").length,
        );
        expect(servers.filter((server) => !whole.servers.includes(server))).toEqual([]);
        expect(shown).not.toMatch(afterMarkdown);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a comment that is cut", () => {
  test("has only elements of ours and closes each, whatever a rule says", () => {
    const whole = structureOf(diffMarkdown(hostileDiff("harmless"), { links }));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 3_000, max: 9_000 }), (text, limit) => {
        const comment = diffMarkdown(hostileDiff(text), { links, limit });
        const { tags, servers, text: shown } = structureOf(comment);

        expect(comment.length).toBeLessThanOrEqual(limit);
        expect(tags.filter((tag) => !whole.tags.includes(tag))).toEqual([]);
        expect(tags.filter((tag) => tag === "<details>")).toHaveLength(
          tags.filter((tag) => tag === "</details>").length,
        );
        expect(servers.filter((server) => !whole.servers.includes(server))).toEqual([]);
        expect(shown).not.toMatch(afterMarkdown);
      }),
      { numRuns: 150 },
    );
  });
});
