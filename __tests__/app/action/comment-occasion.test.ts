import { describe, expect, test } from "vitest";
import { occasionOf } from "../../../src/app/action/comment-occasion.ts";
import type { Finding } from "../../../src/model/policy.ts";
import type { DiffView } from "../../../src/report/diff-view.ts";
import { emptyDelta, emptyDiff, lsassRules } from "./views.ts";

const note: Finding = {
  check: "technique-missing",
  level: "note",
  message: ["It names no technique."],
  location: undefined,
  subject: "lsass",
  fingerprint: "technique-missing:lsass",
  acceptance: undefined,
};

const pairs = lsassRules.map((rule) => ({ before: rule, after: rule }));

const withFinding: DiffView = { ...emptyDiff, verdict: { ...emptyDiff.verdict, findings: [note] } };
const failed: DiffView = { ...emptyDiff, verdict: { ...emptyDiff.verdict, outcome: "fail" } };

function withRules(rules: Partial<(typeof emptyDelta)["rules"]>): DiffView {
  return { ...emptyDiff, delta: { ...emptyDelta, rules: { ...emptyDelta.rules, ...rules } } };
}

describe("occasionOf", () => {
  test("posts always, or never", () => {
    expect(occasionOf(emptyDiff, "always")).toBe("post");
    expect(occasionOf(failed, "never")).toBe("none");
  });

  test("posts on failure, and else only brings an earlier comment up to date", () => {
    expect(occasionOf(failed, "on-failure")).toBe("post");
    expect(occasionOf(withFinding, "on-failure")).toBe("update");
  });

  test.each([
    ["a finding", withFinding],
    ["a new rule", withRules({ added: lsassRules })],
    ["a deleted rule", withRules({ removed: lsassRules })],
    ["an edited rule", withRules({ edited: pairs.map((pair) => ({ ...pair, aspects: ["title"], logic: undefined })) })],
    [
      "a change of the configuration",
      {
        ...emptyDiff,
        configChange: {
          path: ".github/detcov.yml",
          waivers: [],
          areWaiversHeld: false,
          differences: [["fail-on"]],
          outcome: "pass",
        },
      },
    ],
  ] satisfies readonly (readonly [string, DiffView])[])("posts on a change for %s", (_, view) => {
    expect(occasionOf(view, "on-change")).toBe("post");
  });

  test.each([
    ["nothing changed", emptyDiff],
    ["a rule was only moved", withRules({ moved: pairs })],
    ["there is nothing to compare with", { ...emptyDiff, delta: undefined }],
  ] satisfies readonly (readonly [string, DiffView])[])(
    "only brings an earlier comment up to date where %s",
    (_, view) => {
      expect(occasionOf(view, "on-change")).toBe("update");
    },
  );
});
