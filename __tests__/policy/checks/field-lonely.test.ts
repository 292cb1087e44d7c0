import { describe, expect, test } from "vitest";
import { all, onLine, type RuleDraft, where } from "../../support/rule-builder.ts";
import { findingsOf, messagesOf, placesOf } from "../findings-of.ts";

const events = ["Sysmon 1"];

function ruleWith(field: string, draft: RuleDraft = {}): RuleDraft {
  return { key: field, events, condition: onLine(where(field, "contains", field), 12), ...draft };
}

/** Two rules that test the command line. */
const base = ["one", "two"].map((key) => ruleWith("CommandLine", { key }));

describe("field-lonely", () => {
  test("names a field that only the changed rule tests, and the one that it was meant to be", () => {
    const change = { base, head: [...base, ruleWith("CommandLien", { key: "new", path: "rules/new.yml" })] };

    expect(messagesOf("field-lonely", change)).toEqual([
      'No other rule of this log source tests "CommandLien", and 2 of them test "CommandLine". Check the spelling.',
    ]);
    expect(placesOf("field-lonely", change)).toEqual(["rules/new.yml:12"]);
    expect(findingsOf("field-lonely", change).map(({ level, fingerprint }) => [level, fingerprint])).toEqual([
      ["note", "field-lonely:new:CommandLien"],
    ]);
  });

  test("tells the case of letters, also where a rule has both spellings", () => {
    const both = all(where("Commandline", "contains", "a"), where("CommandLine", "contains", "b"));

    expect(messagesOf("field-lonely", { base, head: [...base, ruleWith("Commandline")] })).toHaveLength(1);
    expect(
      messagesOf("field-lonely", { base, head: [...base, { ...ruleWith("both"), condition: both }] }),
    ).toHaveLength(1);
  });

  test.each<[string, RuleDraft]>([
    ["a name like none", ruleWith("ParentImage")],
    [
      "a name like another that the rule has too",
      {
        ...ruleWith("both"),
        condition: all(where("CommandLinke", "contains", "a"), where("CommandLine", "contains", "b")),
      },
    ],
    ["another log source", ruleWith("CommandLien", { events: ["Sysmon 3"] })],
    ["another naming scheme", ruleWith("CommandLien", { logSource: { vocabulary: "ecs" } })],
    ["a rule that does not count", ruleWith("CommandLien", { lifecycle: "deprecated" })],
  ])("is silent on %s", (_, rule) => {
    expect(messagesOf("field-lonely", { base, head: [...base, rule] })).toEqual([]);
  });

  test("is silent where a second rule tests the field, or a single one tests its like", () => {
    const twice = ["three", "four"].map((key) => ruleWith("CommandLien", { key }));

    expect(messagesOf("field-lonely", { base, head: [...base, ...twice] })).toEqual([]);
    expect(messagesOf("field-lonely", { base, head: [...base.slice(1), ruleWith("CommandLien")] })).toEqual([]);
  });

  test("is silent on a name that rules of other log sources have", () => {
    const elsewhere = ["three", "four"].map((key) => ruleWith("CommandLien", { key, events: ["Sysmon 3"] }));
    const change = { base: [...base, ...elsewhere], head: [...base, ...elsewhere, ruleWith("CommandLien")] };

    expect(messagesOf("field-lonely", change)).toEqual([]);
  });

  test("is silent on two names that the dictionary knows for one field", () => {
    const known = { ...where("command_line", "contains", "a"), field: "CommandLine" };

    expect(messagesOf("field-lonely", { base, head: [...base, { ...ruleWith("new"), condition: known }] })).toEqual([]);
  });

  test("is silent on rules that the change leaves alone, or only renames", () => {
    const lonely = ruleWith("CommandLien", { key: "old" });

    expect(
      messagesOf("field-lonely", { base: [...base, lonely], head: [...base, { ...lonely, title: "New" }] }),
    ).toEqual([]);
  });
});
