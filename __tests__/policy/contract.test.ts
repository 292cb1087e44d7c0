import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.ts";
import type { Condition } from "../../src/model/condition.ts";
import { lifecycles } from "../../src/model/rule.ts";
import { noAcceptances } from "../../src/policy/acceptances.ts";
import { checks } from "../../src/policy/checks/index.ts";
import { decide } from "../../src/policy/decide.ts";
import { type AssessmentDraft, anAssessment, aPolicy } from "../support/assessment-builder.ts";
import {
  aCatalogue,
  aDiagnostic,
  all,
  any,
  constraint,
  not,
  onLine,
  opaque,
  type RuleDraft,
  reference,
  where,
} from "../support/rule-builder.ts";

/** DESIGN 4.8. What is not in the registry yet is in none of the tests. */
const design = {
  "technique-lost": "error",
  "technique-thinned": "warning",
  "event-lost": "warning",
  "required-technique-uncovered": "error",
  "lost-required": "error",
  "coverage-below-minimum": "error",
  "rule-noisy": "warning",
  "rule-duplicate": "warning",
  "rule-subsumed": "note",
  "rule-widened": "note",
  "rule-narrowed": "note",
  "technique-unknown": "error",
  "technique-deprecated": "warning",
  "technique-revoked": "warning",
  "technique-missing": "note",
  "tactic-mismatch": "note",
  "field-lonely": "note",
  "rule-unreadable": "error",
  "rule-partly-read": "note",
  "rule-id-duplicate": "error",
  "waiver-expired": "warning",
  "waiver-unused": "note",
};

describe("every check", () => {
  test("has an id of its own that the design knows, with its level", () => {
    const ids = checks.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(design).toMatchObject(Object.fromEntries(checks.map(({ id, defaultLevel }) => [id, defaultLevel])));
  });

  test("stands in the order of the design", () => {
    const order = Object.keys(design);
    const places = checks.map(({ id }) => order.indexOf(id));

    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test.each(checks.map((check) => [check.id, check] as const))(
    "%s has a title and says what, why and how to mend",
    (_, check) => {
      const { what, why, mend } = check.documentation;

      expect(check.title).toMatch(/^[A-Z].*[^.]$/);
      for (const paragraph of [what, why, mend]) {
        expect(paragraph).toMatch(/^[A-Z*`].{30,}[.]$/);
        expect(paragraph).not.toMatch(/ {2}|!|\n/);
      }
    },
  );
});

describe("whatever is judged", () => {
  const draft = anAssessmentDraft();

  test("no check throws, and the same is found again", () => {
    fc.assert(
      fc.property(draft, (some) => {
        expect(findings(anAssessment(some))).toEqual(findings(anAssessment(some)));
      }),
    );
  });

  test("nothing is judged where there is nothing to compare with, but files", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const found = findings(anAssessment({ ...some, base: undefined }));

        expect(found.filter(({ check }) => check !== "rule-unreadable")).toEqual([]);
      }),
    );
  });

  test("a change that changes nothing has no findings", () => {
    fc.assert(
      fc.property(draft, (some) => {
        expect(findings(anAssessment({ ...some, base: some.head, changedPaths: [] }))).toEqual([]);
      }),
    );
  });

  test("each finding has a fingerprint of its own", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const fingerprints = findings(anAssessment(some)).map(({ fingerprint }) => fingerprint);

        expect(new Set(fingerprints).size).toBe(fingerprints.length);
      }),
    );
  });

  test("fingerprints stay the same when everything moves down a few lines", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const moved = { ...some, base: some.base?.map(moveDown), head: some.head.map(moveDown) };
        const fingerprints = (assessment: Assessment) =>
          new Set(findings(assessment).map(({ fingerprint }) => fingerprint));

        expect(fingerprints(anAssessment(moved))).toEqual(fingerprints(anAssessment(some)));
      }),
    );
  });

  test("what an author wrote is quoted, never said in our own words", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const ours = findings(anAssessment(some)).flatMap(({ message }) =>
          message.filter((part) => typeof part === "string"),
        );

        expect(ours.filter((text) => text.includes(authors))).toEqual([]);
      }),
    );
  });

  test("a message is a sentence, and points into the head", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const assessment = anAssessment(some);
        const paths = new Set([
          ...assessment.head.rules.map(({ rule }) => rule.path),
          ...assessment.head.diagnostics.map(({ location }) => location.path),
        ]);
        for (const { message, location } of findings(assessment)) {
          expect(message.length).toBeGreaterThan(0);
          if (typeof message.at(-1) === "string") expect(message.at(-1)).toMatch(/\.$/);
          if (location !== undefined) expect(paths).toContain(location.path);
        }
      }),
    );
  });
});

function findings(assessment: Assessment) {
  return decide(assessment, {
    checks,
    policy: aPolicy(),
    catalogue: aCatalogue(),
    acceptances: noAcceptances,
    everything: undefined,
  }).findings;
}

/** What stands in everything that an author may write. */
const authors = "@everyone";

function anAssessmentDraft(): fc.Arbitrary<AssessmentDraft> {
  const text = (...words: readonly string[]) => fc.constantFrom(...words.map((word) => `${word} ${authors}`));
  const claim = (...ids: readonly string[]) =>
    fc.constantFrom(...ids).map((id) => ({ id, declared: `${id} ${authors}`, line: 3 }));
  const rule: fc.Arbitrary<RuleDraft> = fc.record({
    key: text("one", "two", "three", "four"),
    path: text("a.yml", "b.yml", "c.yml"),
    title: text("LSASS", "Encoded"),
    line: fc.integer({ min: 1, max: 3 }),
    lifecycle: fc.constantFrom("stable", ...lifecycles),
    techniques: fc.array(
      claim("T1003.001", "T1059", "T1059.001", "T1086", "T1562.001", "T1108", "T1043", `T9999 ${authors}`),
      { maxLength: 3 },
    ),
    tactics: fc.array(claim("execution", "TA0005", "impact", `unknown ${authors}`), { maxLength: 2 }),
    events: fc.subarray([`Sysmon 1${authors}`, `${authors} 4688`]),
    helpers: fc.constantFrom<readonly string[]>([], [`one ${authors}`]),
    condition: aCondition(),
  });
  return fc.record({
    base: fc.array(rule, { maxLength: 5 }),
    head: fc.array(rule, { maxLength: 5 }),
    noiseThreshold: fc.integer({ min: 1, max: 3 }),
    diagnostics: fc.array(
      text("a.yml", "b.yml").map((path) =>
        aDiagnostic({ message: `${authors} is broken.`, location: { path, line: 2, column: 1 } }),
      ),
      { maxLength: 2 },
    ),
    changedPaths: fc.subarray([`a.yml ${authors}`, `b.yml ${authors}`]),
  });
}

function aCondition(): fc.Arbitrary<Condition> {
  const powerShell = onLine(where(`Image ${authors}`, "basename", `powershell.exe ${authors}`), 4);
  const encoded = onLine(where("CommandLine", "contains", ` -enc ${authors}`), 5);
  return fc.constantFrom<Condition>(
    powerShell,
    encoded,
    all(powerShell, encoded),
    any(powerShell, all(encoded, constraint(`count > 5 ${authors}`))),
    not(encoded),
    all(powerShell, { ...opaque(`macro ${authors}`, "unresolved-macro"), line: 6 }),
    all(reference(`one ${authors}`, 7), constraint("count > 5")),
  );
}

function moveDown(draft: RuleDraft): RuleDraft {
  return { ...draft, line: (draft.line ?? 1) + 10 };
}
