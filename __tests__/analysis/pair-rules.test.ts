import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differenceOf } from "../../src/analysis/difference.ts";
import { pairRules } from "../../src/analysis/pair-rules.ts";
import { aSnapshot, type RuleDraft, where } from "../support/rule-builder.ts";

const lsass = where("TargetImage", "basename", "lsass.exe");
const encoded = where("CommandLine", "contains", " -enc ");

describe("a rule with an id", () => {
  test("is the same rule wherever it lies", () => {
    const paired = pair([{ key: "lsass-dump", path: "a.yml" }], [{ key: "lsass-dump", path: "b/a.yml" }]);

    expect(paired.pairs).toEqual(["lsass-dump (a.yml) is lsass-dump (b/a.yml)"]);
  });

  test("is the same rule whatever it says", () => {
    const before = { key: "lsass-dump", title: "LSASS", condition: lsass };
    const after = { key: "lsass-dump", title: "Something else", condition: encoded };

    expect(pair([before], [after]).pairs).toHaveLength(1);
  });

  test("is another rule under another id, even with the same title", () => {
    const before = { key: "one", path: "a.yml", title: "LSASS", condition: lsass };
    const after = { key: "other", path: "b.yml", title: "LSASS", condition: encoded };

    expect(pair([before], [after])).toEqual({
      pairs: [],
      added: ["other (b.yml)"],
      removed: ["one (a.yml)"],
    });
  });

  test("goes before a title: two rules that swap their titles do not swap", () => {
    const before = [
      { key: "one", path: "a.yml", title: "LSASS" },
      { key: "two", path: "a.yml", title: "Encoded" },
    ];
    const after = [
      { key: "one", path: "a.yml", title: "Encoded" },
      { key: "two", path: "a.yml", title: "LSASS" },
    ];

    expect(pair(before, after).pairs).toEqual(["one (a.yml) is one (a.yml)", "two (a.yml) is two (a.yml)"]);
  });
});

describe("a rule whose id changed", () => {
  test("is the same rule where its author says so", () => {
    const before = { key: "old", path: "a.yml", title: "LSASS", condition: lsass };
    const after = {
      ...{ key: "new", path: "b.yml", title: "LSASS memory", condition: encoded },
      related: [
        { key: "other", relation: "similar" },
        { key: "old", relation: "renamed" },
      ],
    };

    expect(pair([before], [after]).pairs).toEqual(["old (a.yml) is new (b.yml)"]);
  });

  test("is not what it is only similar to, or derived from", () => {
    const before = { key: "old", path: "a.yml", title: "LSASS", condition: lsass };
    const after = { key: "new", path: "b.yml", condition: encoded, related: [{ key: "old", relation: "derived" }] };

    expect(pair([before], [after]).pairs).toEqual([]);
  });

  test("does not take the place of the rule that still has the id", () => {
    const copy = { key: "new", path: "b.yml", related: [{ key: "old", relation: "renamed" }] };

    expect(pair([{ key: "old" }], [{ key: "old" }, copy]).added).toEqual(["new (b.yml)"]);
  });

  test("of two that it was joined from, leaves the other to the next", () => {
    const joined = ["old-1", "old-2"].map((key) => ({ key, relation: "renamed" }));
    const paired = pair(
      [
        { key: "old-1", path: "1.yml", title: "1" },
        { key: "old-2", path: "2.yml", title: "2" },
      ],
      [
        { key: "new-1", path: "3.yml", title: "3", condition: lsass, related: joined },
        { key: "new-2", path: "4.yml", title: "4", condition: lsass, related: joined },
      ],
    );

    expect(paired.pairs).toEqual(["old-1 (1.yml) is new-1 (3.yml)", "old-2 (2.yml) is new-2 (4.yml)"]);
  });

  test("is the same rule in the same file under the same title", () => {
    const before = { key: "old", path: "a.yml", title: "LSASS", condition: lsass };
    const after = { key: "new", path: "a.yml", title: "LSASS", condition: encoded };

    expect(pair([before], [after]).pairs).toEqual(["old (a.yml) is new (a.yml)"]);
  });

  test("is the same rule in the same file with the same logic", () => {
    const before = { key: "old", path: "a.yml", title: "LSASS", condition: lsass };
    const after = { key: "new", path: "a.yml", title: "LSASS memory", condition: lsass };

    expect(pair([before], [after]).pairs).toHaveLength(1);
  });

  test("is the same rule in another file with the same title and logic", () => {
    const before = { key: "old", path: "a.yml", title: "LSASS", condition: lsass };
    const after = { key: "new", path: "b.yml", title: "LSASS", condition: lsass };

    expect(pair([before], [after]).pairs).toHaveLength(1);
  });

  test("is another rule in the same file where neither title nor logic is the same", () => {
    const before = { key: "old", path: "a.yml", title: "LSASS", condition: lsass };
    const after = { key: "new", path: "a.yml", title: "Encoded", condition: encoded };

    expect(pair([before], [after]).pairs).toEqual([]);
  });
});

describe("a rule without an id", () => {
  const dump = { title: "LSASS", condition: lsass };
  const command = { title: "Encoded", condition: encoded };

  test("is the same rule at the same place", () => {
    const before = at("a.yml", dump);
    const after = at("a.yml", { title: "LSASS memory", condition: encoded });

    expect(pair(before, after).pairs).toHaveLength(1);
  });

  test("is followed to another file by title and logic", () => {
    expect(pair(at("a.yml", dump), at("b.yml", dump)).pairs).toEqual(["a.yml (a.yml) is b.yml (b.yml)"]);
  });

  test("is followed to another folder by title and file name, though it was edited too", () => {
    const after = at("credential-access/a.yml", { ...dump, condition: encoded });

    expect(pair(at("a.yml", dump), after).pairs).toHaveLength(1);
  });

  test("is not made another by one that is put before it in the file", () => {
    expect(pair(at("a.yml", dump), at("a.yml", command, dump))).toEqual({
      pairs: ["a.yml (a.yml) is a.yml#2 (a.yml)"],
      added: ["a.yml (a.yml)"],
      removed: [],
    });
  });

  test("is followed when its place is taken by another", () => {
    expect(pair(at("a.yml", dump), [...at("a.yml", command), ...at("b.yml", dump)])).toEqual({
      pairs: ["a.yml (a.yml) is b.yml (b.yml)"],
      added: ["a.yml (a.yml)"],
      removed: [],
    });
  });

  test("is the same after a file is split into two", () => {
    const split = [...at("a.yml", command), ...at("b.yml", dump)];

    expect(pair(at("a.yml", dump, command), split)).toEqual({
      pairs: ["a.yml (a.yml) is b.yml (b.yml)", "a.yml#2 (a.yml) is a.yml (a.yml)"],
      added: [],
      removed: [],
    });
  });

  test("is the same after two files are joined", () => {
    const separate = [...at("a.yml", dump), ...at("b.yml", command)];

    expect(pair(separate, at("b.yml", dump, command)).pairs).toEqual([
      "a.yml (a.yml) is b.yml (b.yml)",
      "b.yml (b.yml) is b.yml#2 (b.yml)",
    ]);
  });

  test("is the same when it is given an id", () => {
    expect(pair(at("a.yml", dump), [{ key: "lsass-dump", path: "a.yml", ...dump }]).pairs).toEqual([
      "a.yml (a.yml) is lsass-dump (a.yml)",
    ]);
  });
});

describe("rules that share an id", () => {
  test("are paired by their file", () => {
    const both = [
      { key: "same", path: "a.yml", title: "LSASS" },
      { key: "same", path: "b.yml", title: "Encoded" },
    ];

    expect(pair(both, both).pairs).toEqual([
      "same (a.yml) is same (a.yml)",
      "same@b.yml (b.yml) is same@b.yml (b.yml)",
    ]);
  });

  test("are told apart when one of them goes", () => {
    const both = [
      { key: "same", path: "a.yml", title: "LSASS" },
      { key: "same", path: "b.yml", title: "Encoded" },
    ];

    expect(pair(both, both.slice(1))).toEqual({
      pairs: ["same@b.yml (b.yml) is same (b.yml)"],
      added: [],
      removed: ["same (a.yml)"],
    });
  });

  test("are told apart by their titles in one file", () => {
    const both = [
      { key: "same", path: "a.yml", line: 1, title: "LSASS" },
      { key: "same", path: "a.yml", line: 20, title: "Encoded" },
    ];

    expect(pair(both, [{ key: "same", path: "a.yml", line: 1, title: "Encoded" }]).removed).toEqual(["same (a.yml)"]);
  });
});

describe("pairing", () => {
  test("gives every rule one place: in one pair, added or removed", () => {
    const draft = fc.record({
      key: fc.constantFrom("one", "two", "a.yml", "b.yml"),
      path: fc.constantFrom("a.yml", "b.yml", "x/a.yml"),
      title: fc.constantFrom("LSASS", "Encoded"),
      condition: fc.constantFrom(lsass, encoded),
      line: fc.integer({ min: 1, max: 3 }),
      related: fc.constantFrom([], [{ key: "one", relation: "renamed" }]),
    });
    const corpus = fc.array(draft, { maxLength: 6 }).map((drafts) => aSnapshot(drafts).rules);
    fc.assert(
      fc.property(corpus, corpus, (base, head) => {
        const { pairs, added, removed } = pairRules(differenceOf(base, head));
        const before = [...pairs.map((pairOfRules) => pairOfRules.before), ...removed];
        const after = [...pairs.map((pairOfRules) => pairOfRules.after), ...added];

        expect(new Set(before)).toEqual(new Set(base));
        expect(before).toHaveLength(base.length);
        expect(new Set(after)).toEqual(new Set(head));
        expect(after).toHaveLength(head.length);
      }),
    );
  });
});

/** The rules of a file without ids, keyed by their place in it. */
function at(path: string, ...drafts: readonly RuleDraft[]): readonly RuleDraft[] {
  return drafts.map((draft, index) => ({
    ...draft,
    path,
    line: 1 + index * 20,
    key: index === 0 ? path : `${path}#${index + 1}`,
  }));
}

function pair(base: readonly RuleDraft[], head: readonly RuleDraft[]) {
  const { pairs, added, removed } = pairRules(differenceOf(aSnapshot(base).rules, aSnapshot(head).rules));
  const named = ({ rule }: (typeof added)[number]) => `${rule.key} (${rule.path})`;
  return {
    pairs: pairs.map(({ before, after }) => `${named(before)} is ${named(after)}`).sort(),
    added: added.map(named),
    removed: removed.map(named),
  };
}
