import { describe, expect, test } from "vitest";
import { explainConfig } from "../../src/config/explain-config.ts";
import { parseConfig } from "../../src/config/load.ts";
import { known } from "./known.ts";

function explain(text: string): string {
  return explainConfig(parseConfig(text, ".github/detcov.yml", known), known.checks, "2026-11-29");
}

describe("the explanation of a configuration", () => {
  test("of no wishes says what holds by default", () => {
    expect(explain("")).toBe(
      `Sources
  "rules": rules of every format in "**"

Counted for coverage
  Rules that are experimental, test, stable. Not counted: deprecated, disabled.

ATT&CK
  enterprise-attack 19, built in

Checks
  All at their default levels.

Verdict
  A finding that is an error fails the run.

Noise
  A rule is noisy from this width on: percentile 99.5 of reach over the corpus, and at least 10 rules.

Comment
  Posted on a pull request that changes rules or coverage, or has findings, with all sections.

Summary
  Looks back 30 days, and calls a rule stale that nobody has changed for 1 year.`,
    );
  });

  test("names every decision of the team", async () => {
    const text = `
      sources:
        - { name: splunk, format: splunk, include: [splunk/], exclude: [splunk/drafts/], macros: [macros/] }
        - { name: sigmahq, include: [vendor/sigma/], role: reference }
      count: { lifecycle: [stable, deprecated] }
      attack: { domain: mobile-attack, bundle: attack/mobile.json }
      checks: { rule-noisy: error, technique-lost: error, technique-missing: off }
      fail-on: never
      noise: { reach: 1 }
      comment: { when: on-failure, sections: [lost, noisy] }
      summary: { since: 1w, stale: 6m, issue: { title: Ours, labels: [blue] } }
      fields:
        CommandLine: { aliases: [proc_cmd, { name: cmd, when: { product: acme, table: procs } }] }
        Image: { aliases: [{ name: exe_name, part: basename }], kind: path }
        Rights: { kind: hex }
        Target: { kind: path }
      events:
        - when: { service: vpn }
          events: [{ provider: Acme VPN, id: 1, title: Login }, { provider: Acme VPN, id: 2 }]
    `;

    await expect(`${explain(text)}\n`).toMatchFileSnapshot("fixtures/every-decision.golden.txt");
  });

  test("does not speak of what a comment holds that is never posted", () => {
    expect(explain("comment: { when: never, sections: [lost] }")).toContain("Comment\n  Posted never.");
  });

  test("shows control characters of the team's own words as escapes", () => {
    expect(explain('sources: [{ name: "\\e[31mred" }]')).toContain('"\\u001b[31mred": rules of every format');
  });
});
