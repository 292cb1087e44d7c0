import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import type { Finding, Level } from "../../../src/model/policy.ts";
import { quote, say } from "../../../src/model/prose.ts";
import type { DiffView } from "../../../src/report/diff-view.ts";
import { diffMarkdown } from "../../../src/report/markdown/diff-markdown.ts";
import type { Links } from "../../../src/report/markdown/prose.ts";
import { diffText } from "../../../src/report/text/diff-text.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { analysedWith } from "../../support/rule-builder.ts";
import { diffView, firstDiffView } from "../small-views.ts";

const links: Links = {
  file: (path, line, side) =>
    `https://github.com/contoso/rules/blob/${side}/${path}${line === undefined ? "" : `#L${line}`}`,
  run: "https://github.com/contoso/rules/actions/runs/7",
};

function lostTechnique(index: number): Finding {
  const id = `T${1000 + Math.floor(index / 10)}.00${index % 10}`;
  const technique = { kind: "technique", id, name: `Technique with a name of the usual length ${index}` } as const;
  return {
    check: "technique-lost",
    level: "error",
    message: say`${technique} has no rule left. It was covered by ${quote(`rules/windows/process_creation/rule_${index}.yml`)}, which this change deletes.`,
    location: undefined,
    subject: id,
    fingerprint: `technique-lost:${id}`,
    acceptance: undefined,
  };
}

function finding(check: string, level: Level, index: number, word = "rule"): Finding {
  return {
    check,
    level,
    message: say`${quote(`${word}-${index}`)} is to be looked at, for a reason that takes a sentence to say.`,
    location: { path: `rules/windows/process_creation/${word}_${index}.yml`, line: index + 1, column: 1 },
    subject: `${word}-${index}`,
    fingerprint: `${check}:${word}-${index}`,
  };
}

function tagCount(comment: string, tag: string): number {
  return comment.split(tag).length - 1;
}

/** As many rules deleted as there are, and with them as many techniques lost. */
function largeView(rules: number, techniques: number): DiffView {
  const view = diffView();
  const [removed] = view.delta?.rules.removed ?? [];
  if (view.delta === undefined || removed === undefined) throw new Error("The small view deletes a rule.");
  const deleted = Array.from({ length: rules }, (_, index) => ({
    ...removed,
    rule: { ...removed.rule, key: `deleted-${index}`, path: `rules/windows/process_creation/rule_${index}.yml` },
  }));
  return {
    ...view,
    delta: { ...view.delta, rules: { ...view.delta.rules, removed: deleted } },
    verdict: { ...view.verdict, findings: Array.from({ length: techniques }, (_, index) => lostTechnique(index)) },
  };
}

function toHtml(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

describe("the comment", () => {
  test("is, for a small change, what a reviewer was shown and found good", async () => {
    const comment = diffMarkdown(diffView(), { links });

    await expect(comment).toMatchFileSnapshot("fixtures/diff.golden.md");
  });

  test.each([
    ["a note stands in the table of rule changes alone", "note", /narrower \| excludes/, false],
    ["a warning stands above, and the table refers to it", "warning", /narrower \| as said above; level/, true],
  ] as const)("says once what an edit did: %s", (_, level, row, isSaidAbove) => {
    const view = diffView();
    const narrowed: Finding = {
      check: "rule-narrowed",
      level,
      message: say`It matches less than before: excludes ${quote("User equals SYSTEM")}.`,
      location: { path: "elastic/lsass_access.toml", line: 1, column: 1 },
      subject: "0c61-lsass-access",
      fingerprint: "rule-narrowed:0c61-lsass-access",
    };

    const comment = diffMarkdown({ ...view, verdict: { ...view.verdict, findings: [narrowed] } });

    expect(comment).toMatch(row);
    expect(comment.includes("It matches less than before")).toBe(isSaidAbove);
    expect(comment.split("User equals SYSTEM")).toHaveLength(2);
  });

  test("says by how much an edit changed a rule's width", () => {
    const view = { ...diffView(), formerReach: new Map([["0c61-lsass-access", 4]]) };

    expect(diffMarkdown(view)).toContain("`User equals SYSTEM`; width 4 → 1; level high → critical |");
  });

  test("says in a terminal what it says on the pull request", async () => {
    const text = diffText(diffView(), { colours: false });

    await expect(text).toMatchFileSnapshot("fixtures/diff.golden.txt");
  });

  test("says that there is nothing to compare with, and why", () => {
    const comment = diffMarkdown(firstDiffView());

    expect(comment).toContain("### ✅ Detection coverage: nothing to compare with");
    expect(comment).toContain("The first commit has nothing before it.");
    expect(comment).not.toContain("before | after");
  });

  test("leads with every lost technique and stays under the limit when 5,000 rules change", () => {
    const comment = diffMarkdown(largeView(5_000, 60), { links });

    expect(comment.length).toBeLessThanOrEqual(65_000);
    expect(comment).toContain("### ❌ Detection coverage: 60 techniques lost");
    for (let index = 0; index < 60; index++)
      expect(comment).toContain(`Technique with a name of the usual length ${index}`);
    expect(comment.indexOf("**Lost**")).toBeLessThan(comment.search(/Rule changes \(5,?00\d\)/));
    expect(comment).toMatch(/\d+ more in \[the run\]\(https:\/\/github\.com\/contoso\/rules\/actions\/runs\/7\)\./);
  });

  test("names every technique in fewer words where all of them are lost", () => {
    const comment = diffMarkdown(largeView(5_000, 600), { links });

    expect(comment.length).toBeLessThanOrEqual(65_000);
    for (let index = 0; index < 600; index++) expect(comment).toContain(lostTechnique(index).subject);
    expect(comment).not.toContain("which this change deletes");
  });

  test("says of every other section at least how much there is when several hundred techniques are lost", () => {
    const view = largeView(5_000, 400);
    const noisy = Array.from({ length: 90 }, (_, index) => finding("rule-noisy", "warning", index));
    const mistakes = Array.from({ length: 900 }, (_, index) => finding("technique-unknown", "error", index));
    const findings = [...view.verdict.findings, ...noisy, ...mistakes];

    const comment = diffMarkdown({ ...view, verdict: { ...view.verdict, findings } }, { links });

    expect(comment.length).toBeLessThanOrEqual(65_000);
    for (let index = 0; index < 400; index++) expect(comment).toContain(lostTechnique(index).subject);
    expect(comment).toContain("**Noisy**");
    expect(comment).toMatch(/\*\*To mend\*\*[\s\S]*\d+ more in \[the run\]/);
    expect(comment).toMatch(/Rule changes[\s\S]*[\d,]+ (?:more )?in \[the run\]/);
    expect(comment).toContain("Writing guide");
    expect(tagCount(comment, "<details>")).toBe(tagCount(comment, "</details>"));
  });

  test("measures in bytes where the limit is one of bytes", () => {
    const view = largeView(5_000, 0);
    const findings = Array.from({ length: 5_000 }, (_, index) =>
      finding("technique-unknown", "error", index, "検知規則"),
    );

    const summary = diffMarkdown(
      { ...view, verdict: { ...view.verdict, findings } },
      { links, limit: 300_000, measure: Buffer.byteLength },
    );

    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(300_000);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(250_000);
    expect(summary).toMatch(/[\d,]+ more in \[the run\]/);
  });

  test("cuts a value that would hide the rest", () => {
    const message = say`${quote("x".repeat(5_000))} is no technique.`;
    const view = diffView();
    const findings = [{ ...finding("technique-unknown", "error", 1), message }];

    const comment = diffMarkdown({ ...view, verdict: { ...view.verdict, findings } });

    expect(comment).toContain(`${"x".repeat(299)}…`);
    expect(comment).not.toContain("x".repeat(301));
  });

  test("keeps within a limit that holds next to nothing", () => {
    const comment = diffMarkdown(largeView(500, 50), { limit: 1_000 });

    expect(comment.length).toBeLessThanOrEqual(1_000);
    expect(comment).toContain("### ❌ Detection coverage: 50 techniques lost");
  });

  test.each(hostileTexts)("has the same structure for a rule that says %j everywhere", (text) => {
    const view = diffView();
    const [rule] = view.delta?.rules.added ?? [];
    const edits = view.delta?.rules.edited ?? [];
    if (view.delta === undefined || rule === undefined) throw new Error("The small view adds a rule.");
    const hostileRule = analysedWith(rule, {
      rule: { ...rule.rule, title: text, path: `rules/${text}.yml`, key: text },
    });
    const hostile: DiffView = {
      ...view,
      delta: { ...view.delta, rules: { ...view.delta.rules, added: [hostileRule], edited: edits } },
    };
    const tags = (html: string) =>
      Array.from(html.matchAll(/<\/?[a-z]\w*/g), ([tag]) => tag).filter((tag) => !/code/.test(tag));

    const shown = tags(toHtml(diffMarkdown(hostile)));

    expect(shown).toEqual(tags(toHtml(diffMarkdown(view))));
  });
});
