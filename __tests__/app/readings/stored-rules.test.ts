import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/analysis/analyse.ts";
import { coverageOf, eventCoverageOf } from "../../../src/analysis/coverage.ts";
import type { RuleWithEvents } from "../../../src/analysis/link.ts";
import { LonelyFields } from "../../../src/analysis/lonely-fields.ts";
import { createNeighbourhood } from "../../../src/analysis/neighbours.ts";
import { createReachIndex } from "../../../src/analysis/reach.ts";
import { widthOf } from "../../../src/analysis/width.ts";
import { writeSegment } from "../../../src/app/readings/write-segment.ts";
import type { AnalysedRule } from "../../../src/model/snapshot.ts";
import { anyCondition } from "../../support/any-condition.ts";
import { aCatalogue, type RuleDraft, withEvents } from "../../support/rule-builder.ts";
import { readingsIn } from "./readings-in.ts";

const drafts = fc
  .array(
    fc.record({
      condition: anyCondition,
      events: fc.subarray(["Sysmon 1", "Sysmon 10", "Security-Auditing 4688"]),
      techniques: fc.subarray(["T1059", "T1059.001", "T1086", "T1490"]),
      /** From the first segment that was kept, from another one, from another thread, or read here. */
      from: fc.constantFrom("first", "first", "first", "second", "thread", "file"),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((some) => some.map((draft, index) => ({ ...draft, key: `${index}`, path: `rules/${index}.yml` })));

function stored(rules: readonly RuleWithEvents[], use: "kept" | "handed-over"): readonly RuleWithEvents[] {
  const readings = rules.map((rule) => {
    const reading = { format: "sigma", rules: [rule], filters: [], diagnostics: [], values: 1 };
    return { path: rule.rule.path, version: "1", reading, body: undefined };
  });
  return readingsIn(writeSegment(readings, use)).flatMap((reading) => reading.rules);
}

function analysed(rules: readonly RuleWithEvents[]): readonly AnalysedRule[] {
  const corpus = { revision: "head", files: rules.length, rules, filters: [], diagnostics: [] };
  return analyse(corpus, { catalogue: aCatalogue(), counted: new Set(["stable"]), isOwn: () => true }).rules;
}

/** All that is worked out from the rules of a corpus together. */
function findingsIn(rules: readonly AnalysedRule[]) {
  const reach = createReachIndex(rules);
  const { techniques } = coverageOf(rules, aCatalogue());
  return {
    tests: reach.indicators().map(({ key, value }) => [key, value, reach.reachOf(key), reach.rulesWith(key)]),
    untested: [reach.reachOf("no such test"), reach.rulesWith("no such test")],
    percentiles: [0, 50, 99.5].map((percent) => reach.percentile(percent)),
    postings: rules.map((rule) => reach.postingsOf(rule).map(({ indicator }) => indicator.key)),
    widths: rules.map(({ rule }) => widthOf(rule.condition, reach)),
    // Asked anew for each rule: a few are looked up in another way than all.
    neighbours: rules.map((rule) => createNeighbourhood(rules, reach).of(rule)),
    lonely: rules.map((rule) => new LonelyFields(rules).of(rule)),
    techniques: techniques.map(({ id, cover, rules: own, rulesBelow }) => [id, cover, own, rulesBelow]),
    events: eventCoverageOf(rules),
  };
}

describe("rules from segments", () => {
  test("are counted, found and compared as if their files had been read", () => {
    fc.assert(
      fc.property(drafts, (all) => {
        const from = (source: string) => all.filter((draft) => draft.from === source).map((draft) => read(draft));
        const rules = [
          ...stored(from("first"), "kept"),
          ...stored(from("second"), "kept"),
          ...stored(from("thread"), "handed-over"),
          ...from("file"),
        ];

        expect(findingsIn(analysed(rules))).toEqual(findingsIn(analysed(all.map((draft) => read(draft)))));
      }),
      { numRuns: 1_000 },
    );
  });
});

function read({ from: _, ...draft }: RuleDraft & { readonly from: string }): RuleWithEvents {
  return withEvents(draft);
}
