import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { badgeSvg, shieldsJson } from "../../../src/report/badge.ts";
import { coverageCountOf } from "../../../src/report/coverage-count.ts";
import type { ReportView } from "../../../src/report/report-view.ts";
import { matrixSvg } from "../../../src/report/svg/matrix-svg.ts";
import { sparklineSvg } from "../../../src/report/svg/sparkline-svg.ts";
import { textWidth, wrapText } from "../../../src/report/svg/text-width.ts";
import { trendSvg } from "../../../src/report/svg/trend-svg.ts";
import { xmlProblems } from "../../support/xml-problems.ts";
import { anyText } from "../printable.ts";
import { trendView } from "../small-trend.ts";
import { reportView } from "../small-views.ts";

const pictures = {
  matrix: matrixSvg(reportView()),
  badge: badgeSvg(coverageCountOf(reportView())),
  trend: trendSvg(trendView),
  sparkline: sparklineSvg(trendView),
};

describe.each(Object.entries(pictures))("the picture of the %s", (_, svg) => {
  test("is well-formed, and says its size", () => {
    expect(xmlProblems(svg)).toEqual([]);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox="0 0 \d+ \d+"/,
    );
  });

  test("has a title and a description for whoever can't see it", () => {
    expect(svg).toMatch(/role="(?:img|group)" aria-labelledby="detcov-title detcov-description"/);
    expect(svg).toMatch(/<title id="detcov-title">[^<]+<\/title>\n<desc id="detcov-description">[^<]+<\/desc>/);
  });

  test("holds no script, loads nothing, and follows the reader's choice of light or dark", () => {
    expect(svg).not.toMatch(/<script|<foreignObject|<image|<use|\son\w+=|javascript:|@import|url\((?!#)/i);
    expect(svg).toContain("@media(prefers-color-scheme:dark)");
  });
});

describe("the matrix", () => {
  test("has a cell in the column of each tactic of a technique, linked and told in words", () => {
    const cells = Array.from(pictures.matrix.matchAll(/<a class="c(\d)" href="([^"]+)" aria-label="([^"]+)">/g));

    expect(cells.map(([, step, , told]) => `${step} ${told}`)).toEqual([
      "2 T1059 Command and Scripting Interpreter: 2 rules, 1 of 2 sub-techniques covered",
      "0 T1546 Event Triggered Execution: no rule, 0 of 1 sub-technique covered",
      "0 T1546 Event Triggered Execution: no rule, 0 of 1 sub-technique covered",
      "0 T1685 Disable or Modify Tools: no rule",
      "2 T1003 OS Credential Dumping: 2 rules, 1 of 1 sub-technique covered",
      "1 T1490 Inhibit System Recovery: 1 rule",
    ]);
    expect(cells[0]?.[2]).toBe("https://attack.mitre.org/techniques/T1059/");
  });

  test("names the tactics with their share, and what the colours mean", () => {
    const texts = Array.from(pictures.matrix.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text = ""]) => text);

    expect(texts).toContain("Credential");
    expect(texts).toContain("2 of 2");
    expect(texts).toEqual(expect.arrayContaining(["no rule", "1 rule", "2–4", "25 and more"]));
  });

  test("is well-formed whatever a bundle of one's own calls its techniques, and draws an empty corpus", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, tactic) => {
        const view = reportView();
        const [first] = view.techniques;
        const named = first === undefined ? [] : [{ ...first, technique: { ...first.technique, name, id: tactic } }];
        const tactics = view.tactics.map((each) => ({ ...each, tactic: { ...each.tactic, name: tactic } }));

        expect(
          xmlProblems(matrixSvg({ ...view, techniques: [...named, ...view.techniques.slice(1)], tactics })),
        ).toEqual([]);
      }),
    );
    expect(xmlProblems(matrixSvg(reportView([])))).toEqual([]);
  });
});

describe("the badge", () => {
  test("and the endpoint of shields.io say the same", () => {
    expect(pictures.badge).toContain(">ATT&amp;CK coverage: 5 of 9 (55%)</title>");
    expect(JSON.parse(shieldsJson(coverageCountOf(reportView())))).toEqual({
      schemaVersion: 1,
      label: "ATT&CK coverage",
      message: "5 of 9 (55%)",
      color: "0757b5",
    });
  });

  test("is grey where nothing is covered", () => {
    const nothing: ReportView = reportView([]);

    expect(JSON.parse(shieldsJson(coverageCountOf(nothing)))).toMatchObject({
      message: "0 of 9 (0%)",
      color: "59636e",
    });
    expect(badgeSvg(coverageCountOf(nothing))).toContain('fill="#59636e"');
  });
});

describe("the trend", () => {
  test("tells each number in words, and each point where a pointer rests", () => {
    expect(pictures.trend).toContain("Techniques covered: 300 at first, 320 of 697 at last (+20).");
    expect(pictures.trend).toContain("<title>2026-07-11: 309</title>");
    expect(pictures.trend.match(/<polyline/g)).toHaveLength(4);
  });

  test("draws one sample, and a number that never changes", () => {
    const svg = trendSvg({ ...trendView, points: trendView.points.slice(0, 1) });

    expect(xmlProblems(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(sparklineSvg({ ...trendView, points: trendView.points.slice(0, 1) })).not.toMatch(/NaN|Infinity/);
  });
});

describe("wrapText", () => {
  test.each([
    ["Phishing", ["Phishing"]],
    ["Boot or Logon Autostart Execution", ["Boot or Logon", "Autostart", "Execution"]],
    ["Scheduled Task/Job", ["Scheduled Task/", "Job"]],
    ["Non-Application Layer Protocol", ["Non-Application", "Layer Protocol"]],
    ["", [""]],
  ])("breaks %j", (text, lines) => {
    expect(wrapText(text, { width: 80, size: 10, lines: 3 })).toEqual(lines);
  });

  test("never gives more lines than there is room for, nor longer ones", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = wrapText(text, { width: 60, size: 10, lines: 2 });

        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(60);
      }),
    );
  });
});
