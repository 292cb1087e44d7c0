import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnalysisOptions, analyse } from "../../src/analysis/analyse.ts";
import type { FileRules, FileRulesChange } from "../../src/analysis/corpus-history.ts";
import { coverageOf } from "../../src/analysis/coverage.ts";
import { isNoisy, type NoisePolicy, noiseThreshold } from "../../src/analysis/noise.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { type CorpusCount, countOverTime } from "../../src/analysis/trend.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { isCovered } from "../../src/model/cover.ts";
import { lifecycles, type RuleFilter } from "../../src/model/rule.ts";
import {
  aCatalogue,
  aFilter,
  all,
  any,
  not,
  opaque,
  type RuleDraft,
  reference,
  where,
  withEvents,
} from "../support/rule-builder.ts";

const options: AnalysisOptions = {
  catalogue: aCatalogue(),
  counted: new Set(["experimental", "test", "stable"] as const),
  isOwn: ({ path }) => !path.startsWith("vendor/"),
};

const fixed: NoisePolicy = { reach: 2, percentile: 0 };

function file(drafts: readonly RuleDraft[], filters: readonly RuleFilter[] = []): FileRules {
  return { rules: drafts.map(withEvents), filters };
}

function count(steps: readonly (readonly FileRulesChange[])[], noise = fixed): readonly CorpusCount[] {
  return countOverTime(steps, { ...options, noise });
}

describe("countOverTime", () => {
  test("follows rules that come, change and go", () => {
    const powershell = where("Image", "basename", "powershell.exe");
    const whole = { key: "whole", techniques: ["T1059.001"], condition: powershell };
    const encoded = all(powershell, where("CommandLine", "contains", "-enc"));
    const narrow = { key: "narrow", techniques: ["T1059.003"], condition: encoded };

    const counts = count([
      [{ path: "whole.yml", content: file([whole]) }],
      [{ path: "narrow.yml", content: file([narrow]) }],
      [],
      [{ path: "whole.yml", content: file([{ ...whole, lifecycle: "deprecated" }]) }],
      [{ path: "narrow.yml", content: undefined }],
    ]);

    const both = { rules: 2, counted: 2, covered: 3, thin: 2, noisy: 1, noiseThreshold: 2 };
    expect(counts).toEqual([
      { rules: 1, counted: 1, covered: 2, thin: 2, noisy: 0, noiseThreshold: 2 },
      both,
      both,
      { rules: 2, counted: 1, covered: 2, thin: 2, noisy: 0, noiseThreshold: 2 },
      { rules: 1, counted: 0, covered: 0, thin: 0, noisy: 0, noiseThreshold: 2 },
    ]);
  });

  test("a rule is no rule of its own as long as another one is made of it", () => {
    const part = { key: "part", techniques: ["T1490"] };
    const whole = { key: "whole", techniques: ["T1490"], helpers: ["part"], condition: reference("part") };

    const counts = count([
      [{ path: "part.yml", content: file([part]) }],
      [{ path: "whole.yml", content: file([whole]) }],
      [{ path: "whole.yml", content: undefined }],
    ]);

    expect(counts.map(({ rules, counted }) => [rules, counted])).toEqual([
      [1, 1],
      [2, 1],
      [1, 1],
    ]);
  });

  test("rules that share the key of a part are parts, too", () => {
    const one = { key: "part", name: "memory-read", path: "one.yml" };
    const other = { key: "part", path: "other.yml" };
    const whole = { key: "whole", helpers: ["memory-read"], condition: reference("memory-read") };

    const counts = count([
      [
        { path: "one.yml", content: file([one]) },
        { path: "other.yml", content: file([other]) },
      ],
      [{ path: "whole.yml", content: file([whole]) }],
      [{ path: "whole.yml", content: undefined }],
    ]);

    expect(counts.map(({ counted }) => counted)).toEqual([2, 1, 2]);
  });

  test("a filter that comes and goes makes rules masquerades and noisy again", () => {
    const drafts = ["a", "b"].map((key) => ({ key, condition: where("Image", "basename", "svchost.exe") }));
    const filter = aFilter({ condition: not(where("Image", "starts_with", "C:\\Windows\\")) });

    const counts = count([
      [{ path: "rules.yml", content: file(drafts) }],
      [{ path: "filter.yml", content: file([], [filter]) }],
      [{ path: "filter.yml", content: undefined }],
    ]);

    expect(counts.map(({ noisy }) => noisy)).toEqual([2, 0, 2]);
  });

  test("gives at every moment what analysing that moment by itself gives", () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 8 }), policies, (steps, noise) => {
        const counts = count(steps, noise);

        expect(counts).toEqual(steps.map((_, index) => countAlone(steps.slice(0, index + 1), noise)));
      }),
      { numRuns: 300 },
    );
  });
});

/** The slow and plain way. */
function countAlone(steps: readonly (readonly FileRulesChange[])[], policy: NoisePolicy): CorpusCount {
  const files = new Map<string, FileRules>();
  for (const { path, content } of steps.flat()) {
    if (content === undefined) files.delete(path);
    else files.set(path, content);
  }
  const contents = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, content]) => content);
  const corpus = {
    revision: "head",
    files: contents.length,
    rules: contents.flatMap(({ rules }) => rules),
    filters: contents.flatMap(({ filters }) => filters),
    diagnostics: [],
  };
  const { rules } = analyse(corpus, options);
  const reach = createReachIndex(rules);
  const threshold = noiseThreshold(reach, policy);
  const counted = rules.filter((rule) => rule.counted);
  const { techniques } = coverageOf(rules, options.catalogue);
  return {
    rules: rules.length,
    counted: counted.length,
    covered: techniques.filter(({ cover }) => isCovered(cover)).length,
    thin: techniques.filter((technique) => technique.rules.length + technique.rulesBelow.length === 1).length,
    noisy: counted.filter((rule) => isNoisy(rule, widthOf(rule.rule.condition, reach), { rules, threshold })).length,
    noiseThreshold: threshold,
  };
}

const keys = ["alpha", "beta", "gamma", "delta"] as const;

const leaves = fc.oneof(
  fc
    .tuple(fc.constantFrom("Image", "CommandLine"), fc.subarray(["x", "y", "z"], { minLength: 1 }))
    .map(([field, values]) => where(field, "contains", ...values)),
  fc.constantFrom(...keys).map((key) => reference(key)),
  fc.constant(opaque("lookup hosts")),
);

const conditions = fc.oneof(
  leaves,
  fc.array(leaves, { minLength: 1, maxLength: 3 }).map((of) => all(...of)),
  fc.array(leaves, { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
  fc.tuple(leaves, leaves).map(([one, other]) => all(one, not(other))),
);

const rules: fc.Arbitrary<RuleDraft> = fc.record({
  key: fc.constantFrom(...keys),
  name: fc.option(fc.constantFrom(...keys), { nil: undefined }),
  lifecycle: fc.constantFrom(...lifecycles),
  techniques: fc.subarray(["T1059", "T1059.001", "T1059.003", "T1086", "T1003.001", "T1562"]),
  helpers: fc.subarray([...keys], { maxLength: 1 }),
  condition: conditions,
  events: fc.subarray(["Sysmon 1", "Sysmon 3"]),
});

const filters = fc.record({ rules: fc.constantFrom("any" as const, ["alpha"]), condition: conditions }).map(aFilter);

const changes = fc.array(
  fc
    .tuple(
      fc.constantFrom("a.yml", "b.yml", "c.yml", "vendor/d.yml"),
      fc.option(fc.tuple(fc.array(rules, { maxLength: 3 }), fc.array(filters, { maxLength: 1 })), { nil: undefined }),
    )
    .map(([path, content]): FileRulesChange => {
      if (content === undefined) return { path, content };
      const [drafts, own] = content;
      return {
        path,
        content: file(
          drafts.map((draft) => ({ ...draft, path })),
          own,
        ),
      };
    }),
  { maxLength: 4 },
);

const policies: fc.Arbitrary<NoisePolicy> = fc.record({
  reach: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  percentile: fc.constantFrom(50, 99.5),
});
