import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareLogic } from "../../src/analysis/logic-change.ts";
import type { Condition } from "../../src/model/condition.ts";
import type { LogicPart } from "../../src/model/delta.ts";
import { all, any, cased, constraint, not, onLine, opaque, sequence, where } from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const hidden = where("CommandLine", "contains", " -w hidden ");
const system = where("User", "equals", "SYSTEM");
const deployment = where("ParentImage", "basename", "ccmexec.exe");

interface Edit {
  readonly before: Condition;
  readonly after: Condition;
  readonly effect: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

describe("an edit of a rule's logic", () => {
  test.each<[string, Edit]>([
    [
      "a condition added",
      {
        before: powerShell,
        after: all(powerShell, encoded),
        effect: "narrower",
        added: ["CommandLine contains  -enc "],
      },
    ],
    [
      "a condition removed",
      {
        before: all(powerShell, encoded),
        after: powerShell,
        effect: "wider",
        removed: ["CommandLine contains  -enc "],
      },
    ],
    [
      "an exclusion added",
      {
        before: all(powerShell, encoded),
        after: all(powerShell, encoded, not(system)),
        effect: "narrower",
        added: ["not User equals SYSTEM"],
      },
    ],
    [
      "an exclusion removed",
      {
        before: all(powerShell, not(any(system, deployment))),
        after: all(powerShell, not(system)),
        effect: "wider",
        removed: ["not ParentImage basename ccmexec.exe"],
      },
    ],
    [
      "a value added",
      {
        before: all(powerShell, where("User", "equals", "a")),
        after: all(powerShell, where("User", "equals", "a", "b")),
        effect: "wider",
        added: ["User equals b"],
      },
    ],
    [
      "a value removed",
      {
        before: where("User", "equals", "a", "b"),
        after: where("User", "equals", "b"),
        effect: "narrower",
        removed: ["User equals a"],
      },
    ],
    [
      "a value added of which all are needed",
      {
        before: all(encoded, powerShell),
        after: all(encoded, hidden, powerShell),
        effect: "narrower",
        added: ["CommandLine contains  -w hidden "],
      },
    ],
    [
      "a value added to an excluded list",
      {
        before: all(powerShell, not(where("User", "equals", "a"))),
        after: all(powerShell, not(where("User", "equals", "a", "b"))),
        effect: "narrower",
        added: ["not User equals b"],
      },
    ],
    [
      "a branch added",
      {
        before: encoded,
        after: any(encoded, all(powerShell, hidden)),
        effect: "wider",
        added: ["Image basename powershell.exe", "CommandLine contains  -w hidden "],
      },
    ],
    [
      "a branch narrowed",
      {
        before: any(encoded, powerShell),
        after: any(encoded, all(powerShell, hidden)),
        effect: "narrower",
        added: ["CommandLine contains  -w hidden "],
      },
    ],
    [
      "an operator tightened",
      {
        before: where("CommandLine", "contains", "whoami"),
        after: where("CommandLine", "equals", "whoami"),
        effect: "narrower",
        added: ["CommandLine equals whoami"],
        removed: ["CommandLine contains whoami"],
      },
    ],
    [
      "an operator loosened",
      {
        before: powerShell,
        after: where("Image", "ends_with", "shell.exe"),
        effect: "wider",
        added: ["Image ends_with shell.exe"],
        removed: ["Image basename powershell.exe"],
      },
    ],
    ["case that matters now", { before: encoded, after: cased(encoded), effect: "narrower" }],
    ["case that matters no more", { before: cased(encoded), after: encoded, effect: "wider" }],
    [
      "a threshold added",
      { before: powerShell, after: all(powerShell, constraint("count > 5")), effect: "narrower", added: ["count > 5"] },
    ],
    [
      "a threshold changed",
      {
        before: all(powerShell, constraint("count > 5")),
        after: all(powerShell, constraint("count > 3")),
        effect: "other",
        added: ["count > 3"],
        removed: ["count > 5"],
      },
    ],
    [
      "a macro changed",
      {
        before: all(powerShell, opaque("`old`")),
        after: all(powerShell, opaque("`new`")),
        effect: "other",
        added: ["`new`"],
        removed: ["`old`"],
      },
    ],
    [
      "a value replaced",
      {
        before: where("Image", "basename", "a.exe"),
        after: where("Image", "basename", "b.exe"),
        effect: "other",
        added: ["Image basename b.exe"],
        removed: ["Image basename a.exe"],
      },
    ],
    [
      "a condition and a value added, which narrow and widen",
      {
        before: where("User", "equals", "a"),
        after: all(where("User", "equals", "a", "b"), encoded),
        effect: "other",
        added: ["User equals b", "CommandLine contains  -enc "],
      },
    ],
    ["all turned into any", { before: all(powerShell, encoded), after: any(powerShell, encoded), effect: "wider" }],
    [
      "an exclusion turned into a condition",
      {
        before: all(powerShell, not(system)),
        after: all(powerShell, system),
        effect: "other",
        added: ["User equals SYSTEM"],
        removed: ["not User equals SYSTEM"],
      },
    ],
    [
      "a condition that follows from another",
      {
        before: where("Image", "equals", "C:\\cmd.exe"),
        after: all(where("Image", "equals", "C:\\cmd.exe"), where("Image", "contains", "cmd")),
        effect: "other",
        added: ["Image contains cmd"],
      },
    ],
  ])("%s", (_, { before, after, effect, added = [], removed = [] }) => {
    const change = compareLogic(before, after);

    expect(change?.effect).toBe(effect);
    expect(change?.added.map(named)).toEqual(added);
    expect(change?.removed.map(named)).toEqual(removed);
  });
});

describe("what is no edit of the logic", () => {
  test.each<[string, Condition, Condition]>([
    ["nothing", all(powerShell, encoded), all(powerShell, encoded)],
    ["parts in another order", all(powerShell, any(encoded, hidden)), all(any(hidden, encoded), powerShell)],
    ["values in another order", where("User", "equals", "a", "b"), where("User", "equals", "b", "a")],
    ["other lines", onLine(encoded, 4), onLine(encoded, 40)],
    ["another case", encoded, where("commandline", "contains", " -ENC ")],
    [
      "a list split into two selections",
      where("User", "equals", "a", "b"),
      any(where("User", "equals", "b"), where("User", "equals", "a")),
    ],
    ["filters joined", all(powerShell, not(system), not(deployment)), all(powerShell, not(any(deployment, system)))],
    ["brackets that change nothing", all(powerShell, all(encoded, hidden)), all(all(powerShell, encoded), hidden)],
    ["a value that stood there twice", where("User", "equals", "a", "A"), where("User", "equals", "a")],
    [
      "what can't be read, as before",
      all(powerShell, opaque("selection and", "syntax-error")),
      all(powerShell, opaque("selection and", "syntax-error")),
    ],
  ])("%s", (_, before, after) => {
    expect(compareLogic(before, after)).toBeUndefined();
  });
});

describe("the parts", () => {
  test("a part that stands at several places is one", () => {
    const change = compareLogic(powerShell, any(all(powerShell, encoded), all(encoded, hidden)));

    expect(change?.added.map(named)).toEqual(["CommandLine contains  -enc ", "CommandLine contains  -w hidden "]);
  });

  test("what holds a sequence together is one", () => {
    const steps = [powerShell, encoded];
    const before = sequence(steps, { by: ["host.id", "user.id"], within: "1m" });
    const after = sequence(steps, { by: ["user.id", "host.id"], within: "5m" });

    const change = compareLogic(before, after);

    expect(change?.removed.map(named)).toEqual(["one after the other, within 1m, with the same host.id, user.id"]);
    expect(change?.added.map(named)).toEqual(["one after the other, within 5m, with the same host.id, user.id"]);
  });

  test("are what the way back takes away, and narrower is wider on the way back", () => {
    const aTest = fc.constantFrom(powerShell, encoded, hidden, system, cased(encoded), constraint("count > 5"));
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 3 },
        aTest,
        tie("condition").map(not),
        fc.array(tie("condition"), { maxLength: 3 }).map((of) => all(...of)),
        fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
      ),
    }));
    const back = { narrower: "wider", wider: "narrower", other: "other" } as const;
    fc.assert(
      fc.property(condition, condition, (before, after) => {
        const there = compareLogic(before, after);
        const again = compareLogic(after, before);

        expect(again?.effect).toBe(there === undefined ? undefined : back[there.effect]);
        expect(again?.added).toEqual(there?.removed);
        expect(again?.removed).toEqual(there?.added);
        expect(compareLogic(before, before)).toBeUndefined();
      }),
    );
  });
});

function named(part: LogicPart): string {
  if ("text" in part) return part.text;
  const { field, operator, value } = part.indicator;
  return `${part.kind === "exclusion" ? "not " : ""}${field} ${operator} ${value}`;
}
