import { describe, expect, test } from "vitest";
import type { Level } from "../../src/model/policy.ts";
import { plainText } from "../../src/model/prose.ts";
import type { Check, CheckResult } from "../../src/policy/check.ts";
import { decide } from "../../src/policy/decide.ts";
import { anAssessment, aPolicy } from "../support/assessment-builder.ts";
import { aCatalogue } from "../support/rule-builder.ts";

const assessment = anAssessment({ head: [] });
const catalogue = aCatalogue();

describe("the outcome", () => {
  test.each<["error" | "warning" | "never", Level, "pass" | "fail"]>([
    ["error", "error", "fail"],
    ["error", "warning", "pass"],
    ["error", "note", "pass"],
    ["warning", "error", "fail"],
    ["warning", "warning", "fail"],
    ["warning", "note", "pass"],
    ["never", "error", "pass"],
  ])("fail-on %s with a finding of level %s is %s", (failOn, level, outcome) => {
    const checks = [aCheck("lsass", level, [{ subject: "a" }])];

    expect(decide(assessment, { checks, policy: aPolicy({ failOn }), catalogue })).toMatchObject({ outcome, failOn });
  });

  test("without findings is pass", () => {
    const verdict = decide(assessment, { checks: [aCheck("lsass", "error", [])], policy: aPolicy(), catalogue });

    expect(verdict).toEqual({ outcome: "pass", failOn: "error", findings: [] });
  });
});

describe("levels", () => {
  const checks = [aCheck("one", "error", [{ subject: "a" }]), aCheck("two", "note", [{ subject: "b" }])];

  test("are the checks' own where the team says nothing", () => {
    const { findings } = decide(assessment, { checks, policy: aPolicy(), catalogue });

    expect(findings.map(({ check, level }) => [check, level])).toEqual([
      ["one", "error"],
      ["two", "note"],
    ]);
  });

  test("are the team's where it says so, and decide", () => {
    const levels = new Map<string, Level>([
      ["one", "note"],
      ["two", "error"],
    ]);

    const { findings, outcome } = decide(assessment, { checks, policy: aPolicy({ levels }), catalogue });

    expect(findings.map(({ check, level }) => [check, level])).toEqual([
      ["two", "error"],
      ["one", "note"],
    ]);
    expect(outcome).toBe("fail");
  });

  test("a check that is off does not run", () => {
    const mine: Check = {
      ...aCheck("one", "error", []),
      run: () => {
        throw new Error("A check that is off ran.");
      },
    };

    expect(
      decide(assessment, { checks: [mine], policy: aPolicy({ levels: new Map([["one", "off"]]) }), catalogue })
        .findings,
    ).toEqual([]);
  });
});

describe("findings", () => {
  test("go by level, then check, path, line and subject", () => {
    const checks = [
      aCheck("noted", "note", [{ subject: "n" }]),
      aCheck("second", "error", [
        { subject: "later", path: "b.yml", line: 2 },
        { subject: "sooner", path: "b.yml", line: 1 },
        { subject: "first", path: "a.yml", line: 9 },
        { subject: "z", path: "a.yml", line: 10 },
        { subject: "y", path: "a.yml", line: 10 },
        { subject: "nowhere" },
      ]),
      aCheck("third", "error", [{ subject: "t", path: "a.yml", line: 1 }]),
    ];

    const { findings } = decide(assessment, { checks, policy: aPolicy(), catalogue });

    expect(findings.map(({ subject }) => subject)).toEqual([
      ...["nowhere", "first", "y", "z", "sooner", "later", "t", "n"],
    ]);
  });

  test("carry what the check said", () => {
    const { findings } = decide(assessment, {
      checks: [aCheck("lsass", "warning", [{ subject: "a", path: "a.yml", line: 4 }])],
      policy: aPolicy(),
      catalogue,
    });

    expect(findings[0]).toMatchObject({ check: "lsass", location: { path: "a.yml", line: 4, column: 1 } });
    expect(plainText(findings[0]?.message ?? [])).toBe("lsass of a");
  });
});

describe("fingerprints", () => {
  const fingerprints = (results: readonly ResultDraft[]) =>
    decide(assessment, { checks: [aCheck("lsass", "note", results)], policy: aPolicy(), catalogue }).findings.map(
      ({ fingerprint }) => fingerprint,
    );

  test("are made of check, subject and what tells findings of one subject apart", () => {
    expect(fingerprints([{ subject: "a" }, { subject: "b", detail: "T1086" }])).toEqual(["lsass:a", "lsass:b:T1086"]);
  });

  test("are not made of places", () => {
    expect(fingerprints([{ subject: "a", path: "x.yml", line: 4 }])).toEqual(fingerprints([{ subject: "a" }]));
  });

  test("that would be the same are numbered by place", () => {
    const twice = [
      { subject: "a", path: "a.yml", line: 9 },
      { subject: "a", path: "a.yml", line: 4 },
      { subject: "a", path: "a.yml", line: 12 },
    ];

    expect(fingerprints(twice)).toEqual(["lsass:a", "lsass:a#2", "lsass:a#3"]);
  });
});

interface ResultDraft {
  readonly subject: string;
  readonly detail?: string;
  readonly path?: string;
  readonly line?: number;
}

function aCheck(id: string, defaultLevel: Level, results: readonly ResultDraft[]): Check {
  return {
    id,
    title: id,
    defaultLevel,
    documentation: { what: "", why: "", mend: "" },
    run: () =>
      results.map(({ subject, detail, path, line = 1 }): CheckResult => {
        const location = path === undefined ? undefined : { path, line, column: 1 };
        const result = { subject, location, message: [`${id} of ${subject}`] };
        return detail === undefined ? result : { ...result, detail };
      }),
  };
}
