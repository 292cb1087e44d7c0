import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareEvents, compareText } from "../../src/model/order.ts";
import { anEvent } from "../support/rule-builder.ts";

describe("compareText", () => {
  test("capitals come before small letters and both before umlauts, on every machine", () => {
    expect(["é", "b", "B", "a", "_"].sort(compareText)).toEqual(["B", "_", "a", "b", "é"]);
  });

  test("is by code point, as other tools sort: an emoji comes after a full-width letter", () => {
    expect(["😀", "Ａ", "z"].sort(compareText)).toEqual(["z", "Ａ", "😀"]);
    expect(["a😀", "a😁", "aＡ"].sort(compareText)).toEqual(["aＡ", "a😀", "a😁"]);
  });

  test("is the order of the texts in UTF-8", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(compareText(one, other)).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    );
  });

  test("equal texts are equal, and a beginning comes before what it begins", () => {
    expect(compareText("T1059", "T1059")).toBe(0);
    expect(compareText("T1059", "T1059.001")).toBe(-1);
    expect(compareText("T1059.001", "T1059")).toBe(1);
  });
});

describe("compareEvents", () => {
  test("goes by provider, then by the number of the event", () => {
    const names = ["Sysmon 10", "Sysmon 3", "Security-Auditing 4688", "Sysmon 1"];

    expect(sorted(names)).toEqual(["Security-Auditing 4688", "Sysmon 1", "Sysmon 3", "Sysmon 10"]);
  });

  test("operations go by their name", () => {
    const names = ["AWS-CloudTrail StopLogging", "AWS-CloudTrail CreateAccessKey", "AWS-CloudTrail DeleteTrail"];

    expect(sorted(names)).toEqual([
      "AWS-CloudTrail CreateAccessKey",
      "AWS-CloudTrail DeleteTrail",
      "AWS-CloudTrail StopLogging",
    ]);
  });

  test("numbers come before names, so that the order never goes in a circle", () => {
    expect(sorted(["Okta 9", "Okta 1a", "Okta 10"])).toEqual(["Okta 9", "Okta 10", "Okta 1a"]);
    expect(sorted(["Okta 1a", "Okta 10", "Okta 9"])).toEqual(["Okta 9", "Okta 10", "Okta 1a"]);
  });
});

function sorted(names: readonly string[]): readonly string[] {
  return names
    .map((name) => anEvent(name))
    .sort(compareEvents)
    .map(({ provider, id }) => `${provider} ${id}`);
}
