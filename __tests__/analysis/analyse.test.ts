import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse, analyseAll, type Corpus } from "../../src/analysis/analyse.ts";
import {
  aCatalogue,
  aDiagnostic,
  aFilter,
  all,
  anAnalysedRule,
  aSnapshot,
  constraint,
  not,
  opaque,
  type RuleDraft,
  reference,
  where,
  withEvents,
} from "../support/rule-builder.ts";

const lsass = where("TargetImage", "basename", "lsass.exe");

describe("a rule", () => {
  test("has its indicators, exclusions and reading level", () => {
    const rule = anAnalysedRule({ condition: all(lsass, not(where("User", "equals", "SYSTEM")), opaque("`macro`")) });

    expect(rule.indicators.map(({ value }) => value)).toEqual(["lsass.exe"]);
    expect(rule.exclusions.map(({ value }) => value)).toEqual(["SYSTEM"]);
    expect(rule.reading).toBe("partial");
  });

  test("has the active techniques that its claims stand for, sorted, each once", () => {
    const rule = anAnalysedRule({
      techniques: ["T1685", "T1562.001", "T1086", "T1059.001", "T1108", "T1043", "T9999", "T1003"],
    });

    expect(rule.techniques).toEqual(["T1003", "T1059.001", "T1685"]);
  });

  test("keeps the events that its log source and logic look at", () => {
    expect(anAnalysedRule({ events: ["Sysmon 10"] }).events.map(({ id }) => id)).toEqual(["10"]);
  });
});

describe("counting", () => {
  test.each<[string, RuleDraft, boolean]>([
    ["a stable rule", { lifecycle: "stable" }, true],
    ["a rule in test", { lifecycle: "test" }, true],
    ["an experiment", { lifecycle: "experimental" }, true],
    ["a deprecated rule", { lifecycle: "deprecated" }, false],
    ["a disabled rule", { lifecycle: "disabled" }, false],
    ["a rule of a reference source", { path: "sigmahq/rules/a.yml" }, false],
  ])("%s: %s", (_, draft, counts) => {
    const [rule] = aSnapshot([draft], { reference: "sigmahq/" }).rules;

    expect(rule?.counted).toBe(counts);
    expect(rule?.isHelper).toBe(false);
  });

  test("a part of another rule does not count, and the whole does", () => {
    const { rules } = aSnapshot([
      { key: "part", path: "a.yml", condition: lsass },
      { key: "whole", path: "b.yml", condition: all(reference("part"), constraint("count > 5")), helpers: ["part"] },
    ]);

    expect(rules.map(({ rule, counted, isHelper }) => [rule.key, counted, isHelper])).toEqual([
      ["part", false, true],
      ["whole", true, false],
    ]);
    expect(rules[1]?.indicators.map(({ value }) => value)).toEqual(["lsass.exe"]);
  });
});

describe("a snapshot", () => {
  test("has its rules by path, then place in the file", () => {
    const { rules } = aSnapshot([
      { key: "c", path: "b.yml", line: 3 },
      { key: "b", path: "a.yml", line: 20 },
      { key: "a", path: "a.yml", line: 3 },
    ]);

    expect(rules.map(({ rule }) => rule.key)).toEqual(["a", "b", "c"]);
  });

  test("has the diagnostics of files and of references, by place", () => {
    const { diagnostics } = aSnapshot([{ key: "a", path: "b.yml", condition: reference("gone", 4) }], {
      diagnostics: [
        aDiagnostic({ location: { path: "b.yml", line: 9, column: 1 } }),
        aDiagnostic({ location: { path: "b.yml", line: 4, column: 7 } }),
        aDiagnostic({ location: { path: "a.yml", line: 30, column: 1 } }),
      ],
    });

    expect(diagnostics.map(({ location: { path, line, column } }) => `${path}:${line}:${column}`)).toEqual([
      "a.yml:30:1",
      "b.yml:4:1",
      "b.yml:4:7",
      "b.yml:9:1",
    ]);
  });

  test("has what filters leave out among the exclusions", () => {
    const [rule] = aSnapshot([{ condition: lsass }], { filters: [aFilter()] }).rules;

    expect(rule?.exclusions.map(({ field, value }) => `${field} ${value}`)).toEqual(["User SYSTEM"]);
  });

  test("is the same whatever order its files were read in", () => {
    const drafts: readonly RuleDraft[] = [
      { key: "same", path: "a.yml" },
      { key: "same", path: "b.yml", condition: lsass },
      { key: "other", path: "b.yml", line: 9, techniques: ["T1490"] },
      { key: "third", path: "c.yml", events: ["Sysmon 1"] },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...drafts], { minLength: drafts.length }), (shuffled) => {
        expect(aSnapshot(shuffled)).toEqual(aSnapshot(drafts));
      }),
    );
  });
});

describe("snapshots of several revisions", () => {
  const options = { catalogue: aCatalogue(), counted: new Set(["stable"] as const), isOwn: () => true };
  const aCorpus = (rules: Corpus["rules"]): Corpus => ({
    revision: "head",
    files: 1,
    rules,
    filters: [],
    diagnostics: [],
  });
  const part = withEvents({ key: "part", path: "a.yml", condition: lsass });
  const whole = withEvents({ key: "whole", path: "b.yml", condition: reference("part"), helpers: ["part"] });

  test("share the rules that are the same in both", () => {
    const [base, head] = analyseAll([aCorpus([part]), aCorpus([part, withEvents({ key: "new" })])], options);

    expect(head?.rules[0]).toBe(base?.rules[0]);
  });

  test("share the rules whose key another rule has in both", () => {
    const same = [withEvents({ key: "same", path: "a.yml" }), withEvents({ key: "same", path: "b.yml" })];

    const [base, head] = analyseAll([aCorpus(same), aCorpus([...same, part])], options);

    expect(base?.rules.map(({ rule, sharedKey }) => [rule.key, sharedKey])).toEqual([
      ["same", "same"],
      ["same@b.yml", "same"],
    ]);
    expect(head?.rules.filter((rule) => base?.rules.includes(rule))).toHaveLength(2);
  });

  test("have a rule under the key that is unique in each", () => {
    const [first, second] = [withEvents({ key: "same", path: "a.yml" }), withEvents({ key: "same", path: "b.yml" })];

    const [base, head] = analyseAll([aCorpus([second]), aCorpus([first, second])], options);

    expect(base?.rules.map(({ rule }) => rule.key)).toEqual(["same"]);
    expect(head?.rules.map(({ rule }) => rule.key)).toEqual(["same", "same@b.yml"]);
  });

  test("are what each of them is by itself", () => {
    const corpora = [aCorpus([part]), aCorpus([part, whole]), aCorpus([whole])];

    expect(analyseAll(corpora, options)).toEqual(corpora.map((corpus) => analyse(corpus, options)));
  });
});

describe("keys that rules share", () => {
  test("stay the first rule's, and the others have their path behind them", () => {
    const { rules } = aSnapshot([
      { key: "same", path: "b.yml" },
      { key: "same", path: "a.yml" },
      { key: "alone", path: "c.yml" },
    ]);

    expect(rules.map(({ rule, sharedKey }) => [rule.path, rule.key, sharedKey])).toEqual([
      ["a.yml", "same", "same"],
      ["b.yml", "same@b.yml", "same"],
      ["c.yml", "alone", undefined],
    ]);
  });

  test("are numbered within a file, and not by lines", () => {
    const { rules } = aSnapshot([1, 30, 60].map((line) => ({ key: "same", path: "a.yml", line })));

    expect(rules.map(({ rule }) => rule.key)).toEqual(["same", "same@a.yml", "same@a.yml#2"]);
  });

  test("are unique in every snapshot", () => {
    const draft = fc.record({
      key: fc.constantFrom("same", "other"),
      path: fc.constantFrom("a.yml", "b.yml"),
      line: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(draft), (drafts) => {
        const keys = aSnapshot(drafts).rules.map(({ rule }) => rule.key);

        expect(new Set(keys).size).toBe(drafts.length);
      }),
    );
  });
});
