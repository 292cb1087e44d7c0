import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { differenceOf } from "../../src/analysis/difference.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { reachBeside } from "../../src/analysis/reach-beside.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { aCatalogue, aDelta, all, any, not, type RuleDraft, twoSnapshots, where } from "../support/rule-builder.ts";

const values = ["powershell.exe", "certutil.exe", "cmd.exe"];
const tests = fc
  .tuple(fc.constantFrom("Image", "ParentImage"), fc.subarray(values, { minLength: 1 }))
  .map(([field, some]) => where(field, "basename", ...some));
const conditions = fc.oneof(
  tests,
  fc.array(tests, { minLength: 1, maxLength: 3 }).map((of) => all(...of)),
  fc.array(tests, { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
  fc.tuple(tests, tests).map(([one, other]) => all(one, not(other))),
);
const draft: fc.Arbitrary<RuleDraft> = fc.record({
  key: fc.constantFrom("one", "two", "three", "four", "a.yml", "b.yml"),
  path: fc.constantFrom("a.yml", "b.yml", "c.yml", "x/a.yml"),
  title: fc.constantFrom("LSASS", "Encoded"),
  line: fc.integer({ min: 1, max: 3 }),
  condition: conditions,
  techniques: fc.subarray(["T1003", "T1059", "T1059.001", "T1059.003", "T1086", "T1490", "T1546.003"]),
  events: fc.subarray(["Sysmon 1", "Sysmon 10", "Security-Auditing 4688"]),
  lifecycle: fc.constantFrom("stable", "test", "deprecated"),
});
const drafts = fc.array(draft, { maxLength: 5 });
/** A file is the same in both, with all its rules, or is not. */
const revisions = fc.record({
  shared: drafts.map((some) => some.map((one) => ({ ...one, path: `shared/${one.path}` }))),
  base: drafts,
  head: drafts,
});

describe("two revisions that share rules", () => {
  test("differ in what they would if each had been read for itself", () => {
    fc.assert(
      fc.property(revisions, fc.constantFrom(undefined, { test: 0.4 }), ({ shared, base, head }, weights) => {
        const options = weights === undefined ? {} : { weights };
        const [before, after] = twoSnapshots({ shared, base, head }, options);

        const { delta } = compare(before, after, aCatalogue(), createReachIndex(after.rules));

        expect(delta).toEqual(aDelta([...shared, ...base], [...shared, ...head], options));
      }),
    );
  });

  test("have rules that are as wide by the index of the one as by that of the other", () => {
    fc.assert(
      fc.property(revisions, (drafted) => {
        const [before, { rules }] = twoSnapshots(drafted);
        const own = createReachIndex(before.rules);

        const beside = reachBeside({ rules, reach: createReachIndex(rules) }, differenceOf(before.rules, rules));

        expect(beside.size).toBe(own.size);
        for (const { rule } of [...before.rules, ...rules]) {
          const { rules: some, ...width } = widthOf(rule.condition, beside);
          const { rules: others, ...ownWidth } = widthOf(rule.condition, own);
          expect(width).toEqual(ownWidth);
          expect(some?.length).toBe(others?.length);
        }
      }),
    );
  });
});
