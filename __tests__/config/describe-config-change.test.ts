import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { describeConfigChange } from "../../src/config/describe-config-change.ts";
import { parseConfig } from "../../src/config/load.ts";
import { plainText } from "../../src/model/prose.ts";
import { known } from "./known.ts";

function config(text: string): Config {
  return parseConfig(text, ".github/detcov.yml", known);
}

function changes(before: string, after: string): readonly string[] {
  return describeConfigChange(config(before), config(after)).map(plainText);
}

describe("the description of a change of configuration", () => {
  test("is empty where only the spelling changes", () => {
    expect(changes("sources: [{ name: a, include: [rules/] }]", "sources: [{ name: a, include: [./rules] }]")).toEqual(
      [],
    );
    expect(changes("", "fail-on: error\nchecks: { rule-noisy: warning }\nattack: { version: 19 }")).toEqual([]);
  });

  test.each([
    ["fail-on: error", "fail-on: never", "fail-on: error → never"],
    ["", "checks: { rule-noisy: off }", "rule-noisy: default → off"],
    ["checks: { rule-noisy: error }", "checks: { rule-noisy: warning }", "rule-noisy: error → default"],
    ["", "count: { lifecycle: [stable] }", "counted for coverage: experimental, test, stable → stable"],
    [
      "count: { lifecycle: [stable], weights: { severity: { low: 0.5 }, sources: { rules: 0.25 } } }",
      "count: { lifecycle: [stable] }",
      'counted for coverage: stable, weighted: severity low 0.5, source "rules" 0.25 → stable',
    ],
    ["attack: { version: 18.1 }", "", "ATT&CK data: enterprise-attack 18.1, built in → enterprise-attack 19, built in"],
    ["", "attack: { bundle: a.json }", 'ATT&CK data: enterprise-attack 19, built in → enterprise-attack from "a.json"'],
    ["noise: { reach: 20 }", "noise: { reach: 500 }", "a rule is noisy from: 20 rules → 500 rules"],
    ["comment: { when: always }", "comment: { when: never }", "the comment is posted: on every pull request → never"],
    ["", "comment: { sections: [gained] }", "the comment holds: all sections → the verdict and the sections gained"],
    ["", "comment: { sections: [] }", "the comment holds: all sections → the verdict only"],
    [
      "",
      "summary: { since: 1w }",
      "the summary looks back: 30 days, and calls a rule stale that nobody has changed for 1 year → " +
        "1 week, and calls a rule stale that nobody has changed for 1 year",
    ],
    ["", "summary: { issue: true }", 'issue that tells the summary: none → "Detection coverage"'],
    [
      "summary: { issue: { labels: [blue, red] } }",
      "summary: { issue: false }",
      'issue that tells the summary: "Detection coverage" with the labels "blue", "red" → none',
    ],
    ["", "fields: { Image: { aliases: [exe] } }", 'field added: "exe" is "Image"'],
    ["fields: { Image: { kind: path } }", "fields: { Image: { kind: text } }", 'field removed: "Image" holds a path'],
    [
      "events: [{ when: { product: acme }, events: [{ provider: Acme, id: 1 }] }]",
      "",
      'events removed: rules where product is "acme" look at "Acme" "1"',
    ],
  ])("from %j to %j says so", (before, after, line) => {
    expect(changes(before, after)).toContain(line);
  });

  test("names a source that goes, one that comes, and one that is read otherwise", () => {
    const before = "sources: [{ name: sigma, include: [sigma/] }, { name: old, include: [old/] }]";
    const after = "sources: [{ name: sigma, include: [sigma/], role: reference }, { name: new, include: [new/] }]";

    expect(changes(before, after)).toEqual([
      'source "old" removed: rules of every format in "old/**"',
      'source "new" added: rules of every format in "new/**"',
      'source "sigma": rules of every format in "sigma/**" → rules of every format in "sigma/**", for reference only (counts for reach, not for coverage)',
    ]);
  });

  test("names the order of the sources, which decides whose a file is", () => {
    const first = "sources: [{ name: a }, { name: b }]";

    expect(changes(first, "sources: [{ name: b }, { name: a }]")).toEqual([
      'order of the sources: "a", "b" → "b", "a"',
    ]);
    expect(changes(first, "sources: [{ name: c }, { name: a }, { name: b }]")).toHaveLength(1);
  });

  test("keeps the team's own words apart from ours, so that no renderer takes them for its mark-up", () => {
    const [line] = describeConfigChange(config(""), config('sources: [{ name: "@everyone <b>" }]')).slice(1);

    expect(line?.[1]).toEqual({ kind: "quote", text: "@everyone <b>" });
  });

  test("is empty exactly where two configurations decide the same", () => {
    const texts = fc.constantFrom(
      "",
      "fail-on: never",
      "noise: { reach: 5 }",
      "noise: { percentile: 5 }",
      "checks: { rule-noisy: off }",
      "checks: { technique-lost: off }",
      "count: { lifecycle: [test] }",
      "attack: { bundle: a.json }",
      "comment: { when: never }",
      "sources: [{ name: a }]",
      "sources: [{ name: a, format: sigma }]",
      "sources: [{ name: a, macros: [b/] }]",
      "sources: [{ name: a, exclude: [b/] }]",
      "fields: { Image: { aliases: [exe] } }",
      "events: [{ when: { table: t }, events: [{ provider: p, id: 1, title: t }] }]",
    );

    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(changes(before, after).length === 0).toBe(before === after);
      }),
      { numRuns: 300 },
    );
  });
});
