import { describe, expect, test } from "vitest";
import { aDiagnostic, all, onLine, opaque, type RuleDraft, reference, where } from "../../support/rule-builder.ts";
import { findingsOf, messagesOf, placesOf } from "../findings-of.ts";

const lsass = where("TargetImage", "basename", "lsass.exe");

describe("rule-unreadable", () => {
  const broken = aDiagnostic({ location: { path: "rules/broken.yml", line: 4, column: 7 } });

  test("says what the reader said, where it said it", () => {
    const draft = { base: [], head: [], diagnostics: [broken], changedPaths: ["rules/broken.yml"] };

    expect(messagesOf("rule-unreadable", draft)).toEqual([broken.message]);
    expect(findingsOf("rule-unreadable", draft)[0]).toMatchObject({ level: "error", location: broken.location });
  });

  test("says nothing of files that the change leaves alone", () => {
    expect(messagesOf("rule-unreadable", { base: [], head: [], diagnostics: [broken], changedPaths: [] })).toEqual([]);
  });

  test("is told of a rule that the change breaks from elsewhere", () => {
    const whole: RuleDraft = { key: "whole", path: "rules/whole.yml", condition: reference("part", 9) };
    const part: RuleDraft = { key: "part", path: "rules/part.yml", condition: lsass };

    const draft = { base: [whole, part], head: [whole], changedPaths: ["rules/part.yml"] };

    expect(messagesOf("rule-unreadable", draft)).toEqual([
      '"part" is no id or name of a rule in the corpus; correct it, or add the rule.',
    ]);
    expect(placesOf("rule-unreadable", draft)).toEqual(["rules/whole.yml:9"]);
  });

  test("two of the same in one file are two, told apart by their order and not by their lines", () => {
    const at = (line: number) => aDiagnostic({ location: { path: "rules/broken.yml", line, column: 1 } });
    const fingerprints = (lines: readonly number[]) =>
      findingsOf("rule-unreadable", {
        ...{ base: [], head: [], changedPaths: ["rules/broken.yml"] },
        diagnostics: lines.map(at),
      }).map(({ fingerprint }) => fingerprint);

    expect(new Set(fingerprints([4, 40])).size).toBe(2);
    expect(fingerprints([4, 40])).toEqual(fingerprints([7, 50]));
  });
});

describe("rule-partly-read", () => {
  test("names what was not understood and why, at the first line of it", () => {
    const condition = all(
      lsass,
      { ...opaque("User: %Administrators%", "placeholder"), line: 12 },
      { ...opaque("`internal_hosts`", "unresolved-macro"), line: 14 },
    );
    const draft = { base: [], head: [{ path: "rules/a.yml", condition }] };

    expect(messagesOf("rule-partly-read", draft)).toEqual([
      'Not understood: "User: %Administrators%" (placeholder) and "`internal_hosts`" (unresolved macro). Indicators, events and noise are known for the rest only.',
    ]);
    expect(placesOf("rule-partly-read", draft)).toEqual(["rules/a.yml:12"]);
  });

  test("does not say again what is unreadable", () => {
    const fault = { ...opaque("selection and", "syntax-error"), line: 12 };
    const draft = {
      base: [],
      head: [{ path: "rules/a.yml", condition: all(fault, { ...opaque("`macro`"), line: 14 }) }],
      diagnostics: [aDiagnostic({ location: { path: "rules/a.yml", line: 12, column: 1 } })],
    };

    expect(messagesOf("rule-partly-read", draft)).toEqual([
      'Not understood: "`macro`" (unsupported). Indicators, events and noise are known for the rest only.',
    ]);
  });

  test("says nothing of a rule that was read in full, or did not change", () => {
    const partly = { key: "a", condition: all(lsass, opaque("`macro`")) };

    expect(messagesOf("rule-partly-read", { base: [], head: [{ condition: onLine(lsass, 3) }] })).toEqual([]);
    expect(messagesOf("rule-partly-read", { base: [partly], head: [partly] })).toEqual([]);
  });
});

describe("rule-id-duplicate", () => {
  const first: RuleDraft = { key: "7d3c", path: "rules/a.yml", line: 3 };
  const copy: RuleDraft = { key: "7d3c", path: "rules/b.yml", line: 5, title: "Copy" };

  test("names the other rule, at the one that the change brings", () => {
    const draft = { base: [first], head: [first, copy] };

    expect(messagesOf("rule-id-duplicate", draft)).toEqual([
      'The id "7d3c" is also that of rules/a.yml:3; give one of them an id of its own.',
    ]);
    expect(placesOf("rule-id-duplicate", draft)).toEqual(["rules/b.yml:5"]);
  });

  test("three in one file are three findings, each of its own", () => {
    const three = [1, 20, 40].map((line) => ({ key: "7d3c", path: "rules/a.yml", line, title: `Rule ${line}` }));

    const findings = findingsOf("rule-id-duplicate", { base: [], head: three });

    expect(findings.map(({ location }) => location?.line)).toEqual([1, 20, 40]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  test("says nothing of ids that were shared before the change, or are not shared", () => {
    expect(messagesOf("rule-id-duplicate", { base: [first, copy], head: [first, copy] })).toEqual([]);
    expect(messagesOf("rule-id-duplicate", { base: [], head: [first, { ...copy, key: "9f2a" }] })).toEqual([]);
  });
});
