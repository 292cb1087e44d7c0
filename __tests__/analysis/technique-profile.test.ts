import { describe, expect, test } from "vitest";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { profileOf } from "../../src/analysis/technique-profile.ts";
import { indicatorText } from "../../src/model/indicator-text.ts";
import { all, aSnapshot, keyword, not, type RuleDraft, where } from "../support/rule-builder.ts";

const scrcons = where("Image", "basename", "scrcons.exe");
const forSubscription: readonly RuleDraft[] = [
  {
    key: "image",
    techniques: ["T1546.003"],
    events: ["Sysmon 1", "Security-Auditing 4688"],
    condition: all(scrcons, not(where("User", "equals", "system"))),
  },
  {
    key: "loaded",
    format: "elastic",
    techniques: ["T1546.003", "T1059"],
    events: ["Sysmon 7"],
    condition: all(
      where("image", "basename", "SCRCONS.exe", "wmiprvse.exe"),
      where("ImageLoaded", "basename", "wshom.ocx"),
    ),
  },
  {
    key: "consumer",
    techniques: ["T1546.003", "T1059"],
    events: ["Sysmon 1"],
    condition: all(keyword("CommandLineEventConsumer"), not(where("User", "equals", "SYSTEM"))),
  },
];
const elsewhere: RuleDraft = { key: "elsewhere", format: "splunk", techniques: ["T1059"], condition: scrcons };

const { rules } = aSnapshot([...forSubscription, elsewhere]);
const profile = profileOf(
  "T1546.003",
  rules.filter(({ techniques }) => techniques.includes("T1546.003")),
  createReachIndex(rules),
);

describe("the profile of a technique", () => {
  test("counts a rule once for each event", () => {
    expect(profile.events.map(({ event, rules: count }) => [event.provider, event.id, count])).toEqual([
      ["Security-Auditing", "4688", 1],
      ["Sysmon", "1", 2],
      ["Sysmon", "7", 1],
    ]);
  });

  test("has indicators by how many of its rules test them, with their reach in the whole corpus", () => {
    const lines = profile.indicators.map(
      ({ indicator, here, reach, byFormat }) =>
        `${here} ${reach} ${indicatorText(indicator)} ${[...byFormat].join(" ")}`,
    );

    expect(lines).toEqual([
      "2 3 Image basename scrcons.exe elastic,1 sigma,1 splunk,1",
      "1 1 keyword CommandLineEventConsumer sigma,1",
      "1 1 ImageLoaded basename wshom.ocx elastic,1",
      "1 1 image basename wmiprvse.exe elastic,1",
    ]);
  });

  test("counts the rules that test a field once, however many values they test, in any case of its name", () => {
    expect(profile.fields[0]).toEqual({
      field: "Image",
      rules: 2,
      operators: [{ operator: "basename", rules: 2 }],
      values: 2,
      samples: ["scrcons.exe", "wmiprvse.exe"],
    });
  });

  test("has texts that may stand anywhere as a field without a name", () => {
    expect(profile.fields.find(({ field }) => field === undefined)).toMatchObject({
      rules: 1,
      samples: ["CommandLineEventConsumer"],
    });
  });

  test("keeps exclusions apart from indicators", () => {
    expect(profile.exclusions.map(({ indicator, rules: count }) => [indicatorText(indicator), count])).toEqual([
      ["User equals SYSTEM", 2],
    ]);
    expect(profile.fields.map(({ field }) => field)).not.toContain("User");
  });

  test("names the other techniques that the same rules claim", () => {
    expect(profile.techniques).toEqual([{ id: "T1059", rules: 2 }]);
  });

  test("is empty where there is no rule", () => {
    expect(profileOf("T1490", [], createReachIndex(rules))).toEqual({
      events: [],
      fields: [],
      indicators: [],
      exclusions: [],
      techniques: [],
    });
  });
});
