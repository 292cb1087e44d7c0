import { describe, expect, test } from "vitest";
import { createNeighbourhood } from "../../src/analysis/neighbours.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { findAllNeighbours, type NeighbourThreads, type RuleRange } from "../../src/app/all-neighbours.ts";
import { unpackRules } from "../../src/app/compared-rules.ts";
import type { Neighbours } from "../../src/model/neighbours.ts";
import type { AnalysedRule } from "../../src/model/snapshot.ts";
import { all, aSnapshot, not, opaque, type RuleDraft, where } from "../support/rule-builder.ts";

type Answer = (packed: readonly Uint8Array[], range: RuleRange) => Promise<readonly Neighbours[]>;

/** One thread; `asked` has the ranges that it was asked for. */
function oneThread(answer: Answer) {
  const asked: RuleRange[] = [];
  let closed = 0;
  const threads: NeighbourThreads = {
    count: 1,
    start: (packed) => ({
      isFree: () => true,
      ask(range) {
        asked.push(range);
        return answer(packed, range);
      },
      async close() {
        closed++;
      },
    }),
  };
  return { threads, asked, closed: () => closed };
}

const answers: Answer = async (packed, { from, to }) => {
  const rules = unpackRules(packed);
  const neighbourhood = createNeighbourhood(rules, undefined, "all");
  return rules.slice(from, to).map((rule) => neighbourhood.of(rule));
};

/** Each rule with one that tests more, one that excludes, and one that tests the same in another event or log source. */
function corpusOf(count: number): readonly AnalysedRule[] {
  const drafts = Array.from({ length: count }, (_, index): RuleDraft => {
    const tool = where("Image", "basename", `Tool${index - (index % 4)}.exe`);
    const kinds: readonly RuleDraft[] = [
      { condition: tool, events: ["Sysmon 1"] },
      { condition: all(tool, where("CommandLine", "contains", "-Enc", "\u{1f512}")), events: ["Sysmon 1"] },
      { condition: all(tool, not(where("User", "equals", "SYSTEM"))), events: ["Sysmon 1", "Security-Auditing 4688"] },
      { condition: all(tool, opaque("| tail 5")), events: [] },
    ];
    return { key: `rule-${index}`, path: `rules/${index % 7}/${index}.yml`, ...kinds[index % 4] };
  });
  return aSnapshot(drafts).rules;
}

async function neighboursOf(rules: readonly AnalysedRule[], threads: NeighbourThreads): Promise<readonly Neighbours[]> {
  const neighbours = findAllNeighbours(rules, createReachIndex(rules), threads);
  try {
    return await Promise.all(rules.map((rule) => neighbours.of(rule)));
  } finally {
    await neighbours.close();
  }
}

describe("the neighbours of all rules", () => {
  const rules = corpusOf(1_030);
  const neighbourhood = createNeighbourhood(rules);
  const expected = rules.map((rule) => neighbourhood.of(rule));

  test("are found by a thread, which is asked for each rule once and then closed", async () => {
    const { threads, asked, closed } = oneThread(answers);

    expect(await neighboursOf(rules, threads)).toEqual(expected);
    expect(asked[0]?.from).toBe(0);
    expect(asked.slice(1).map(({ from }) => from)).toEqual(asked.slice(0, -1).map(({ to }) => to));
    expect(asked.at(-1)?.to).toBe(1_030);
    expect(closed()).toBe(1);
  });

  test("are found here where a thread has died", async () => {
    const { threads } = oneThread(() => Promise.reject(new Error("The thread has ended.")));

    expect(await neighboursOf(rules, threads)).toEqual(expected);
  });

  test("are found here where there are few rules", async () => {
    const { threads, asked } = oneThread(answers);
    const few = corpusOf(40);

    const [first, wider] = await neighboursOf(few, threads);

    expect(first?.subsumes.length).toBeGreaterThan(0);
    expect(wider).toBeDefined();
    expect(asked).toEqual([]);
  });
});
