import { describe, expect, test } from "vitest";
import type { Condition } from "../../src/model/condition.ts";
import { eventProse, logicProse } from "../../src/model/edit-prose.ts";
import { plainText } from "../../src/model/prose.ts";
import { aDelta, all, any, constraint, not, type RuleDraft, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const shell = where("Image", "basename", "cmd.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const hidden = where("CommandLine", "contains", " -w hidden ");
const system = where("User", "equals", "SYSTEM");
const network = where("User", "equals", "NETWORK SERVICE");
const word = where("ParentImage", "basename", "winword.exe");

function editOf(before: Partial<RuleDraft>, after: Partial<RuleDraft>) {
  const [edit] = aDelta([{ key: "rule", ...before }], [{ key: "rule", ...after }]).rules.edited;
  if (edit === undefined) throw new Error("The rule was edited.");
  return edit;
}

function words(before: Condition, after: Condition, most?: number): readonly string[] {
  const { logic } = editOf({ condition: before }, { condition: after });
  return logic === undefined ? [] : logicProse(logic, most).map(plainText);
}

describe("what an edit did to a rule's tests", () => {
  test.each<[string, Condition, Condition, readonly string[]]>([
    ["a test came", powerShell, all(powerShell, word), ['now tests "ParentImage basename winword.exe"']],
    ["a test went", all(powerShell, word), powerShell, ['no longer needs "ParentImage basename winword.exe"']],
    ["an alternative came", powerShell, any(powerShell, shell), ['also "Image basename cmd.exe"']],
    ["an alternative went", any(powerShell, shell), shell, ['no longer takes "Image basename powershell.exe"']],
    [
      "exclusions came, which are said in one breath",
      powerShell,
      all(powerShell, not(system), not(network)),
      ['excludes "User equals SYSTEM", "User equals NETWORK SERVICE"'],
    ],
    ["an exclusion went", all(powerShell, not(system)), powerShell, ['no longer excludes "User equals SYSTEM"']],
    [
      "a value was altered",
      all(powerShell, encoded),
      all(powerShell, hidden),
      ['"CommandLine contains " -w hidden "" in place of "CommandLine contains " -enc ""'],
    ],
    [
      "an excluded value was altered",
      all(powerShell, not(system)),
      all(powerShell, not(network)),
      ['excludes "User equals NETWORK SERVICE" in place of "User equals SYSTEM"'],
    ],
    [
      "a threshold was altered",
      all(powerShell, constraint("count > 5")),
      all(powerShell, constraint("count > 50")),
      ['"count > 50" in place of "count > 5"'],
    ],
    [
      "one test went and another came",
      all(powerShell, word),
      all(powerShell, encoded),
      ['no longer tests "ParentImage basename winword.exe"', 'now tests "CommandLine contains " -enc ""'],
    ],
    [
      "the same tests are joined otherwise",
      all(powerShell, encoded),
      any(powerShell, encoded),
      ["the same tests, joined or compared in another way"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(words(before, after)).toEqual(expected);
  });

  test("has the author's name of a field beside the canonical one", () => {
    const native = { ...encoded, nativeField: "process.command_line" };

    expect(words(powerShell, all(powerShell, native))).toEqual([
      'now tests "CommandLine contains " -enc "" ("process.command_line")',
    ]);
  });

  test("is counted where there is much of it", () => {
    const many = where("CommandLine", "contains", "a", "b", "c", "d", "e");

    expect(words(powerShell, any(powerShell, many), 3)).toEqual([
      'also "CommandLine contains a", "CommandLine contains b"',
      "3 more tests",
    ]);
  });
});

describe("what an edit did to a rule's events", () => {
  test("is said where one came or went, and not otherwise", () => {
    const edit = editOf({ events: ["Sysmon 1"] }, { events: ["PowerShell 4104"], title: "Elsewhere" });
    const other = editOf({ events: ["Sysmon 1"] }, { events: ["Sysmon 1"], title: "Renamed" });

    expect(eventProse(edit).map(plainText)).toEqual([
      'now looks at "PowerShell 4104"',
      'no longer looks at "Sysmon 1"',
    ]);
    expect(eventProse(other)).toEqual([]);
  });

  test("counts them where there are many", () => {
    const events = ["Sysmon 1", "Sysmon 2", "Sysmon 3", "Sysmon 4"];

    expect(eventProse(editOf({}, { events, title: "Everywhere" })).map(plainText)).toEqual([
      'now looks at "Sysmon 1", "Sysmon 2" and 2 more',
    ]);
  });
});
