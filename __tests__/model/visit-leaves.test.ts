import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition } from "../../src/model/condition.ts";
import { opposite, visitLeaves } from "../../src/model/visit-leaves.ts";
import { all, any, constraint, not, opaque, sequence, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const system = where("User", "equals", "SYSTEM");

describe("visitLeaves", () => {
  test("visits every leaf from left to right", () => {
    const count = constraint("count > 5");
    const macro = opaque("`exclusions`", "unresolved-macro");

    const leaves = leavesOf(all(powerShell, any(encoded, count), sequence([system, macro])));

    expect(leaves).toEqual([
      [powerShell, "positive"],
      [encoded, "positive"],
      [count, "positive"],
      [system, "positive"],
      [macro, "positive"],
    ]);
  });

  test("what is under one negation is negative, in every branch of it", () => {
    expect(leavesOf(all(powerShell, not(any(encoded, all(system)))))).toEqual([
      [powerShell, "positive"],
      [encoded, "negative"],
      [system, "negative"],
    ]);
  });

  test("two negations are none, and three are one", () => {
    expect(leavesOf(not(not(encoded)))).toEqual([[encoded, "positive"]]);
    expect(leavesOf(not(all(not(not(encoded)))))).toEqual([[encoded, "negative"]]);
  });

  test("the same leaf is visited once for each place it stands at", () => {
    expect(leavesOf(any(encoded, not(encoded)))).toEqual([
      [encoded, "positive"],
      [encoded, "negative"],
    ]);
  });

  test("a condition without leaves has none", () => {
    expect(leavesOf(all())).toEqual([]);
  });

  test("negating a condition turns every polarity around and changes nothing else", () => {
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(powerShell, encoded, system),
        tie("condition").map(not),
        fc.array(tie("condition"), { maxLength: 3 }).map((of) => all(...of)),
        fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
      ),
    }));

    fc.assert(
      fc.property(condition, (some) => {
        expect(leavesOf(not(some))).toEqual(leavesOf(some).map(([leaf, polarity]) => [leaf, opposite(polarity)]));
      }),
    );
  });
});

function leavesOf(condition: Condition) {
  const leaves: (readonly [Condition, "positive" | "negative"])[] = [];
  visitLeaves(condition, (leaf, polarity) => leaves.push([leaf, polarity]));
  return leaves;
}
