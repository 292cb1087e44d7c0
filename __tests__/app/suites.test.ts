import { describe, expect, test } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { assess } from "../../src/app/assess.ts";
import { createLookups } from "../../src/app/lookups.ts";
import { measure } from "../../src/app/snapshots.ts";
import { suiteViews } from "../../src/app/suite-views.ts";
import { assessSuites, type WholeChange } from "../../src/app/suites.ts";
import { parseConfig } from "../../src/config/load.ts";
import type { Verdict } from "../../src/model/policy.ts";
import { noTargets } from "../../src/model/targets.ts";
import { noAcceptances } from "../../src/policy/acceptances.ts";
import { checks } from "../../src/policy/checks/index.ts";
import { decide } from "../../src/policy/decide.ts";
import type { DiffView, SuiteView } from "../../src/report/diff-view.ts";
import { diffMarkdown } from "../../src/report/markdown/diff-markdown.ts";
import { known } from "../config/known.ts";
import { diffView } from "../report/small-views.ts";
import { aCatalogue, aSnapshot, type RuleDraft, where } from "../support/rule-builder.ts";

const teams = `
suites:
  - { name: cloud, include: [cloud/], fail-on: warning }
  - { name: endpoint, include: [endpoint/], checks: { technique-lost: warning } }
  - { name: identity, include: [identity/] }
`;

function rule(path: string, technique: string): RuleDraft {
  return { key: path, path: `${path}.yml`, techniques: [technique], condition: where("Image", "basename", path) };
}

interface Judged {
  readonly verdict: Verdict;
  readonly suites: readonly SuiteView[];
  readonly comment: string;
}

/** What a change is judged to be by a configuration, whose checks are the real ones. */
async function judge(text: string, base: readonly RuleDraft[], head: readonly RuleDraft[]): Promise<Judged> {
  const config = parseConfig(text, "detcov.yml", { ...known, checks });
  const own = { base: aSnapshot(base, { revision: "base" }), head: aSnapshot(head, { revision: "head" }) };
  const measured = measure(own.head, config);
  const catalogue = aCatalogue();
  const { delta } = compare(own.base, own.head, catalogue, measured.reach);
  const changedPaths = new Set(delta.rules.added.map(({ rule: { path } }) => path));
  const lookups = createLookups(measured, own.base);
  const assessment = assess(measured, { delta, changedPaths, targets: noTargets, lookups });
  const nothing = () => Promise.reject(new Error("Nothing is to be read."));
  const data = { read: nothing, readText: nothing, readJson: nothing };
  const sources = { config, catalogue, data, readFile: nothing, readBundle: nothing };
  const whole: WholeChange = { measured, own, assessment, lookups, sources };
  const parts = await assessSuites(config, whole);
  const judging = { checks, policy: config.policy, catalogue, acceptances: noAcceptances, everything: undefined };
  const verdict = decide(assessment, { ...judging, ...(parts === undefined ? {} : { parts }) });
  const suites = suiteViews(parts ?? [], verdict, whole);
  const view: DiffView = { ...diffView(), delta, verdict, suites, widths: assessment.widths, guides: [] };
  return { verdict, suites, comment: diffMarkdown(view) };
}

const base = [
  rule("cloud/a", "T1490"),
  rule("endpoint/b", "T1490"),
  rule("identity/c", "T1003.001"),
  rule("d", "T1546.003"),
];

function outcomes({ suites }: Judged): readonly string[] {
  return suites.map(({ name, verdict }) => `${name ?? "rest"} ${verdict.outcome}`);
}

describe("suites", () => {
  test("are none where the configuration names none, and everything is judged together", async () => {
    const { suites, verdict } = await judge("", base, base.slice(1));

    expect(suites).toEqual([]);
    expect(verdict).not.toHaveProperty("suites");
    expect(verdict.findings.map(({ fingerprint }) => fingerprint)).toEqual(["technique-thinned:T1490"]);
  });

  test("lose what they lose, though another still has it", async () => {
    const judged = await judge(teams, base, base.slice(1));

    expect(outcomes(judged)).toEqual(["cloud fail", "endpoint pass", "identity pass", "rest pass"]);
    expect(judged.verdict.outcome).toBe("fail");
    expect(judged.verdict.findings.filter(({ check }) => check === "technique-lost")).toMatchObject([
      { suite: "cloud", level: "error", subject: "T1490", fingerprint: "technique-lost:T1490@cloud" },
    ]);
  });

  test("are judged by their own levels and fail-on", async () => {
    const judged = await judge(teams, base, [rule("cloud/a", "T1490"), ...base.slice(2)]);

    expect(outcomes(judged)).toEqual(["cloud pass", "endpoint pass", "identity pass", "rest pass"]);
    expect(judged.verdict.findings.find(({ check }) => check === "technique-lost")).toMatchObject({
      suite: "endpoint",
      level: "warning",
    });
  });

  test("leave what is in none to the rest of the configuration", async () => {
    const judged = await judge(teams, base, base.slice(0, 3));

    expect(outcomes(judged)).toEqual(["cloud pass", "endpoint pass", "identity pass", "rest fail"]);
    expect(judged.verdict.findings.find(({ check }) => check === "technique-lost")).not.toHaveProperty("suite");
  });

  test("are left and entered by a rule that moves between them", async () => {
    const moved = { ...rule("cloud/a", "T1490"), path: "endpoint/a.yml" };

    const { suites, verdict } = await judge(teams, base, [moved, ...base.slice(1)]);

    const [lost] = verdict.findings.filter(({ check }) => check === "technique-lost");
    expect(lost?.message.filter((part) => typeof part === "string").join("")).toContain(
      "which this change moves out of the suite",
    );
    expect(suites.find(({ name }) => name === "endpoint")?.delta?.rules.added).toHaveLength(1);
  });

  test("have a section each in one comment, and one line for those that the change does not touch", async () => {
    const { comment } = await judge(teams, base, [...base.slice(2), rule("endpoint/e", "T1059.001")]);

    expect(comment).toContain("### ❌ Detection coverage: cloud: 1 technique lost");
    expect(comment).toContain("**cloud: Lost**");
    expect(comment).toContain("**endpoint: Lost**");
    expect(comment).toContain("**endpoint: Gained**");
    expect(comment).toMatch(/\| identity, In no suite \| {2}\| {2}\| not touched \|/);
    expect(comment.indexOf("**cloud: Lost**")).toBeLessThan(comment.indexOf("**endpoint: Lost**"));
  });

  test("want of a suite what it by itself has to cover", async () => {
    const config = "suites:\n  - { name: cloud, include: [cloud/], required: { techniques: [T1003.001] } }\n";

    const { verdict } = await judge(config, base, base);

    expect(verdict.findings).toMatchObject([
      { check: "required-technique-uncovered", suite: "cloud", subject: "T1003.001" },
    ]);
  });
});

describe("a suite of a configuration", () => {
  test.each([
    ["twice", "suites: [{ name: a }, { name: a }]", 'Two suites have the name "a". Rename one.'],
    ["with a name that could mean something to Markdown", 'suites: [{ name: "**a**" }]', "suites[].name"],
    ["of a source that is none", "suites: [{ name: a, sources: [own] }]", "which is no source"],
    ["with a check that is none", "suites: [{ name: a, checks: { rule-noise: off } }]", '"rule-noise" is not a check.'],
  ])("is refused %s", (_, text, message) => {
    expect(() => parseConfig(text, "detcov.yml", { ...known, checks })).toThrow(message);
  });
});
