import { describe, expect, test } from "vitest";
import { annotationsOf } from "../../../src/app/action/annotations.ts";
import type { Finding, Level } from "../../../src/model/policy.ts";
import { quote, say } from "../../../src/model/prose.ts";

function finding(level: Level, number: number): Finding {
  return {
    check: "technique-unknown",
    level,
    message: [`Finding ${number}.`],
    location: { path: "rules/lsass.yml", line: number, column: 1 },
    subject: "lsass",
    fingerprint: `technique-unknown:lsass:${number}`,
    acceptance: undefined,
  };
}

function findings(level: Level, count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => finding(level, index + 1));
}

describe("annotationsOf", () => {
  test("points at the line, by the path from the top of the repository", () => {
    expect(annotationsOf([finding("error", 14)], "sigma/").shown).toEqual([
      {
        level: "error",
        title: "technique-unknown",
        message: "Finding 14.",
        path: "sigma/rules/lsass.yml",
        line: 14,
      },
    ]);
  });

  test("points at no file where a finding is about none", () => {
    const [annotation] = annotationsOf([{ ...finding("error", 1), location: undefined }], "sigma/").shown;

    expect(annotation).toMatchObject({ path: undefined, line: undefined });
  });

  test("shows the first nine of each level, for the tenth is the verdict", () => {
    const { shown, left } = annotationsOf([...findings("error", 12), ...findings("warning", 11)], "");

    expect(shown.map(({ level, line }) => `${level} ${line}`)).toEqual([
      ...Array.from({ length: 9 }, (_, index) => `error ${index + 1}`),
      ...Array.from({ length: 9 }, (_, index) => `warning ${index + 1}`),
    ]);
    expect(left).toBe(5);
  });

  test("leaves notes to the report", () => {
    expect(annotationsOf(findings("note", 3), "")).toEqual({ shown: [], left: 0 });
  });

  test("shows the team's words on one line, without what steers a terminal", () => {
    const message = say`${quote("T1\n::error::\u001b[31m\u202e")} is no technique.`;

    const [annotation] = annotationsOf([{ ...finding("error", 1), message }], "").shown;

    expect(annotation?.message).toBe('"T1‹U+000A›::error::‹U+001B›[31m‹U+202E›" is no technique.');
  });
});
