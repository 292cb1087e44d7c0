import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createReachIndex, type ReachIndex } from "../../src/analysis/reach.ts";
import { widthOf } from "../../src/analysis/width.ts";
import type { Condition } from "../../src/model/condition.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { all, any, aSnapshot, constraint, not, opaque, sequence, where } from "../support/rule-builder.ts";
import { countingReads } from "./counting-reads.ts";
import { pathsOf } from "./paths.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const certutil = where("Image", "basename", "certutil.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const urlCache = where("CommandLine", "contains", "urlcache");
const processEvent = where("EventID", "equals", "1");

describe("the width of a rule", () => {
  // 20 rules test powershell.exe, 3 of them beside -enc; 4 test certutil.exe, 2 of them beside urlcache.
  const corpus = corpusOf([
    [17, powerShell],
    [3, all(powerShell, encoded)],
    [2, certutil],
    [2, all(certutil, urlCache)],
  ]);

  test("a common program alone is as wide as it is common", () => {
    expect(width(powerShell, corpus)).toEqual({ reach: 20, path: ["Image basename powershell.exe"] });
  });

  test("beside a rare argument it is as narrow as the two together", () => {
    expect(width(all(powerShell, encoded), corpus)).toEqual({
      reach: 3,
      path: ["CommandLine contains  -enc ", "Image basename powershell.exe"],
    });
  });

  test("of several branches the widest counts", () => {
    expect(width(any(all(certutil, urlCache), powerShell, encoded), corpus)).toEqual({
      reach: 20,
      path: ["Image basename powershell.exe"],
    });
  });

  test("several values of a test are branches", () => {
    const either = where("Image", "basename", "certutil.exe", "powershell.exe");

    expect(width(either, corpus)).toEqual({ reach: 20, path: ["Image basename powershell.exe"] });
    expect(width(all(either, encoded), corpus).reach).toBe(3);
  });

  test("each branch is judged by what stands beside the choice", () => {
    const argument = where("CommandLine", "contains", " -enc ", "urlcache");

    expect(width(all(certutil, argument), corpus)).toEqual({
      reach: 2,
      path: ["CommandLine contains urlcache", "Image basename certutil.exe"],
    });
  });

  test("what has to hold anyway is looked at before the choices, however rare the choices are", () => {
    // Alone -enc is the wider choice, and beside certutil.exe it is nothing.
    expect(width(all(any(encoded, urlCache), all(certutil)), corpus).reach).toBe(2);
  });

  test("negated parts belong to no path", () => {
    expect(width(all(powerShell, not(encoded)), corpus)).toEqual(width(powerShell, corpus));
    expect(width(all(powerShell, not(any(encoded, all(urlCache)))), corpus)).toEqual(width(powerShell, corpus));
  });

  test("a negation of a negation is a part like any other", () => {
    expect(width(not(not(all(powerShell, encoded))), corpus).reach).toBe(3);
    expect(width(not(any(not(powerShell), not(encoded))), corpus).reach).toBe(3);
    expect(width(not(all(not(powerShell), not(encoded))), corpus).reach).toBe(20);
  });

  test.each<[string, Condition]>([
    ["only leaves things out", not(encoded)],
    ["has nothing but a threshold", constraint("count > 5")],
    ["has a branch without a test", any(powerShell, not(encoded))],
    ["asks for nothing", all()],
  ])("a rule that %s is as wide as the corpus", (_, condition) => {
    expect(width(condition, corpus)).toEqual({ reach: 24, path: [] });
  });

  test("a sequence needs all its steps", () => {
    expect(width(sequence([powerShell, encoded]), corpus).reach).toBe(3);
    expect(width(sequence([powerShell, urlCache]), corpus).reach).toBe(0);
  });

  test("of choices the most selective is made first", () => {
    // Made first, powershell.exe (20) leaves 2 of the names; the names made first leave pwsh.exe 3.
    const choices = corpusOf([
      [18, powerShell],
      [2, all(powerShell, where("ParentImage", "basename", "excel.exe"))],
      [16, where("Image", "basename", "pwsh.exe")],
      [3, all(where("Image", "basename", "pwsh.exe"), where("ParentImage", "basename", "winword.exe"))],
    ]);
    const programs = where("Image", "basename", "powershell.exe", "pwsh.exe");
    const parents = where("ParentImage", "basename", "excel.exe", "winword.exe");

    for (const condition of [all(programs, parents), all(parents, programs)]) {
      expect(width(condition, choices)).toEqual({
        reach: 3,
        path: ["ParentImage basename winword.exe", "Image basename pwsh.exe"],
      });
    }
  });

  test("of branches that are as wide the one that tests less is told", () => {
    const twins = corpusOf([[5, all(powerShell, encoded)]]);

    expect(width(any(all(powerShell, encoded), encoded), twins).path).toEqual(["CommandLine contains  -enc "]);
    expect(width(any(encoded, all(powerShell, encoded)), twins).path).toEqual(["CommandLine contains  -enc "]);
    expect(width(any(powerShell, encoded), twins).path).toEqual(["Image basename powershell.exe"]);
    expect(width(any(powerShell, not(encoded)), twins).path).toEqual([]);
  });

  test("a sequence that is left out belongs to no path", () => {
    expect(width(all(powerShell, not(sequence([encoded, urlCache]))), corpus)).toEqual(width(powerShell, corpus));
  });

  test("a test that stands twice on the path is told once", () => {
    expect(width(all(powerShell, any(powerShell, encoded)), corpus)).toEqual({
      reach: 20,
      path: ["Image basename powershell.exe"],
    });
  });

  test("the most selective test is told first", () => {
    const { path } = width(all(powerShell, encoded), corpus);

    expect(path[0]).toBe("CommandLine contains  -enc ");
  });

  test("spelling does not matter", () => {
    expect(width(where("image", "basename", "POWERSHELL.exe"), corpus).reach).toBe(20);
  });

  test("a structural field hurts nothing", () => {
    const structured = corpusOf([
      [17, all(processEvent, powerShell)],
      [3, all(processEvent, powerShell, encoded)],
    ]);

    expect(width(all(processEvent, powerShell, encoded), structured).reach).toBe(3);
    expect(width(all(processEvent, powerShell), structured).reach).toBe(20);
  });

  test("positions of the rules that test all of it are given, and none are singled out where all do", () => {
    const { index } = corpus;

    expect(widthOf(all(powerShell, encoded), index).rules).toEqual([17, 18, 19]);
    expect(widthOf(not(encoded), index).rules).toBeUndefined();
  });
});

describe("what was not understood", () => {
  const corpus = corpusOf([
    [20, powerShell],
    [2, certutil],
  ]);
  const macro = opaque("`exclusions`");

  test("makes the width unknown where it lies on the path", () => {
    expect(width(all(powerShell, macro), corpus).reach).toBeUndefined();
    expect(width(all(powerShell, any(macro, opaque("`other`"))), corpus).reach).toBeUndefined();
    expect(width(not(not(macro)), corpus).reach).toBeUndefined();
  });

  test("does not hide a branch that is known", () => {
    expect(width(any(macro, powerShell), corpus)).toEqual({ reach: 20, path: ["Image basename powershell.exe"] });
    expect(width(any(all(macro, powerShell), certutil), corpus).reach).toBe(2);
  });

  test("belongs to no path where it is negated", () => {
    expect(width(all(powerShell, not(macro)), corpus).reach).toBe(20);
  });
});

describe("a threshold or comparison", () => {
  const corpus = corpusOf([[20, powerShell]]);
  const often = constraint("count > 5");

  test("is noted where it narrows the path", () => {
    expect(widthOf(all(powerShell, often), corpus.index)).toMatchObject({ reach: 20, isConstrained: true });
    expect(widthOf(all(powerShell, not(constraint("a = b"))), corpus.index).isConstrained).toBe(true);
  });

  test("is not noted where another branch is as wide without it", () => {
    expect(widthOf(any(all(powerShell, often), powerShell), corpus.index).isConstrained).toBe(false);
    expect(widthOf(any(all(certutil, often), powerShell), corpus.index).isConstrained).toBe(false);
  });
});

describe("exclusions about what the path tests", () => {
  const corpus = corpusOf([[20, powerShell]]);
  const folder = where("Image", "starts_with", "C:\\Windows\\");
  const signed = where("Signed", "equals", "true");
  const qualified = (condition: Condition) => widthOf(condition, corpus.index).isQualified;

  test("are noted where they hold on it", () => {
    expect(qualified(all(powerShell, not(folder)))).toBe(true);
    expect(qualified(all(not(any(signed, folder)), any(encoded, powerShell)))).toBe(true);
    expect(qualified(powerShell)).toBe(false);
    expect(qualified(all(powerShell, not(signed)))).toBe(false);
  });

  test("are not noted of another branch", () => {
    expect(qualified(any(all(encoded, not(folder)), powerShell))).toBe(false);
  });

  test("are not noted where something else may be excluded instead", () => {
    expect(qualified(all(powerShell, not(all(folder, signed))))).toBe(false);
    expect(qualified(all(powerShell, not(sequence([folder, signed]))))).toBe(false);
    expect(qualified(all(powerShell, not(all(folder, signed)), not(folder)))).toBe(true);
  });
});

describe("the search", () => {
  test("returns a real path and its joint reach, never more than the widest", () => {
    fc.assert(
      fc.property(aWorld(aCondition(4)), ({ condition, snapshot, index }) => {
        const { reach, path, rules } = widthOf(condition, index);
        const keys = new Set(path.map(({ key }) => key));
        const paths = pathsOf(condition);
        const known = paths
          .filter((candidate) => !candidate.isOpaque)
          .map((candidate) => jointReach(candidate.keys, snapshot));

        expect(paths.some((candidate) => isSameSet(candidate.keys, keys))).toBe(true);
        expect(rules?.length ?? index.size).toBe(jointReach(keys, snapshot));
        if (reach === undefined) expect(known).toEqual([]);
        else expect(reach).toBeLessThanOrEqual(Math.max(...known));
      }),
      { numRuns: 500 },
    );
  });

  test("finds the widest path where no path has two choices to make", () => {
    fc.assert(
      fc.property(aWorld(aConditionWithOneChoice()), ({ condition, snapshot, index }) => {
        const widest = Math.max(...pathsOf(condition).map(({ keys }) => jointReach(keys, snapshot)));

        expect(widthOf(condition, index).reach).toBe(widest);
      }),
      { numRuns: 500 },
    );
  });

  test("another branch never makes a rule narrower", () => {
    fc.assert(
      fc.property(aWorld(aCondition(3)), aCondition(2), ({ condition, index }, branch) => {
        const before = widthOf(condition, index).reach ?? 0;
        const after = widthOf(any(condition, branch), index).reach ?? 0;

        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  test("a rule of the corpus is among those that test its weakest path", () => {
    fc.assert(
      fc.property(aWorld(aCondition(4)), ({ condition, snapshot, index }) => {
        const position = snapshot.rules.findIndex(({ rule }) => rule.key === "judged");
        const { rules } = widthOf(condition, index);

        expect(rules === undefined || rules.includes(position)).toBe(true);
      }),
    );
  });

  test.each<[string, (size: number) => Condition]>([
    ["parts", (size) => all(...repeat(size, choice))],
    ["branches", (size) => any(...repeat(size, choice))],
    ["levels", nested],
    [
      "negations",
      (size) => repeat(size, choice).reduce<Condition>((inner, part) => not(any(not(inner), part)), powerShell),
    ],
  ])("twice as many %s take twice the work", (_, conditionOf) => {
    const work = (size: number) => {
      const { index, reads } = countingReads(
        corpusOf([
          [20, powerShell],
          [3, encoded],
        ]).index,
      );
      widthOf(conditionOf(size), index);
      return reads();
    };

    expect(work(400) / work(200)).toBeLessThan(2.2);
  });

  test("a path of many thousand tests is found without a search for what it has", () => {
    const values = Array.from({ length: 40_000 }, (_, number) => where("CommandLine", "contains", `v${number}`));
    const { index } = corpusOf([[1, all(...values)]]);

    expect(widthOf(all(...values), index).path).toHaveLength(40_000);
  });
});

function choice(number: number): Condition {
  return where("CommandLine", "contains", ` -enc `, `v${number}`);
}

function repeat(size: number, part: (number: number) => Condition): readonly Condition[] {
  return Array.from({ length: size }, (_, number) => part(number));
}

/** all(v0, any(v1, all(v2, any(…)))) */
function nested(size: number): Condition {
  return repeat(size, choice).reduce<Condition>(
    (inner, part, number) => (number % 2 === 0 ? all(part, inner) : any(part, inner)),
    powerShell,
  );
}

interface World {
  readonly condition: Condition;
  readonly snapshot: Snapshot;
  readonly index: ReachIndex;
}

/** So many rules with each condition. */
function corpusOf(groups: readonly (readonly [number, Condition])[]) {
  const drafts = groups.flatMap(([rules, condition], group) =>
    Array.from({ length: rules }, (_, number) => ({ key: `${group}-${String(number).padStart(3, "0")}`, condition })),
  );
  const snapshot = aSnapshot(drafts);
  return { snapshot, index: createReachIndex(snapshot.rules) };
}

function width(condition: Condition, { index }: Pick<World, "index">) {
  const { reach, path } = widthOf(condition, index);
  return { reach, path: path.map(({ field, operator, value }) => `${field} ${operator} ${value}`) };
}

/** A condition, judged in a corpus of small rules that has it. */
function aWorld(condition: fc.Arbitrary<Condition>): fc.Arbitrary<World> {
  const rule = fc.array(aTest(1), { minLength: 1, maxLength: 4 }).map((tests) => all(...tests));
  return fc.tuple(condition, fc.array(rule, { maxLength: 12 })).map(([judged, others]) => {
    const drafts = others.map((other, number) => ({ key: `rule-${number}`, condition: other }));
    const snapshot = aSnapshot([...drafts, { key: "judged", condition: judged }]);
    return { condition: judged, snapshot, index: createReachIndex(snapshot.rules) };
  });
}

function aTest(most: number) {
  return fc
    .tuple(
      fc.constantFrom("A", "B", "C"),
      fc.uniqueArray(fc.constantFrom("1", "2", "3"), { minLength: 1, maxLength: most }),
    )
    .map(([field, values]) => where(field, "equals", ...values));
}

function aCondition(maxDepth: number): fc.Arbitrary<Condition> {
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth, withCrossShrink: true },
      { weight: 5, arbitrary: aTest(3) },
      { weight: 1, arbitrary: fc.constantFrom(constraint("count > 5"), opaque("`macro`")) },
      { weight: 1, arbitrary: tie("condition").map(not) },
      { weight: 3, arbitrary: fc.array(tie("condition"), { maxLength: 3 }).map((of) => all(...of)) },
      { weight: 3, arbitrary: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => any(...of)) },
      { weight: 1, arbitrary: fc.array(tie("condition"), { minLength: 1, maxLength: 2 }).map((of) => sequence(of)) },
    ),
  }));
  return condition;
}

/** Tests that have to hold, before and after one choice of branches without any. */
function aConditionWithOneChoice(): fc.Arbitrary<Condition> {
  const fixed = fc.array(fc.oneof(aTest(1), aTest(3).map(not)), { maxLength: 3 });
  const branches = fc.array(
    fc.tuple(fixed, aTest(1)).map(([others, one]) => all(...others, all(one))),
    { minLength: 1, maxLength: 4 },
  );
  return fc
    .tuple(
      fixed,
      fc.oneof(
        branches.map((of) => any(...of)),
        aTest(3),
      ),
      fixed,
    )
    .map(([before, one, after]) => {
      return all(...before, one, all(...after));
    });
}

function jointReach(keys: ReadonlySet<string>, { rules }: Snapshot): number {
  return rules.filter(({ indicators }) => {
    const own = new Set(indicators.map(({ key }) => key));
    return [...keys].every((key) => own.has(key));
  }).length;
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}
