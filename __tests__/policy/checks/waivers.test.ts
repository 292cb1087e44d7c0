import { describe, expect, test } from "vitest";
import { plainText } from "../../../src/model/prose.ts";
import { noAcceptances } from "../../../src/policy/acceptances.ts";
import { checks } from "../../../src/policy/checks/index.ts";
import { decide } from "../../../src/policy/decide.ts";
import type { Waiver, WaiverTarget } from "../../../src/policy/waiver.ts";
import { type AssessmentDraft, anAssessment, aPolicy } from "../../support/assessment-builder.ts";
import { aCatalogue } from "../../support/rule-builder.ts";

const shadow = { key: "shadow", path: "rules/shadow.yml", techniques: ["T1490"], events: ["Sysmon 1"] };
const copy = {
  key: "copy",
  path: "rules/copy.yml",
  title: "Copies deleted",
  techniques: ["T1490"],
  events: ["Sysmon 1"],
};
const unmapped = { key: "unmapped", path: "rules/unmapped.yml", title: "Unmapped", events: ["Sysmon 1"] };

function aWaiver(target: Partial<WaiverTarget>, more: Partial<Waiver> = {}): Waiver {
  const anything = { technique: undefined, event: undefined, rule: undefined, fingerprint: undefined, path: undefined };
  return {
    check: undefined,
    target: { ...anything, ...target },
    reason: "We bought a product.",
    owner: undefined,
    expires: undefined,
    isByThisChange: false,
    ...more,
  };
}

/** What one check says of a waiver on a day, and at which level. */
function told(check: string, draft: AssessmentDraft, waiver: Waiver): readonly (readonly [string, string])[] {
  const { findings } = decide(anAssessment(draft), {
    checks,
    policy: aPolicy(),
    catalogue: aCatalogue(),
    acceptances: { ...noAcceptances, waivers: [waiver], today: "2026-11-29" },
    everything: () => anAssessment({ ...draft, base: [] }),
  });
  return findings
    .filter((finding) => finding.check === check)
    .map(({ level, message }) => [level, plainText(message)] as const);
}

const nothing = { base: [shadow, unmapped], head: [shadow, unmapped] };

describe("waiver-expired", () => {
  const ended = { expires: "2026-11-28" };

  test("says which decision ended, and what counts again", () => {
    const losing = { base: [shadow], head: [] };

    expect(told("waiver-expired", losing, aWaiver({ technique: "T1490" }, { ...ended, owner: "blue team" }))).toEqual([
      [
        "warning",
        'The waiver of "T1490" by blue team expired on 2026-11-28, so a finding that it accepted counts again.',
      ],
    ]);
  });

  test("is a note on a change that has nothing to do with it", () => {
    expect(told("waiver-expired", nothing, aWaiver({ technique: "T1490" }, ended))).toEqual([
      ["note", 'The waiver of "T1490" expired on 2026-11-28; decide anew or take it out.'],
    ]);
  });

  test("is a warning on the change that brings it along", () => {
    const brought = { ...ended, isByThisChange: true };

    expect(told("waiver-expired", nothing, aWaiver({ technique: "T1490" }, brought))).toEqual([
      ["warning", expect.any(String)],
    ]);
  });

  test("says nothing on the last day", () => {
    expect(told("waiver-expired", nothing, aWaiver({ technique: "T1490" }, { expires: "2026-11-29" }))).toEqual([]);
  });
});

describe("waiver-unused", () => {
  const unused = (waiver: Waiver, draft: AssessmentDraft = nothing) =>
    told("waiver-unused", draft, waiver).map(([, message]) => message);

  test("names what accepts nothing, neither here nor anywhere", () => {
    const path = { pattern: "old/**", matches: () => false };

    expect(unused(aWaiver({ path }, { check: "rule-noisy" }))).toEqual([
      'The waiver of rule-noisy of "old/**" accepts nothing; take it out or correct it.',
    ]);
  });

  test("says nothing where a finding of this change is accepted", () => {
    expect(unused(aWaiver({ technique: "T1490" }), { base: [shadow], head: [] })).toEqual([]);
  });

  test("says nothing where a rule that nobody touched has the finding", () => {
    expect(unused(aWaiver({ rule: "unmapped" }, { check: "technique-missing" }))).toEqual([]);
    expect(unused(aWaiver({ rule: "shadow" }, { check: "technique-missing" }))).toHaveLength(1);
  });

  test("says nothing of a loss as long as it lasts", () => {
    const lost = aWaiver({ technique: "T1490" }, { check: "technique-lost" });
    const thinned = aWaiver({ technique: "T1490" }, { check: "technique-thinned" });
    const both = { base: [shadow, copy], head: [shadow, copy] };

    expect(unused(lost, { base: [unmapped], head: [unmapped] })).toEqual([]);
    expect(unused(lost)).toHaveLength(1);
    expect(unused(thinned)).toEqual([]);
    expect(unused(thinned, both)).toHaveLength(1);
  });

  test("says nothing of an event as long as nobody looks at it", () => {
    expect(unused(aWaiver({ event: "Sysmon 10" }, { check: "event-lost" }))).toEqual([]);
    expect(unused(aWaiver({ event: "Sysmon 1" }, { check: "event-lost" }))).toHaveLength(1);
  });

  test("leaves an expired one to waiver-expired", () => {
    expect(unused(aWaiver({ rule: "shadow" }, { expires: "2026-11-28" }))).toEqual([]);
  });
});
