import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import type { Lifecycle } from "../../src/model/rule.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import {
  aCatalogue,
  aDelta,
  all,
  any,
  aSnapshot,
  not,
  onLine,
  type RuleDraft,
  reference,
  where,
} from "../support/rule-builder.ts";

const powerShell = where("Image", "basename", "powershell.exe");
const encoded = where("CommandLine", "contains", " -enc ");
const lsass = where("TargetImage", "basename", "lsass.exe");

describe("rules", () => {
  test("that are only in one revision were added or removed, by path and place", () => {
    const { rules } = aDelta(
      [{ key: "gone-2", path: "b.yml", line: 20 }, { key: "gone-1", path: "b.yml" }, { key: "kept" }],
      [{ key: "new", path: "a.yml", title: "New" }, { key: "kept" }],
    );

    expect(rules.added.map(({ rule }) => rule.key)).toEqual(["new"]);
    expect(rules.removed.map(({ rule }) => rule.key)).toEqual(["gone-1", "gone-2"]);
    expect(rules.edited).toEqual([]);
    expect(rules.moved).toEqual([]);
  });

  test("that lie elsewhere were moved, and nothing else", () => {
    const { rules, techniques } = aDelta(
      [{ key: "lsass-dump", path: "a.yml", techniques: ["T1003.001"] }],
      [{ key: "lsass-dump", path: "b.yml", line: 12, techniques: ["T1003.001"] }],
    );

    expect(rules.moved.map(({ before, after }) => [before.rule.path, after.rule.path])).toEqual([["a.yml", "b.yml"]]);
    expect(rules.edited).toEqual([]);
    expect(techniques).toEqual([]);
  });

  test("without an id that lie elsewhere were moved, and have no other id than before", () => {
    const { rules, techniques } = aDelta(
      [{ key: "a.yml", path: "a.yml", title: "LSASS", techniques: ["T1003.001"] }],
      [{ key: "b.yml#2", path: "b.yml", title: "LSASS", techniques: ["T1003.001"] }],
    );

    expect(rules).toMatchObject({ added: [], removed: [], edited: [] });
    expect(rules.moved).toHaveLength(1);
    expect(techniques).toEqual([]);
  });

  test("that lie elsewhere and say something else were moved and edited", () => {
    const { rules } = aDelta(
      [{ key: "lsass-dump", path: "a.yml" }],
      [{ key: "lsass-dump", path: "b.yml", severity: "high" }],
    );

    expect(rules.moved).toHaveLength(1);
    expect(rules.edited.map(({ aspects }) => aspects)).toEqual([["severity"]]);
  });
});

describe("what was edited", () => {
  test.each<[string, RuleDraft]>([
    ["id", { key: "7d3c" }],
    ["title", { title: "Encoded PowerShell" }],
    ["lifecycle", { lifecycle: "test" }],
    ["severity", { severity: undefined }],
    ["log-source", { logSource: { category: "ps_script" } }],
    ["techniques", { techniques: ["T1059.001", "T1490"] }],
    ["techniques", { tactics: ["persistence"] }],
    ["logic", { condition: all(powerShell, encoded) }],
  ])("%s", (aspect, draft) => {
    const before: RuleDraft = {
      key: "1a2b",
      path: "a.yml",
      title: "PowerShell",
      techniques: ["T1059.001"],
      tactics: ["execution"],
    };

    const { edited } = aDelta([before], [{ ...before, ...draft }]).rules;

    expect(edited.map(({ aspects }) => aspects)).toEqual([[aspect]]);
    expect(edited[0]?.logic === undefined).toBe(aspect !== "logic");
  });

  test.each([
    ["narrower", all(powerShell, encoded), ["Sysmon 1"], "narrower"],
    ["narrower, if it looks elsewhere too", all(powerShell, encoded), ["PowerShell 4104", "Sysmon 1"], "other"],
    ["wider", any(powerShell, encoded), ["PowerShell 4104", "Sysmon 1"], "wider"],
    ["wider, if it looks at less", any(powerShell, encoded), ["PowerShell 4104"], "other"],
  ] as const)("is said of a rule with another log source: %s", (_, condition, events, effect) => {
    const base = { key: "encoded", condition: powerShell, events: ["Sysmon 1"] };

    const { rules } = aDelta([base], [{ ...base, condition, events, logSource: { category: "ps_script" } }]);

    expect(rules.edited.map(({ logic }) => logic?.effect)).toEqual([effect]);
  });

  test("several things at once, in a fixed order", () => {
    const before: RuleDraft = { key: "1a2b", title: "PowerShell", condition: powerShell };

    const { edited } = aDelta(
      [before],
      [{ ...before, condition: encoded, severity: "low", title: "Encoded PowerShell" }],
    ).rules;

    expect(edited[0]?.aspects).toEqual(["title", "severity", "logic"]);
    expect(edited[0]?.logic?.effect).toBe("other");
  });

  test("an id that a rule without one is given", () => {
    const { edited } = aDelta(
      [{ key: "a.yml", path: "a.yml", title: "LSASS" }],
      [{ key: "7d3c", path: "a.yml", title: "LSASS" }],
    ).rules;

    expect(edited.map(({ aspects }) => aspects)).toEqual([["id"]]);
  });

  test("not the id of a rule that another one now shares", () => {
    const { edited, added } = aDelta(
      [{ key: "same", path: "b.yml" }],
      [
        { key: "same", path: "a.yml", title: "Copy" },
        { key: "same", path: "b.yml" },
      ],
    ).rules;

    expect(edited).toEqual([]);
    expect(added.map(({ rule, sharedKey }) => [rule.path, sharedKey])).toEqual([["a.yml", "same"]]);
  });

  test("not the order of techniques, nor lines", () => {
    const { rules } = aDelta(
      [{ key: "a", line: 1, techniques: ["T1490", "T1059.001"], condition: onLine(powerShell, 8) }],
      [{ key: "a", line: 2, techniques: ["T1059.001", "T1490"], condition: onLine(powerShell, 12) }],
    );

    expect(rules).toEqual({ added: [], removed: [], moved: [], edited: [] });
  });

  test("a rule whose part was edited was edited with it", () => {
    const whole: RuleDraft = { key: "whole", path: "w.yml", condition: reference("part"), helpers: ["part"] };

    const { edited } = aDelta(
      [whole, { key: "part", condition: powerShell }],
      [whole, { key: "part", condition: all(powerShell, encoded) }],
    ).rules;

    expect(edited.map(({ after, logic }) => [after.rule.key, logic?.effect])).toEqual([
      ["part", "narrower"],
      ["whole", "narrower"],
    ]);
  });
});

describe("techniques", () => {
  test.each<[string, number, number]>([
    ["gained", 0, 1],
    ["gained", 0, 3],
    ["lost", 1, 0],
    ["lost", 3, 0],
    ["thinned", 2, 1],
    ["thinned", 3, 1],
    ["reduced", 3, 2],
    ["strengthened", 1, 2],
    ["strengthened", 2, 4],
  ])("%s from %d to %d rules", (change, before, after) => {
    const { techniques } = aDelta(rulesFor("T1490", before), rulesFor("T1490", after));

    expect(techniques).toEqual([
      {
        id: "T1490",
        name: "Inhibit System Recovery",
        change,
        before,
        after,
        rules: {
          added: rulesFor("T1490", after)
            .slice(before)
            .map(({ key }) => key),
          removed: rulesFor("T1490", before)
            .slice(after)
            .map(({ key }) => key),
        },
      },
    ]);
  });

  test("a rule that no longer counts covers nothing any more", () => {
    for (const lifecycle of ["deprecated", "disabled"] as const) {
      const { techniques, rules, coverage } = aDelta(
        [{ key: "shadow-copies", techniques: ["T1490"] }],
        [{ key: "shadow-copies", techniques: ["T1490"], lifecycle }],
      );

      expect(techniques).toMatchObject([{ id: "T1490", change: "lost", rules: { removed: ["shadow-copies"] } }]);
      expect(rules.removed).toEqual([]);
      expect(coverage).toEqual({ before: { covered: 1, total: 9 }, after: { covered: 0, total: 9 } });
    }
  });

  test("a sub-technique is gained and lost with its parent", () => {
    const { techniques } = aDelta([{ key: "a", techniques: ["T1059.001"] }], [{ key: "a", techniques: ["T1546.003"] }]);

    expect(techniques.map(({ id, change }) => `${id} ${change}`)).toEqual([
      "T1059 lost",
      "T1059.001 lost",
      "T1546 gained",
      "T1546.003 gained",
    ]);
  });

  test("a parent that has another child left is not lost", () => {
    const { techniques } = aDelta(
      [
        { key: "powershell", techniques: ["T1059", "T1059.001"] },
        { key: "shell", techniques: ["T1059.003"] },
      ],
      [{ key: "shell", techniques: ["T1059.003"] }],
    );

    expect(techniques.map(({ id, change, before, after }) => [id, change, before, after])).toEqual([
      ["T1059", "thinned", 2, 1],
      ["T1059.001", "lost", 1, 0],
    ]);
  });

  test("new ids for old ones move a technique and change nothing else", () => {
    const delta = aDelta(
      [
        { key: "defender", techniques: ["T1562.001"] },
        { key: "old", techniques: ["T1086"] },
      ],
      [
        { key: "defender", techniques: ["T1685"] },
        { key: "old", techniques: ["T1059.001"] },
      ],
    );

    expect(delta.techniques).toEqual([
      { id: "T1059.001", name: "PowerShell", change: "moved", before: 1, after: 1, rules: { added: [], removed: [] } },
      {
        id: "T1685",
        name: "Disable or Modify Tools",
        change: "moved",
        before: 1,
        after: 1,
        rules: { added: [], removed: [] },
      },
    ]);
    expect(delta.coverage.before).toEqual(delta.coverage.after);
  });

  test("a rule that does not count moves nothing", () => {
    const { techniques } = aDelta(
      [{ key: "defender", techniques: ["T1562.001"], lifecycle: "deprecated" }],
      [{ key: "defender", techniques: ["T1685"], lifecycle: "deprecated" }],
    );

    expect(techniques).toEqual([]);
  });

  test("a rule that begins to count under a new id, while another stops, moves nothing", () => {
    const { techniques } = aDelta(
      [
        { key: "new", techniques: ["T1562.001"], lifecycle: "deprecated" },
        { key: "old", techniques: ["T1685"] },
      ],
      [
        { key: "new", techniques: ["T1685"] },
        { key: "old", techniques: ["T1685"], lifecycle: "deprecated" },
      ],
    );

    expect(techniques).toEqual([]);
  });

  test("one rule instead of another changes no number and is no change", () => {
    const { techniques } = aDelta(
      [{ key: "one", path: "a.yml", title: "One", techniques: ["T1490"] }],
      [{ key: "other", path: "b.yml", title: "Other", condition: encoded, techniques: ["T1490"] }],
    );

    expect(techniques).toEqual([]);
  });

  test("a rule under a new id neither came nor went", () => {
    const { techniques } = aDelta(
      [{ key: "old", path: "a.yml", title: "Shadow copies", techniques: ["T1490"] }],
      [
        { key: "new", path: "a.yml", title: "Shadow copies", techniques: ["T1490"] },
        { key: "second", techniques: ["T1490"] },
      ],
    );

    expect(techniques).toMatchObject([{ change: "strengthened", rules: { added: ["second"], removed: [] } }]);
  });

  test("deleting the last rule of a corpus loses all that it had", () => {
    const { techniques, coverage } = aDelta([{ key: "wmi", techniques: ["T1546.003"] }], []);

    expect(techniques.map(({ id, change }) => `${id} ${change}`)).toEqual(["T1546 lost", "T1546.003 lost"]);
    expect(coverage.after.covered).toBe(0);
  });
});

describe("events", () => {
  test("are gained and lost as techniques are, by provider and number", () => {
    const { events } = aDelta(
      [
        { key: "a", events: ["Sysmon 10", "Sysmon 3"] },
        { key: "b", events: ["Sysmon 3", "Sysmon 1"] },
      ],
      [
        { key: "a", events: ["Sysmon 11"] },
        { key: "b", events: ["Sysmon 3", "Sysmon 1"] },
        { key: "c", events: ["Sysmon 1"], title: "New" },
      ],
    );

    expect(
      events.map(({ event, change, before, after, rules }) => [
        `${event.provider} ${event.id}`,
        change,
        before,
        after,
        rules,
      ]),
    ).toEqual([
      ["Sysmon 1", "strengthened", 1, 2, { added: ["c"], removed: [] }],
      ["Sysmon 3", "thinned", 2, 1, { added: [], removed: ["a"] }],
      ["Sysmon 10", "lost", 1, 0, { added: [], removed: ["a"] }],
      ["Sysmon 11", "gained", 0, 1, { added: ["a"], removed: [] }],
    ]);
  });
});

describe("indicators", () => {
  test("that changed rules brought or took are told with their reach before and after", () => {
    const { indicators } = aDelta(
      [
        { key: "kept", condition: powerShell },
        { key: "gone", condition: any(powerShell, lsass) },
        { key: "edited", condition: all(powerShell, encoded) },
      ],
      [
        { key: "kept", condition: powerShell },
        { key: "edited", condition: all(encoded, not(lsass), where("User", "equals", "guest")) },
        { key: "new", condition: all(where("user", "equals", "GUEST"), encoded) },
      ],
    );

    expect(indicators.added.map(change)).toEqual(["CommandLine contains  -enc : 1 → 2", "user equals GUEST: 0 → 2"]);
    expect(indicators.removed.map(change)).toEqual([
      "Image basename powershell.exe: 3 → 1",
      "TargetImage basename lsass.exe: 1 → 0",
    ]);
  });

  test("of a rule that only moved or was renamed are none", () => {
    const { indicators } = aDelta([{ key: "a", path: "a.yml" }], [{ key: "a", path: "b.yml", title: "Another" }]);

    expect(indicators).toEqual({ added: [], removed: [] });
  });
});

describe("compare", () => {
  const techniques = fc.subarray(["T1059", "T1059.001", "T1086", "T1562", "T1685", "T1490", "T1108", "T9999"]);
  const draft: fc.Arbitrary<RuleDraft> = fc.record({
    key: fc.constantFrom("one", "two", "three", "four", "five"),
    path: fc.constantFrom("a.yml", "b.yml", "c/a.yml"),
    title: fc.constantFrom("LSASS", "Encoded"),
    lifecycle: fc.constantFrom<Lifecycle>("stable", "stable", "deprecated"),
    techniques,
    events: fc.subarray(["Sysmon 1", "Sysmon 10", "Security-Auditing 4688"]),
    condition: fc.constantFrom(powerShell, encoded, all(powerShell, encoded), any(lsass, not(encoded))),
  });
  const snapshot = fc.array(draft, { maxLength: 6 }).map((drafts) => aSnapshot(drafts));

  test("finds nothing between a corpus and itself", () => {
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 6 }), (drafts) => {
        const { rules, techniques: changes, events, indicators, coverage } = aDelta(drafts, drafts);

        expect({ rules, changes, events, indicators }).toEqual({
          rules: { added: [], removed: [], moved: [], edited: [] },
          changes: [],
          events: [],
          indicators: { added: [], removed: [] },
        });
        expect(coverage.before).toEqual(coverage.after);
      }),
    );
  });

  test("finds the opposite on the way back", () => {
    const back = {
      gained: ["lost"],
      lost: ["gained"],
      thinned: ["strengthened"],
      reduced: ["strengthened"],
      strengthened: ["thinned", "reduced"],
      moved: ["moved"],
    } as const;
    fc.assert(
      fc.property(snapshot, snapshot, (base, head) => {
        const there = deltaOf(base, head);
        const again = deltaOf(head, base);

        expect(keys(again.rules.added)).toEqual(keys(there.rules.removed));
        expect(keys(again.rules.removed)).toEqual(keys(there.rules.added));
        expect(again.rules.edited.map(({ aspects }) => aspects).sort()).toEqual(
          there.rules.edited.map(({ aspects }) => aspects).sort(),
        );
        expect(again.coverage).toEqual({ before: there.coverage.after, after: there.coverage.before });
        for (const [mine, theirs] of [
          [there.techniques, again.techniques],
          [there.events, again.events],
        ] as const) {
          expect(theirs).toHaveLength(mine.length);
          mine.forEach(({ change, before, after, rules }, index) => {
            expect(back[change]).toContain(theirs[index]?.change);
            expect(theirs[index]).toMatchObject({ before: after, after: before });
            expect(theirs[index]?.rules.added.length).toBe(rules.removed.length);
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("adds up: what was there, and came, and did not go, is there", () => {
    fc.assert(
      fc.property(snapshot, snapshot, (base, head) => {
        const delta = deltaOf(base, head);
        const change = delta.rules.added.length - delta.rules.removed.length;

        expect(head.rules.length).toBe(base.rules.length + change);
        for (const { before, after, rules } of [...delta.techniques, ...delta.events]) {
          expect(after).toBe(before + rules.added.length - rules.removed.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("knows the reach of every indicator in the base without having counted it", () => {
    fc.assert(
      fc.property(snapshot, snapshot, (base, head) => {
        const { added, removed } = deltaOf(base, head).indicators;
        const index = createReachIndex(base.rules);

        for (const { indicator, before } of [...added, ...removed]) {
          expect(before).toBe(index.rulesWith(indicator.key).length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("gives the coverage of both revisions along", () => {
    const base = aSnapshot([{ techniques: ["T1490"] }]);
    const head = aSnapshot([]);

    const { before, after, delta } = compare(base, head, aCatalogue(), createReachIndex(head.rules));

    expect([before.count.covered, after.count.covered]).toEqual([1, 0]);
    expect(delta).toMatchObject({ base: base.revision, head: head.revision });
  });
});

function rulesFor(technique: string, count: number): readonly (RuleDraft & { readonly key: string })[] {
  return Array.from({ length: count }, (_, number) => ({ key: `rule-${number}`, techniques: [technique] }));
}

function change({ indicator, before, after }: ReturnType<typeof deltaOf>["indicators"]["added"][number]): string {
  return `${indicator.field} ${indicator.operator} ${indicator.value}: ${before} → ${after}`;
}

function deltaOf(base: Snapshot, head: Snapshot) {
  return compare(base, head, aCatalogue(), createReachIndex(head.rules)).delta;
}

function keys(rules: Snapshot["rules"]): readonly string[] {
  return rules.map(({ rule }) => rule.key);
}
