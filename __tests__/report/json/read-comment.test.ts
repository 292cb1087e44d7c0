import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import type { Prose } from "../../../src/model/prose.ts";
import { commentPart } from "../../../src/report/json/comment-part.ts";
import type { CommentFile, ProseFile } from "../../../src/report/json/diff-file.ts";
import { diffJson } from "../../../src/report/json/diff-json.ts";
import { outlineOfReport, readReport } from "../../../src/report/json/read-comment.ts";
import { outlineMarkdown, shownOutline } from "../../../src/report/markdown/diff-markdown.ts";
import type { Links } from "../../../src/report/markdown/prose.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { diffView } from "../small-views.ts";

const links: Links = {
  file: (path, line) =>
    `https://github.example/acme/rules/blob/main/${encodeURI(path)}${line === undefined ? "" : `#L${line}`}`,
  run: "https://github.example/acme/rules/actions/runs/7",
};

const outline = shownOutline(diffView(), undefined);

/** A report as a file, with something in it changed. */
function reportWith(change: Readonly<Record<string, unknown>>): string {
  const report: object = JSON.parse(diffJson(diffView(), commentPart(outline, "post")));
  return JSON.stringify({ ...report, ...change });
}

describe("readReport", () => {
  test("takes what the action wrote", () => {
    expect(readReport(reportWith({}))).toMatchObject({
      kind: "report",
      report: { comment: { occasion: "post" } },
    });
  });

  test.each([
    ["no JSON", "{"],
    ["another document", "{}"],
    ["a key too many", reportWith({ evil: 1 })],
    ["another version", reportWith({ schemaVersion: 2 })],
    ["a mark of its own", reportWith({ comment: { ...commentPart(outline, "post"), mark: "party" } })],
    ["a headline without end", reportWith({ comment: { ...commentPart(outline, "post"), headline: "x".repeat(501) } })],
  ])("refuses %s", (_, text) => {
    expect(readReport(text)).toMatchObject({ kind: "refused" });
  });
});

describe("a comment that was written down and read again", () => {
  test("says what it said, but for links to pages elsewhere", () => {
    const again = outlineOfReport(commentPart(outline, "post"));
    const withoutPages = (prose: Prose): Prose =>
      prose.map((part) =>
        typeof part !== "string" && part.kind === "link" ? { kind: "sentence", text: part.text } : part,
      );
    const expected = {
      ...outline,
      sections: outline.sections.map((section) => ({
        ...section,
        items: section.items.map((item) => ({
          ...item,
          cells: item.cells.map(withoutPages),
          short: withoutPages(item.short),
        })),
      })),
    };

    // What was ours is escaped like what was not.
    expect(outlineMarkdown(again, { links }).replaceAll("ATT&amp;CK", "ATT&CK")).toBe(
      outlineMarkdown(expected, { links }),
    );
  });
});

/** A stranger's comment with one text wherever there can be one. */
function commentOf(text: string): CommentFile {
  const prose: ProseFile = [
    text,
    { kind: "quote", text },
    { kind: "sentence", text },
    { kind: "link", text, url: "https://evil.example" },
    { kind: "place", path: text, line: null, side: "head" },
  ];
  const item = { mark: "none", cells: [prose, prose], short: prose } as const;
  return {
    occasion: "post",
    mark: "pass",
    headline: text,
    numbers: [{ label: text, before: text, after: text, isChanged: true }],
    sections: [
      { title: text, isFolded: false, columns: null, items: [item] },
      { title: text, isFolded: true, columns: [text, text], items: [item] },
    ],
    footer: [prose],
  };
}

/** Which elements there are, in order, and where links lead. */
function structureOf(markdown: string): readonly string[] {
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  return (
    [...html.matchAll(/<(\/?[a-z][a-z0-9]*)([^>]*)>/gi)]
      .map(([, name = "", attributes = ""]) => name + (/href="[^"]*"/.exec(attributes)?.[0] ?? ""))
      // Code and the guard of dollar signs come and go with the text; neither can do anything.
      .filter((element) => !/^\/?(?:code|span)$/.test(element))
  );
}

function shape(text: string): readonly string[] {
  const elements = structureOf(outlineMarkdown(outlineOfReport(commentOf(text)), { links, limit: 1_000_000 }));
  return elements
    .map((element) => element.replace(/(?<=blob\/main\/)[^"]*/, "…"))
    .filter((element) => !element.includes("…") && element !== "/a");
}

describe("a stranger's comment", () => {
  const usual = shape("lsass");

  test.each(hostileTexts)("has the shape of any other, whatever it says: %j", (text) => {
    expect(shape(text)).toEqual(usual);
  });

  test("has the shape of any other for every text there is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(shape(text)).toEqual(usual);
      }),
    );
  });

  test.each(["../../../../evil", "a/../../x", "./x", "a//b", "/etc", "a\\b"])(
    "links to no page beside the repository: %s",
    (path) => {
      const prose: ProseFile = [{ kind: "place", path, line: null, side: "head" }];
      const markdown = outlineMarkdown(
        outlineOfReport({ ...commentOf("x"), footer: [prose], sections: [], numbers: [] }),
        { links },
      );

      expect(markdown).not.toContain("blob/main");
    },
  );
});
