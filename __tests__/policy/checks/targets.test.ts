import { describe, expect, test } from "vitest";
import type { Minimum, RequiredTechnique } from "../../../src/model/targets.ts";
import { findingsOf, messagesOf, placesOf } from "../findings-of.ts";

const shadow = { key: "shadow", path: "rules/shadow.yml", techniques: ["T1490"] };

function required(draft: Partial<RequiredTechnique> = {}): RequiredTechnique {
  return {
    id: "T1490",
    name: "Inhibit System Recovery",
    origins: [["your list"]],
    before: undefined,
    after: { rules: 0 },
    ...draft,
  };
}

function demanding(...techniques: readonly RequiredTechnique[]) {
  return { base: [shadow], head: [shadow], targets: { required: techniques, minimums: [] } };
}

describe("required-technique-uncovered", () => {
  const check = "required-technique-uncovered";

  test("names who asks for a technique that nobody covers, whether or not there is a base", () => {
    const asked = { origins: [["your list"], ["APT29 (G0016)"]] };

    for (const before of [{ rules: 0 }, undefined]) {
      expect(messagesOf(check, demanding(required({ ...asked, before })))).toEqual([
        "T1490 Inhibit System Recovery is required by your list and APT29 (G0016), and no rule covers it.",
      ]);
    }
  });

  test("says nothing of one that is covered", () => {
    expect(messagesOf(check, demanding(required({ before: { rules: 0 }, after: { rules: 1 } })))).toEqual([]);
  });

  test("leaves one that this change loses to lost-required", () => {
    expect(messagesOf(check, demanding(required({ before: { rules: 1 }, after: { rules: 0 } })))).toEqual([]);
    expect(
      messagesOf("lost-required", demanding(required({ before: { rules: 1 }, after: { rules: 0 } }))),
    ).toHaveLength(1);
  });
});

describe("lost-required", () => {
  const losing = {
    base: [shadow],
    head: [{ ...shadow, line: 3, lifecycle: "deprecated" as const }],
    targets: { required: [required({ before: { rules: 1 } })], minimums: [] },
  };

  test("says who asks for it, what became of its rule, and where", () => {
    expect(messagesOf("lost-required", losing)).toEqual([
      "T1490 Inhibit System Recovery, required by your list, has no rule left. It was covered by rules/shadow.yml, which this change sets to deprecated.",
    ]);
    expect(placesOf("lost-required", losing)).toEqual(["rules/shadow.yml:3"]);
  });

  test("is told in the place of technique-lost", () => {
    expect(findingsOf("technique-lost", losing)).toEqual([]);
  });
});

describe("coverage-below-minimum", () => {
  const check = "coverage-below-minimum";
  const share = (covered: number) => ({ covered, total: 40 });
  const minimum = (draft: Partial<Minimum>): Minimum => ({
    subject: "tactic TA0002",
    label: ["techniques of Execution"],
    percent: 50,
    before: share(19),
    after: share(19),
    ...draft,
  });
  const judged = (draft: Partial<Minimum>) => ({
    base: [shadow],
    head: [shadow],
    targets: { required: [], minimums: [minimum(draft)] },
  });

  test.each<[string, Partial<Minimum>, string]>([
    ["a change that leaves it", {}, "This change leaves the share as it was."],
    ["a change that lowers it", { before: share(21) }, "This change lowers it from 21 of 40."],
    ["a change that raises it", { before: share(18) }, "This change raises it from 18 of 40."],
    ["no base", { before: undefined }, "There is nothing to compare with."],
  ])("tells of %s", (_, draft, history) => {
    expect(messagesOf(check, judged(draft))).toEqual([
      `19 of 40 techniques of Execution are covered, 47.5 %, and the minimum is 50 %. ${history}`,
    ]);
  });

  test("takes the minimum itself for enough", () => {
    expect(messagesOf(check, judged({ after: share(20) }))).toEqual([]);
  });

  test("takes nothing to cover for covered", () => {
    expect(messagesOf(check, judged({ after: { covered: 0, total: 0 } }))).toEqual([]);
  });

  test("has another fingerprint where the share is lowered, so that no ratchet accepts that", () => {
    const fingerprints = (draft: Partial<Minimum>) =>
      findingsOf(check, judged(draft)).map(({ fingerprint }) => fingerprint);

    expect(fingerprints({})).toEqual(["coverage-below-minimum:tactic TA0002"]);
    expect(fingerprints({ before: undefined })).toEqual(fingerprints({}));
    expect(fingerprints({ before: share(20) })).toEqual(["coverage-below-minimum:tactic TA0002:lowered"]);
  });

  test("never rounds up to the minimum", () => {
    const almost = { after: { covered: 4999, total: 10_000 } };

    expect(messagesOf(check, judged({ ...almost, before: undefined }))[0]).toMatch(
      /, 49\.9 %, and the minimum is 50 %/,
    );
  });
});
