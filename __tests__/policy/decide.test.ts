import { describe, expect, test } from "vitest";
import type { Level, Verdict } from "../../src/model/policy.ts";
import { plainText } from "../../src/model/prose.ts";
import { type Acceptances, noAcceptances } from "../../src/policy/acceptances.ts";
import type { Check, CheckResult, CorpusCheck, WaiverCheck } from "../../src/policy/check.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Waiver, WaiverTarget } from "../../src/policy/waiver.ts";
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

    expect(
      decide(assessment, {
        checks,
        policy: aPolicy({ failOn }),
        catalogue,
        acceptances: noAcceptances,
        everything: undefined,
      }),
    ).toMatchObject({ outcome, failOn });
  });

  test("without findings is pass", () => {
    const verdict = decide(assessment, {
      checks: [aCheck("lsass", "error", [])],
      policy: aPolicy(),
      catalogue,
      acceptances: noAcceptances,
      everything: undefined,
    });

    expect(verdict).toEqual({ outcome: "pass", failOn: "error", findings: [] });
  });
});

describe("levels", () => {
  const checks = [aCheck("one", "error", [{ subject: "a" }]), aCheck("two", "note", [{ subject: "b" }])];

  test("are the checks' own where the team says nothing", () => {
    const { findings } = decide(assessment, {
      checks,
      policy: aPolicy(),
      catalogue,
      acceptances: noAcceptances,
      everything: undefined,
    });

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

    const { findings, outcome } = decide(assessment, {
      checks,
      policy: aPolicy({ levels }),
      catalogue,
      acceptances: noAcceptances,
      everything: undefined,
    });

    expect(findings.map(({ check, level }) => [check, level])).toEqual([
      ["two", "error"],
      ["one", "note"],
    ]);
    expect(outcome).toBe("fail");
  });

  test("a check that is off does not run", () => {
    const mine: CorpusCheck = {
      ...aCheck("one", "error", []),
      run: () => {
        throw new Error("A check that is off ran.");
      },
    };

    expect(
      decide(assessment, {
        checks: [mine],
        policy: aPolicy({ levels: new Map([["one", "off"]]) }),
        catalogue,
        acceptances: noAcceptances,
        everything: undefined,
      }).findings,
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

    const { findings } = decide(assessment, {
      checks,
      policy: aPolicy(),
      catalogue,
      acceptances: noAcceptances,
      everything: undefined,
    });

    expect(findings.map(({ subject }) => subject)).toEqual([
      ...["nowhere", "first", "y", "z", "sooner", "later", "t", "n"],
    ]);
  });

  test("carry what the check said", () => {
    const { findings } = decide(assessment, {
      checks: [aCheck("lsass", "warning", [{ subject: "a", path: "a.yml", line: 4 }])],
      policy: aPolicy(),
      catalogue,
      acceptances: noAcceptances,
      everything: undefined,
    });

    expect(findings[0]).toMatchObject({ check: "lsass", location: { path: "a.yml", line: 4, column: 1 } });
    expect(plainText(findings[0]?.message ?? [])).toBe("lsass of a");
  });
});

describe("fingerprints", () => {
  const fingerprints = (results: readonly ResultDraft[]) =>
    decide(assessment, {
      checks: [aCheck("lsass", "note", results)],
      policy: aPolicy(),
      catalogue,
      acceptances: noAcceptances,
      everything: undefined,
    }).findings.map(({ fingerprint }) => fingerprint);

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

describe("what is accepted", () => {
  const lost: CorpusCheck = { ...aCheck("lost", "error", [{ subject: "T1490" }]), isLoss: true };
  const noisy = aCheck("noisy", "error", [{ subject: "lsass", path: "rules/lsass.yml" }]);
  const judge = (acceptances: Partial<Acceptances>, checks: readonly Check[] = [lost, noisy]) =>
    decide(assessment, {
      checks,
      policy: aPolicy(),
      catalogue,
      acceptances: { ...noAcceptances, ...acceptances },
      everything: undefined,
    });
  const kindsOf = ({ findings }: Verdict) => findings.map(({ check, acceptance }) => [check, acceptance?.kind]);

  test("stays a finding, and does not decide", () => {
    const verdict = judge({ waivers: [aWaiver({ technique: "T1490" })] }, [lost]);

    expect(verdict).toMatchObject({
      outcome: "pass",
      findings: [{ check: "lost", acceptance: { kind: "waiver", reason: "Bought a product.", owner: "blue team" } }],
    });
  });

  test.each<[string, Partial<WaiverTarget>, string | undefined, readonly (string | undefined)[]]>([
    ["a technique", { technique: "T1490" }, undefined, ["waiver", undefined]],
    ["a rule", { rule: "lsass" }, undefined, [undefined, "waiver"]],
    [
      "a file",
      { path: { pattern: "rules/**", matches: (path) => path.startsWith("rules/") } },
      undefined,
      [undefined, "waiver"],
    ],
    ["a fingerprint", { fingerprint: "lost:T1490" }, undefined, ["waiver", undefined]],
    ["a check and a technique", { technique: "T1490" }, "noisy", [undefined, undefined]],
    ["an event that is not meant", { event: "Sysmon 1" }, undefined, [undefined, undefined]],
    ["two things that have to hold", { technique: "T1490", rule: "lsass" }, undefined, [undefined, undefined]],
  ])("is what a waiver of %s means", (_, target, check, kinds) => {
    expect(kindsOf(judge({ waivers: [{ ...aWaiver(target), check }] })).map(([, kind]) => kind)).toEqual(kinds);
  });

  test("goes by the id that stands for a revoked one", () => {
    const check = aCheck("lost", "error", [{ subject: "T1059.001" }]);

    expect(kindsOf(judge({ waivers: [aWaiver({ technique: "T1086" })] }, [check]))).toEqual([["lost", "waiver"]]);
  });

  test("of several rules that caused it takes a waiver that means them all", () => {
    const causes = [
      { key: "a", path: "drafts/a.yml" },
      { key: "b", path: "rules/b.yml" },
    ];
    const check = { ...lost, run: () => [{ subject: "T1490", message: ["Lost."], location: undefined, causes }] };
    const pattern = (start: string) => ({ pattern: start, matches: (path: string) => path.startsWith(start) });

    expect(judge({ waivers: [aWaiver({ path: pattern("drafts/") })] }, [check]).outcome).toBe("fail");
    expect(judge({ waivers: [aWaiver({ path: pattern("") })] }, [check]).outcome).toBe("pass");
  });

  test("holds on the day on which the waiver expires, and not on the next", () => {
    const waivers = [{ ...aWaiver({ technique: "T1490" }), expires: "2026-11-29" }];

    expect(judge({ waivers, today: "2026-11-29" }, [lost]).outcome).toBe("pass");
    expect(judge({ waivers, today: "2026-11-30" }, [lost]).outcome).toBe("fail");
  });

  test("is what the ratchet knows by its fingerprint", () => {
    const ratchet = new Map([["noisy:lsass", { isByThisChange: false }]]);

    expect(kindsOf(judge({ ratchet }))).toEqual([
      ["lost", undefined],
      ["noisy", "ratchet"],
    ]);
  });

  test("by a label is a loss, and nothing else", () => {
    const label = { label: "detcov:accept-loss", by: "jane", at: "2026-11-29T10:15:00Z" };

    expect(kindsOf(judge({ label }))).toEqual([
      ["lost", "label"],
      ["noisy", undefined],
    ]);
  });

  test("by several is accepted by the waiver, which has a reason", () => {
    const ratchet = new Map([["lost:T1490", { isByThisChange: false }]]);
    const label = { label: "detcov:accept-loss", by: undefined, at: undefined };

    expect(kindsOf(judge({ waivers: [aWaiver({ technique: "T1490" })], ratchet, label }, [lost]))).toEqual([
      ["lost", "waiver"],
    ]);
  });
});

describe("a check that takes the place of another", () => {
  const lost = aCheck("lost", "error", [{ subject: "T1490" }, { subject: "T1059" }]);
  const required: CorpusCheck = { ...aCheck("required", "error", [{ subject: "T1490" }]), supersedes: "lost" };
  const told = (levels: ReadonlyMap<string, Level | "off">) =>
    decide(assessment, {
      checks: [lost, required],
      policy: aPolicy({ levels }),
      catalogue,
      acceptances: noAcceptances,
      everything: undefined,
    }).findings.map(({ fingerprint }) => fingerprint);

  test("tells of a subject alone", () => {
    expect(told(new Map())).toEqual(["lost:T1059", "required:T1490"]);
  });

  test("and is off leaves it to the other", () => {
    expect(told(new Map([["required", "off"]]))).toEqual(["lost:T1059", "lost:T1490"]);
  });
});

describe("checks of waivers", () => {
  const onWaivers: WaiverCheck = {
    ...aCheck("ended", "warning", []),
    runOnWaivers: (uses) =>
      uses
        .filter(({ isExpired }) => isExpired)
        .map(({ waiver, findings }) => ({
          subject: String(waiver.target.technique),
          message: [`${findings.length}`],
          location: undefined,
          ...(findings.length === 0 ? { atMost: "note" } : {}),
        })),
  };
  const ended = { ...aWaiver({ technique: "T1490" }), expires: "2026-11-28" };
  const idle = { ...aWaiver({ technique: "T1059" }), expires: "2026-11-28" };

  test("are told what a waiver would accept, and may be milder than their level", () => {
    const { findings } = decide(assessment, {
      checks: [aCheck("lost", "error", [{ subject: "T1490" }]), onWaivers],
      policy: aPolicy(),
      catalogue,
      acceptances: { ...noAcceptances, waivers: [ended, idle], today: "2026-11-29" },
      everything: undefined,
    });

    expect(findings.map(({ fingerprint, level, message }) => [fingerprint, level, plainText(message)])).toEqual([
      ["lost:T1490", "error", "lost of T1490"],
      ["ended:T1490", "warning", "1"],
      ["ended:T1059", "note", "0"],
    ]);
  });
});

function aWaiver(target: Partial<WaiverTarget>): Waiver {
  const anything = { technique: undefined, event: undefined, rule: undefined, fingerprint: undefined, path: undefined };
  return {
    check: undefined,
    target: { ...anything, ...target },
    reason: "Bought a product.",
    owner: "blue team",
    expires: undefined,
    isByThisChange: false,
  };
}

interface ResultDraft {
  readonly subject: string;
  readonly detail?: string;
  readonly path?: string;
  readonly line?: number;
}

function aCheck(id: string, defaultLevel: Level, results: readonly ResultDraft[]): CorpusCheck {
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
