import { describe, expect, test } from "vitest";
import { all, constraint, not, onLine, opaque, type RuleDraft, where } from "../../support/rule-builder.ts";
import { findingsOf, messagesOf, placesOf } from "../findings-of.ts";

const events = ["Sysmon 1"];
const powershell = onLine(where("Image", "basename", "powershell.exe"), 12);
const encoded = onLine(where("CommandLine", "contains", " -enc "), 14);
const deployment = onLine(where("ParentImage", "basename", "ccmexec.exe"), 17);
const narrow: RuleDraft = {
  key: "encoded",
  path: "rules/encoded.yml",
  line: 2,
  events,
  condition: all(powershell, encoded),
};
const wide: RuleDraft = { ...narrow, condition: powershell };
const others: readonly RuleDraft[] = ["a", "b"].map((key) => ({ key, events, condition: all(powershell, deployment) }));

describe("rule-widened", () => {
  test("names the test that went, and the width before and after", () => {
    const change = { base: [narrow, ...others], head: [wide, ...others] };

    expect(messagesOf("rule-widened", change)).toEqual([
      'It matches more than before: no longer needs "CommandLine contains " -enc ""; width 1 → 3. Check that the additional alerts are meant.',
    ]);
    expect(placesOf("rule-widened", change)).toEqual(["rules/encoded.yml:2"]);
    expect(messagesOf("rule-narrowed", change)).toEqual([]);
  });

  test("points at the value that came, and leaves out a width that is the same", () => {
    const more = onLine(where("CommandLine", "contains", " -enc ", "FromBase64"), 14, 15);
    const change = { base: [narrow], head: [{ ...narrow, condition: all(powershell, more) }] };

    expect(messagesOf("rule-widened", change)).toEqual([
      'It matches more than before: also "CommandLine contains FromBase64". Check that the additional alerts are meant.',
    ]);
    expect(placesOf("rule-widened", change)).toEqual(["rules/encoded.yml:15"]);
  });

  test("says which events it looks at since", () => {
    const change = { base: [narrow], head: [{ ...wide, events: ["Security-Auditing 4688", "Sysmon 1"] }] };

    expect(messagesOf("rule-widened", change)).toEqual([
      'It matches more than before: no longer needs "CommandLine contains " -enc ""; now looks at "Security-Auditing 4688". Check that the additional alerts are meant.',
    ]);
  });

  test("says no width that is not known", () => {
    const unknown = opaque("lookup hosts", "external-lookup");
    const change = {
      base: [{ ...narrow, condition: all(powershell, encoded, unknown) }, ...others],
      head: [wide, ...others],
    };

    expect(messagesOf("rule-widened", change).join()).not.toContain("width");
  });

  test("is silent on rules that do not count, and on edits of something else", () => {
    const off = { lifecycle: "deprecated" } as const;

    expect(messagesOf("rule-widened", { base: [narrow], head: [{ ...wide, ...off }] })).toEqual([]);
    expect(messagesOf("rule-widened", { base: [narrow], head: [{ ...narrow, title: "Renamed" }] })).toEqual([]);
    expect(messagesOf("rule-widened", { base: [narrow], head: [{ ...narrow, condition: deployment }] })).toEqual([]);
  });
});

describe("rule-narrowed", () => {
  test("names the exclusion that came, where it stands", () => {
    const change = { base: [narrow], head: [{ ...narrow, condition: all(powershell, encoded, not(deployment)) }] };

    expect(messagesOf("rule-narrowed", change)).toEqual([
      'It matches less than before: excludes "ParentImage basename ccmexec.exe". Check that what it leaves out now is no attack.',
    ]);
    expect(placesOf("rule-narrowed", change)).toEqual(["rules/encoded.yml:17"]);
    expect(
      findingsOf("rule-narrowed", change).map(({ level, subject, fingerprint }) => [level, subject, fingerprint]),
    ).toEqual([["note", "encoded", "rule-narrowed:encoded"]]);
    expect(messagesOf("rule-widened", change)).toEqual([]);
  });

  test("speaks of a threshold that came", () => {
    const change = {
      base: [narrow],
      head: [{ ...narrow, condition: all(powershell, encoded, constraint("count > 5")) }],
    };

    expect(messagesOf("rule-narrowed", change)).toEqual([
      'It matches less than before: now tests "count > 5". Check that what it leaves out now is no attack.',
    ]);
  });
});
