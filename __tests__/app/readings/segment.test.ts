import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/analysis/analyse.ts";
import type { FileReading } from "../../../src/app/read-file.ts";
import { Segment } from "../../../src/app/readings/read-segment.ts";
import { SameEvents } from "../../../src/app/readings/segment-tables.ts";
import { type NamedReading, writeSegment } from "../../../src/app/readings/write-segment.ts";
import { type RuleFilter, ruleWith } from "../../../src/model/rule.ts";
import {
  aCatalogue,
  all,
  analysedWith,
  any,
  keyword,
  not,
  type RuleDraft,
  where,
  withEvents,
} from "../../support/rule-builder.ts";
import { readingsIn } from "./readings-in.ts";

function readingOf(...drafts: readonly RuleDraft[]): FileReading {
  return { format: "sigma", rules: drafts.map(withEvents), filters: [], diagnostics: [], values: drafts.length };
}

function named(path: string, reading: FileReading): NamedReading {
  return { path, version: "1", reading, body: undefined };
}

/** What comes back of what was written. */
function rewrite(...readings: readonly NamedReading[]): readonly FileReading[] {
  return readingsIn(writeSegment(readings));
}

/** All that analyses make of a reading. */
function analysed({ rules, filters, diagnostics }: FileReading) {
  const corpus = { revision: "head", files: 1, rules, filters, diagnostics };
  const snapshot = analyse(corpus, { catalogue: aCatalogue(), counted: new Set(["stable"]), isOwn: () => true });
  // Parts that are made when they are asked for are none of their rule's own.
  const whole = snapshot.rules.map((each) => analysedWith(each, { rule: ruleWith(each.rule, {}) }));
  return JSON.parse(JSON.stringify({ ...snapshot, rules: whole }));
}

const lsass: RuleDraft = {
  key: "lsass-dump",
  path: "rules/lsass.yml",
  techniques: ["T1003.001"],
  events: ["Sysmon 1", "Security 4688"],
  condition: all(
    where("Image", "basename", "ProcDump.exe"),
    any(where("CommandLine", "contains", "lsass", "LSASS"), where("EventID", "equals", "004688")),
    not(where("User", "contains", "Système", "\u{1f600}", "\ud800")),
    keyword("sekurlsa"),
  ),
};

describe("a segment", () => {
  test("gives back readings as they were written", () => {
    const reading = readingOf(lsass, { key: "other", path: "rules/lsass.yml" });

    const [back] = rewrite(named("rules/lsass.yml", reading));

    expect(back).toMatchObject({ format: "sigma", values: 2 });
    expect(back && analysed(back)).toEqual(analysed(reading));
  });

  test("tells what a rule is found by without its logic", () => {
    const reading = readingOf({ ...lsass, events: [] });
    const segment = writeSegment([named("rules/lsass.yml", reading)]);
    // The logic is what stands last.
    const [back] = readingsIn(segment.fill(0, segment.length - 200));
    const [rule] = back?.rules ?? [];

    expect(rule?.digest?.anchors?.map(({ field, operator, value }) => [field, operator, value])).toEqual([
      [undefined, "keyword", "sekurlsa"],
    ]);
    expect(rule?.digest?.fieldNames.map(({ name }) => name)).toEqual(["Image", "CommandLine", "EventID", "User"]);
    expect(rule?.rule.logSource).toEqual(reading.rules[0]?.rule.logSource);
    expect(() => rule?.rule.condition).toThrow(SyntaxError);
  });

  test("gives back filters, diagnostics, and a file without rules", () => {
    const location = { path: "rules/broken.yml", line: 3, column: 1 };
    const broken: FileReading = {
      ...readingOf(),
      format: undefined,
      diagnostics: [{ code: "syntax-error", message: "Müll", location }],
    };
    const filter: RuleFilter = {
      title: "Filter",
      path: "rules/filter.yml",
      line: 1,
      rules: ["lsass-dump"],
      format: "sigma",
      logSource: { vocabulary: "sigma", product: "windows", category: undefined, service: undefined, tables: [] },
      condition: where("User", "equals", "SYSTEM"),
    };
    const filtering: FileReading = { ...readingOf(), filters: [filter] };

    const back = rewrite(named("rules/broken.yml", broken), named("rules/filter.yml", filtering));

    expect(back).toEqual(
      [JSON.parse(JSON.stringify(broken)), filtering].map((reading) => expect.objectContaining(reading)),
    );
  });

  test("an event is the same object in every segment", () => {
    const same = new SameEvents();
    const bytes = () => writeSegment([named("rules/lsass.yml", readingOf(lsass))]);

    const readings = [bytes(), bytes()].flatMap((segment) => readingsIn(segment, same));

    expect(new Set(readings.flatMap(({ rules }) => rules.flatMap(({ events }) => events))).size).toBe(2);
  });

  test("a body can be taken over into another segment", () => {
    const first = writeSegment([named("rules/a.yml", readingOf(lsass)), named("rules/b.yml", readingOf({ key: "b" }))]);
    const stored = new Segment(first, new SameEvents());
    for (let file = 0; file < stored.size; file++) stored.open(file);

    const second = writeSegment(stored.opened());

    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  test("values of any text and their keys survive", () => {
    const texts = fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(texts, fc.constantFrom("equals", "contains", "regex", "gt"), (values, operator) => {
        const reading = readingOf({ key: "rule", condition: where("Image", operator, ...values) });

        const [back] = rewrite(named("rules/lsass.yml", reading));

        expect(back && analysed(back)).toEqual({ ...analysed(reading), rules: [expect.anything()] });
        expect(back && analysed(back).rules[0].indicators).toEqual(analysed(reading).rules[0].indicators);
      }),
    );
  });
});
