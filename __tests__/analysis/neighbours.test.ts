import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isContained } from "../../src/analysis/containment.ts";
import { createNeighbourhood } from "../../src/analysis/neighbours.ts";
import type { Condition } from "../../src/model/condition.ts";
import type { Neighbours } from "../../src/model/neighbours.ts";
import { anyCondition } from "../support/any-condition.ts";
import {
  all,
  any,
  aSnapshot,
  cased,
  constraint,
  keyword,
  not,
  opaque,
  type RuleDraft,
  sequence,
  where,
} from "../support/rule-builder.ts";

const events = ["Sysmon 1", "Security-Auditing 4688"];

/** The neighbours of the first of some rules. */
function neighboursOf(...drafts: readonly RuleDraft[]): Neighbours {
  const { rules } = aSnapshot(drafts.map((draft, index) => ({ key: `${index}`, events, ...draft })));
  const first = rules.find(({ rule }) => rule.key === "0");
  if (first === undefined) throw new Error("There is a first rule.");
  return createNeighbourhood(rules).of(first);
}

function relation(a: Condition, b: Condition): string {
  const { duplicates, subsumedBy, subsumes } = neighboursOf({ condition: a }, { condition: b });
  return [...duplicates.map(() => "same"), ...subsumedBy.map(() => "within"), ...subsumes.map(() => "around")].join();
}

const powershell = where("Image", "basename", "powershell.exe");
const winword = where("ParentImage", "basename", "winword.exe", "excel.exe");
const encoded = where("CommandLine", "contains", " -enc ");

describe("two rules", () => {
  test.each<[string, Condition, Condition, string]>([
    ["in another order are the same", all(powershell, encoded), all(encoded, powershell), "same"],
    [
      "with values as branches are the same",
      winword,
      any(where("ParentImage", "basename", "EXCEL.exe"), where("ParentImage", "basename", "winword.exe")),
      "same",
    ],
    ["with one more condition are within", all(powershell, encoded), powershell, "within"],
    ["with one more exclusion are within", all(powershell, not(encoded)), powershell, "within"],
    ["with one more value are around", winword, where("ParentImage", "basename", "excel.exe"), "around"],
    [
      "with a longer value are within",
      where("CommandLine", "contains", " -enc SQB"),
      where("CommandLine", "contains", "enc"),
      "within",
    ],
    [
      "with a number in another spelling are the same",
      where("EventID", "equals", "4688"),
      where("EventID", "equals", "4688.0"),
      "same",
    ],
    [
      "with a network in another are within",
      where("DestinationIp", "cidr", "10.1.0.0/16"),
      where("DestinationIp", "cidr", "10.0.0.0/8"),
      "within",
    ],
    [
      "with a path that a pattern takes are within",
      where("Image", "equals", "C:\\Temp\\a.exe"),
      where("Image", "wildcard", "?:\\Temp\\\\*"),
      "within",
    ],
    ["that only ask for a field are around those that test it", where("Image", "exists"), powershell, "around"],
    ["that only exclude are around", not(encoded), all(powershell, not(encoded)), "around"],
    [
      "with the same unread part are the same",
      all(powershell, opaque("`macro`")),
      all(opaque("`macro`"), powershell),
      "same",
    ],
    ["with a count are within", all(powershell, constraint("count > 5")), powershell, "within"],
    ["of more steps are within", sequence([powershell, encoded, winword]), sequence([powershell, winword]), "within"],
    ["with a longer keyword are within", keyword("mimikatz.exe"), keyword("mimikatz"), "within"],
  ])("%s", (_, a, b, expected) => {
    expect(relation(a, b)).toBe(expected);
  });

  test.each<[string, Condition, Condition]>([
    ["that look for and leave out the same are no neighbours", all(powershell, winword), all(powershell, not(winword))],
    ["that complement each other are none", winword, not(winword)],
    ["that test the same field for other values are none", encoded, where("CommandLine", "contains", "-nop")],
    ["with other counts are none", all(powershell, constraint("count > 5")), all(powershell, constraint("count > 6"))],
    ["with other unread parts are none", all(powershell, opaque("`a`")), all(powershell, opaque("`b`"))],
    ["of which one minds case are not the same", cased(encoded), where("CommandLine", "contains", " -ENC X")],
    ["with the steps in another order are none", sequence([powershell, encoded]), sequence([encoded, powershell])],
    ["that exclude more and look for more are none", all(powershell, not(encoded)), all(powershell, winword)],
  ])("%s", (_, a, b) => {
    expect(relation(a, b)).toBe("");
  });

  test("that share no event are no neighbours, however alike", () => {
    expect(neighboursOf({ condition: encoded }, { condition: encoded, events: ["Linux-Sysmon 1"] }).duplicates).toEqual(
      [],
    );
  });

  test("are the same where they share one event, and within only where the other looks at all", () => {
    const narrow = { condition: all(powershell, encoded) };

    expect(neighboursOf({ condition: encoded }, { condition: encoded, events: ["Sysmon 1"] }).duplicates).toEqual([
      "1",
    ]);
    expect(neighboursOf(narrow, { condition: encoded, events: ["Sysmon 1"] }).subsumedBy).toEqual([]);
    expect(neighboursOf({ ...narrow, events: ["Sysmon 1"] }, { condition: encoded }).subsumedBy).toEqual(["1"]);
  });

  test("are no neighbours where one tests nothing", () => {
    expect(relation(all(), encoded)).toBe("");
    expect(relation(encoded, all())).toBe("");
  });

  test("without known events are compared within one log source", () => {
    const unknown = { condition: encoded, events: [] };
    const other = { ...unknown, logSource: { product: "linux" } };

    expect(neighboursOf(unknown, unknown, other).duplicates).toEqual(["1"]);
    expect(neighboursOf(unknown, { condition: encoded }).duplicates).toEqual([]);
  });
});

describe("what else is near", () => {
  test("are the rules with most indicators in common, without those that are related already", () => {
    const crowd = Array.from({ length: 100 }, (_, number) => ({
      condition: where("Image", "basename", `${number}.exe`),
    }));
    const { subsumedBy, sharing } = neighboursOf(
      { condition: all(powershell, encoded, winword) },
      { condition: all(powershell, encoded) },
      { condition: all(any(powershell, where("User", "equals", "x")), encoded, where("Company", "equals", "y")) },
      { condition: all(powershell, not(encoded)) },
      ...crowd,
    );

    expect(subsumedBy).toEqual(["1"]);
    expect(sharing).toEqual([{ key: "2", indicators: 2 }]);
  });

  test("is nothing that much of the corpus tests", () => {
    const crowd = Array.from({ length: 10 }, () => ({ condition: all(powershell, encoded, not(winword)) }));

    expect(
      neighboursOf({ condition: all(powershell, encoded, where("User", "equals", "x")) }, ...crowd).sharing,
    ).toEqual([]);
  });
});

describe("the search", () => {
  function comparedWithEach(first: Condition, others: readonly Condition[]) {
    const isWithin = others.map((other) => isContained(first, other));
    const isAround = others.map((other) => isContained(other, first));
    const keysWhere = (holds: (index: number) => boolean | undefined) =>
      others.flatMap((_, index) => (holds(index) ? [`${index + 1}`] : []));
    return {
      duplicates: keysWhere((index) => isWithin[index] && isAround[index]),
      subsumedBy: keysWhere((index) => isWithin[index] && !isAround[index]),
      subsumes: keysWhere((index) => !isWithin[index] && isAround[index]),
    };
  }

  test("finds what comparing every pair finds", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(anyCondition, { minLength: 2, maxLength: 8 }), (conditions) => {
        const { rules } = aSnapshot(conditions.map((one, index) => ({ key: `${index}`, events, condition: one })));
        const [first, ...others] = conditions;
        if (first === undefined) return;
        const expected = comparedWithEach(first, others);
        const rule = rules.find(({ rule: { key } }) => key === "0");
        if (rule === undefined) return;

        const { sharing: _, ...neighbours } = createNeighbourhood(rules).of(rule);

        found += neighbours.duplicates.length + neighbours.subsumedBy.length + neighbours.subsumes.length;
        expect(neighbours).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
    expect(found).toBeGreaterThan(500);
  });
});
