import { describe, expect, test } from "vitest";
import { outputsOfDiff, outputsOfReport } from "../../../src/app/action/outputs.ts";
import type { TechniqueChange } from "../../../src/model/delta.ts";
import type { Finding } from "../../../src/model/policy.ts";
import type { ReportView, TechniqueView } from "../../../src/report/report-view.ts";
import { emptyDelta, emptyDiff, emptyReport, lsassRules } from "./views.ts";

const paths = { json: "/reports/report.json", comment: "/reports/comment.md" };

function technique(id: string, change: TechniqueChange["change"]): TechniqueChange {
  return { id, name: "LSASS Memory", change, before: 1, after: 1, rules: { added: [], removed: [] } };
}

function finding(check: string, level: Finding["level"]): Finding {
  return { check, level, message: [], location: undefined, subject: check, fingerprint: check, acceptance: undefined };
}

function coveredBelow(id: string, rulesBelow: TechniqueView["rulesBelow"]): TechniqueView {
  const facts = { id, name: "OS Credential Dumping", tactics: [], platforms: [], parent: undefined };
  return {
    technique: { ...facts, state: { kind: "active" } },
    rules: [],
    rulesBelow,
    cover: { rules: rulesBelow.length },
    events: [],
  };
}

describe("outputsOfDiff", () => {
  test("tells the numbers of a comparison", () => {
    const view = {
      ...emptyDiff,
      delta: {
        ...emptyDelta,
        techniques: [
          technique("T1003", "lost"),
          technique("T1003.001", "lost"),
          technique("T1059", "thinned"),
          technique("T1558", "gained"),
          technique("T1685", "moved"),
        ],
        coverage: { before: { covered: 312, total: 697 }, after: { covered: 311, total: 697 } },
      },
      verdict: {
        ...emptyDiff.verdict,
        outcome: "fail",
        findings: [
          finding("technique-lost", "error"),
          finding("technique-thinned", "warning"),
          finding("rule-noisy", "warning"),
          finding("technique-missing", "note"),
        ],
      },
    } as const;

    expect(outputsOfDiff(view, undefined, paths)).toEqual({
      verdict: "fail",
      "techniques-covered": "311",
      "techniques-total": "697",
      "coverage-percent": "44.6",
      "techniques-gained": "1",
      "techniques-lost": "2",
      "techniques-thinned": "1",
      "rules-added": "0",
      "rules-removed": "0",
      "site-dir": "",
      "noisy-rules": "1",
      "findings-errors": "1",
      "findings-warnings": "2",
      "report-json": "/reports/report.json",
      "comment-markdown": "/reports/comment.md",
    });
  });

  test("leaves empty what only a comparison could tell", () => {
    const outputs = outputsOfDiff({ ...emptyDiff, delta: undefined }, emptyReport, paths);

    expect(outputs).toMatchObject({
      verdict: "pass",
      "techniques-lost": "",
      "rules-added": "",
      "findings-errors": "0",
    });
  });
});

describe("outputsOfReport", () => {
  test("counts a technique whose sub-technique has a rule as covered", () => {
    const techniques = [coveredBelow("T1003", lsassRules), coveredBelow("T1558", [])];
    const view: ReportView = { ...emptyReport, techniques };

    expect(outputsOfReport(view, paths)).toMatchObject({
      "techniques-covered": "1",
      "techniques-total": "2",
      "coverage-percent": "50.0",
    });
  });

  test("judges nothing and has no comment", () => {
    expect(outputsOfReport(emptyReport, paths)).toMatchObject({
      verdict: "pass",
      "coverage-percent": "",
      "findings-errors": "",
      "comment-markdown": "",
    });
  });
});
