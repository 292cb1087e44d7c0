import { describe, expect, test } from "vitest";
import { all, type RuleDraft, where } from "../../support/rule-builder.ts";
import { findingsOf, messagesOf, placesOf } from "../findings-of.ts";

const events = ["Sysmon 1"];
const encoded = where("CommandLine", "contains", " -enc ");
const powershell = where("Image", "basename", "powershell.exe");
const wide: RuleDraft = { key: "wide", path: "rules/wide.yml", line: 3, events, condition: encoded };
const narrow: RuleDraft = { key: "narrow", path: "rules/narrow.yml", events, condition: all(encoded, powershell) };

describe("rule-duplicate", () => {
  test("names the rule that a new one repeats", () => {
    const copy: RuleDraft = { ...wide, key: "copy", path: "rules/copy.yml" };

    expect(messagesOf("rule-duplicate", { base: [wide], head: [wide, copy] })).toEqual([
      "It matches the same as rules/wide.yml:3. Keep one of them.",
    ]);
    expect(placesOf("rule-duplicate", { base: [wide], head: [wide, copy] })).toEqual(["rules/copy.yml:3"]);
  });

  test("is silent on rules that the change leaves alone, and on those that do not count", () => {
    const copy: RuleDraft = { ...wide, key: "copy", path: "rules/copy.yml" };
    const draft: RuleDraft = { ...copy, lifecycle: "deprecated" };

    expect(messagesOf("rule-duplicate", { base: [wide, copy], head: [wide, copy] })).toEqual([]);
    expect(messagesOf("rule-duplicate", { base: [wide], head: [wide, draft] })).toEqual([]);
    expect(messagesOf("rule-duplicate", { base: [draft], head: [draft, wide] })).toEqual([]);
  });

  test("is silent where only the title changed, and speaks where a rule begins to count", () => {
    const copy: RuleDraft = { ...wide, key: "copy", path: "rules/copy.yml" };

    expect(messagesOf("rule-duplicate", { base: [wide, copy], head: [wide, { ...copy, title: "Renamed" }] })).toEqual(
      [],
    );
    expect(
      messagesOf("rule-duplicate", { base: [wide, { ...copy, lifecycle: "disabled" }], head: [wide, copy] }),
    ).toHaveLength(1);
  });

  test("does not compare with references", () => {
    const copy: RuleDraft = { ...wide, key: "copy", path: "vendor/copy.yml" };

    expect(messagesOf("rule-duplicate", { base: [copy], head: [copy, wide], reference: "vendor/" })).toEqual([]);
  });
});

describe("rule-subsumed", () => {
  test("says of a narrower rule what is around it", () => {
    expect(messagesOf("rule-subsumed", { base: [wide], head: [wide, narrow] })).toEqual([
      "All that it matches, rules/wide.yml:3 matches too.",
    ]);
  });

  test("says of a wider rule what is within it", () => {
    const other: RuleDraft = {
      ...narrow,
      key: "other",
      path: "rules/other.yml",
      condition: all(encoded, where("User", "equals", "x")),
    };

    expect(messagesOf("rule-subsumed", { base: [narrow, other], head: [narrow, other, wide] })).toEqual([
      "It matches all that rules/narrow.yml:1 and rules/other.yml:1 match, and more.",
    ]);
  });

  test("has a fingerprint for each direction", () => {
    const narrowest: RuleDraft = {
      ...narrow,
      key: "narrowest",
      path: "rules/narrowest.yml",
      condition: all(encoded, powershell, where("User", "equals", "x")),
    };
    const findings = findingsOf("rule-subsumed", { base: [wide, narrowest], head: [wide, narrow, narrowest] });

    expect(findings.map(({ fingerprint, level }) => [fingerprint, level])).toEqual([
      ["rule-subsumed:narrow:around", "note"],
      ["rule-subsumed:narrow:within", "note"],
    ]);
  });
});
