import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/model/policy.ts";
import { type Prose, quote, say } from "../../../src/model/prose.ts";
import { checks } from "../../../src/policy/checks/index.ts";
import type { DiffView } from "../../../src/report/diff-view.ts";
import { diffSarif } from "../../../src/report/sarif/diff-sarif.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { hostileDiff } from "../hostile-views.ts";
import { anyText, unprintable } from "../printable.ts";
import { diffView } from "../small-views.ts";
import { sarifProblems } from "./sarif-schema.ts";

interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } };
  readonly invocations: readonly { readonly toolExecutionNotifications: readonly { readonly message: Message }[] }[];
  readonly results: readonly SarifResult[];
}

interface Message {
  readonly text: string;
}

interface SarifRule {
  readonly id: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly fullDescription: Message;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: Message;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string }[];
}

function runOf(view: DiffView): SarifRun {
  const document: { readonly runs: readonly SarifRun[] } = JSON.parse(diffSarif(view, checks));
  const [run] = document.runs;
  if (run === undefined) throw new Error("The document has no run.");
  return run;
}

function withFindings(findings: readonly Finding[]): DiffView {
  const view = diffView();
  return { ...view, verdict: { ...view.verdict, findings } };
}

function unknownTechnique(message: Prose, number = 1): Finding {
  return {
    check: "technique-unknown",
    level: "error",
    message,
    location: { path: "rules/lsass dump.yml", line: 6 + number, column: 1 },
    subject: `lsass-${number}`,
    fingerprint: `technique-unknown:lsass-${number}:T9999`,
    acceptance: undefined,
  };
}

function resultOf(finding: Finding, changes: Partial<DiffView> = {}): SarifResult {
  const [result] = runOf({ ...withFindings([finding]), ...changes }).results;
  if (result === undefined) throw new Error("The run has no result.");
  return result;
}

function placeOf({ locations }: SarifResult): string {
  const [location] = locations;
  return `${location?.physicalLocation.artifactLocation.uri}:${location?.physicalLocation.region.startLine}`;
}

const lostT1490: Finding = {
  check: "technique-lost",
  level: "error",
  message: ["T1490 has no rule left."],
  location: undefined,
  subject: "T1490",
  fingerprint: "technique-lost:T1490",
  acceptance: undefined,
};

describe("SARIF", () => {
  test("is, for a small change, what a reviewer was shown and found good", async () => {
    const found = new Set(diffView().verdict.findings.map(({ check }) => check));
    const sarif = diffSarif(
      diffView(),
      checks.filter(({ id }) => found.has(id)),
    );

    await expect(sarif).toMatchFileSnapshot("../fixtures/diff.golden.sarif");
  });

  test("is valid by the official schema, with findings and without", () => {
    expect(sarifProblems(JSON.parse(diffSarif(diffView(), checks)))).toEqual([]);
    expect(sarifProblems(JSON.parse(diffSarif(withFindings([]), checks)))).toEqual([]);
  });

  test("has help for every check, in plain text and in Markdown, from its documentation", () => {
    const { rules } = runOf(diffView()).tool.driver;

    expect(rules.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
    expect(rules.filter(({ help }) => !help.markdown.includes("**What to do.** ")).map(({ id }) => id)).toEqual([]);
    expect(rules.filter(({ help }) => /`|\*\*|‹/.test(help.text)).map(({ id }) => id)).toEqual([]);
    expect(rules.filter(({ fullDescription }) => fullDescription.text.length > 1_024).map(({ id }) => id)).toEqual([]);
  });

  test("points at the line, by the path from the top of the repository", () => {
    const result = resultOf(unknownTechnique(["No technique."]), { prefix: "teams/blue/" });

    expect(placeOf(result)).toBe("teams/blue/rules/lsass%20dump.yml:7");
    expect(result).toMatchObject({ ruleId: "technique-unknown", level: "error" });
    expect(checks[result.ruleIndex]?.id).toBe("technique-unknown");
  });

  test("points at where the deleted rule was that a technique is lost with", () => {
    expect(placeOf(resultOf(lostT1490))).toBe("rules/backups-deleted.yml:1");
  });

  test("points at the configuration where a finding is about no file", () => {
    const corpusWide = { ...lostT1490, check: "coverage-below-minimum", subject: "techniques" };

    expect(placeOf(resultOf(corpusWide))).toBe(".github/detcov.yml:1");
    expect(placeOf(resultOf(corpusWide, { configPath: "detcov.yml" }))).toBe("detcov.yml:1");
    expect(placeOf(resultOf(corpusWide, { configPath: undefined }))).toBe(".github/detcov.yml:1");
  });

  test("knows a finding again when its line has moved", () => {
    const finding = unknownTechnique(["No technique."]);
    const moved = { ...finding, location: { path: "rules/lsass dump.yml", line: 90, column: 1 } };

    expect(resultOf(moved).partialFingerprints).toEqual(resultOf(finding).partialFingerprints);
    expect(resultOf(finding).partialFingerprints).toEqual({ "detcov/v1": "technique-unknown:lsass-1:T9999" });
  });

  test("tells code scanning itself how to know what is in no file that could be hashed", () => {
    expect(resultOf(lostT1490).partialFingerprints).toHaveProperty("primaryLocationLineHash", "technique-lost:T1490");
  });

  test("marks as suppressed what somebody accepted, with the reason", () => {
    const waiver = {
      kind: "waiver",
      reason: "[moved](x) to {1}",
      owner: "blue",
      expires: undefined,
      isByThisChange: false,
    } as const;
    const view = withFindings([{ ...lostT1490, acceptance: waiver }]);

    expect(runOf(view).results[0]?.suppressions).toMatchObject([{ kind: "external", status: "accepted" }]);
    expect(runOf(view).results[0]?.suppressions?.[0]?.justification).toContain("[moved] (x) to {{1}}");
    expect(sarifProblems(JSON.parse(diffSarif(view, checks)))).toEqual([]);
    expect(resultOf(lostT1490)).not.toHaveProperty("suppressions");
  });

  test("has no more than 5,000 results, the first ones, and says how many are left", () => {
    const findings = Array.from({ length: 5_120 }, (_, index) => unknownTechnique(["No technique."], index + 1));

    const { results, invocations } = runOf(withFindings(findings));

    expect(results).toHaveLength(5_000);
    expect(results.at(-1)?.partialFingerprints["detcov/v1"]).toBe("technique-unknown:lsass-5000:T9999");
    expect(invocations[0]?.toolExecutionNotifications[0]?.message.text).toBe("120 more findings are in the report.");
  });

  test.each(hostileTexts)("is valid for a rule that says %j everywhere", (text) => {
    const document = JSON.parse(diffSarif(hostileDiff(text), checks));

    expect(sarifProblems(document)).toEqual([]);
    expect(JSON.stringify(document)).not.toMatch(/\]\((?!https:\/\/github\.com\/detcov)/);
  });

  test("is valid and steers nothing, whatever a rule author writes", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const finding: Finding = {
          ...unknownTechnique(say`${quote(text)} is no technique of ${{ kind: "sentence", text }}`),
          location: { path: `rules/${text}.yml`, line: 3, column: 1 },
          subject: text,
          fingerprint: `technique-unknown:${text}`,
          acceptance: undefined,
        };
        const document = JSON.parse(diffSarif(withFindings([finding]), checks));
        const { message, locations } = resultOf(finding);
        const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? "";

        expect(sarifProblems(document)).toEqual([]);
        expect(message.text).not.toMatch(unprintable);
        expect(message.text).not.toMatch(/\n|\]\(/);
        expect(message.text.replaceAll("{{", "").replaceAll("}}", "")).not.toMatch(/[{}]/);
        expect(uri).toMatch(/^rules\/[\w\-.~!*'()%/]*\.yml$/);
        expect(() => decodeURIComponent(uri)).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });
});
