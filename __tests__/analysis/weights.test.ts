import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverageOf } from "../../src/analysis/coverage.ts";
import { targetCoverageOf } from "../../src/analysis/target-coverage.ts";
import type { Lifecycle } from "../../src/model/rule.ts";
import { aCatalogue, aDelta, aSnapshot, type RuleDraft } from "../support/rule-builder.ts";

const weights = { experimental: 0.5, test: 0.75 } as const;

/** A rule for T1490 in each of these stages. */
function corpus(...stages: readonly Lifecycle[]): readonly RuleDraft[] {
  return stages.map((lifecycle, index) => ({ key: `rule-${index}`, lifecycle, techniques: ["T1490"] }));
}

function changeOf(base: readonly RuleDraft[], head: readonly RuleDraft[]) {
  return aDelta(base, head, { weights }).techniques[0];
}

describe("a technique whose rules have weights", () => {
  test.each<[string, readonly Lifecycle[], readonly Lifecycle[], string, number, number]>([
    ["is lost where a rule is not worth one any more", ["stable"], ["experimental"], "lost", 1, 0.5],
    ["is lost though rules are left", ["experimental", "experimental"], ["experimental"], "lost", 1, 0.5],
    ["is gained where what there was becomes enough", ["experimental"], ["test", "experimental"], "gained", 0.5, 1.25],
    ["is thinned below two", ["stable", "stable"], ["stable", "test"], "thinned", 2, 1.75],
    ["is reduced where it was thin before", ["stable", "test"], ["stable", "experimental"], "reduced", 1.75, 1.5],
    ["is reduced where it was not covered before", ["test"], ["experimental"], "reduced", 0.75, 0.5],
    ["is strengthened, though not yet covered", ["experimental"], ["test"], "strengthened", 0.5, 0.75],
  ])("%s", (_, base, head, change, before, after) => {
    expect(changeOf(corpus(...base), corpus(...head))).toMatchObject({
      id: "T1490",
      change,
      before: base.length,
      after: head.length,
      strength: { before, after },
    });
  });

  test("does not change where one rule takes the place of two that weighed as much", () => {
    expect(aDelta(corpus("experimental", "experimental"), corpus("stable"), { weights }).techniques).toEqual([]);
  });

  test("names the rules that are still there and weigh less", () => {
    const change = changeOf(corpus("stable", "stable", "test"), corpus("stable", "experimental"));

    expect(change?.rules).toEqual({ added: [], removed: ["rule-2"] });
    expect(change?.strength?.lighter).toEqual(["rule-1"]);
  });

  test("counts for its tactic, the whole and targets only from a strength of one on", () => {
    const { rules } = aSnapshot(
      [
        ...corpus("experimental"),
        { key: "lsass", techniques: ["T1003.001"], lifecycle: "experimental" },
        { key: "dump", techniques: ["T1003"], lifecycle: "experimental" },
      ],
      { weights },
    );

    const { count, tactics, techniques } = coverageOf(rules, aCatalogue());
    const targets = targetCoverageOf(rules, aCatalogue());

    // T1003 has the half that names it and the half below; T1003.001 and T1490 have a half each.
    expect(count).toEqual({ covered: 1, total: 9 });
    expect(tactics.filter(({ covered }) => covered > 0)).toEqual([{ id: "TA0006", covered: 1, total: 2 }]);
    expect(techniques.find(({ id }) => id === "T1003")?.cover).toEqual({ rules: 2, strength: 1 });
    expect(targets.coverOf("T1003")).toEqual({ rules: 2, strength: 1 });
    expect(targets.coverOf("T1490")).toEqual({ rules: 1, strength: 0.5 });
    expect(targets.shareOf(() => true)).toEqual({ covered: 1, total: 9 });
  });

  test("of one each changes as without weights", () => {
    const stage = fc.constantFrom<Lifecycle>("experimental", "stable", "deprecated");
    const technique = fc.constantFrom("T1490", "T1059", "T1059.001");
    const rules = fc.array(fc.record({ lifecycle: stage, techniques: technique.map((id) => [id]) }), { maxLength: 6 });
    const keyed = (drafts: readonly RuleDraft[]) => drafts.map((draft, index) => ({ key: `rule-${index}`, ...draft }));
    fc.assert(
      fc.property(rules, rules, (base, head) => {
        const weighed = aDelta(keyed(base), keyed(head), { weights: { stable: 1 } });
        const counted = aDelta(keyed(base), keyed(head));

        expect(weighed.coverage).toEqual(counted.coverage);
        expect(weighed.techniques.map(({ strength: _, ...change }) => change)).toEqual(counted.techniques);
      }),
    );
  });
});
