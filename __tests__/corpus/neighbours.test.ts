import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse.ts";
import { createNeighbourhood } from "../../src/analysis/neighbours.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { canonicalise } from "../../src/canon/canonicalise.ts";
import { createEventMap } from "../../src/canon/events.ts";
import { sigma } from "../../src/formats/sigma/index.ts";
import { lifecycles } from "../../src/model/rule.ts";
import { corpusFiles } from "../support/corpus.ts";
import { shippedFields } from "../support/fields.ts";

const { dictionary: fields } = shippedFields();
const events = createEventMap(readData("events/log-sources.json"), readData("events/titles.json").titles);
const { read } = sigma.reader([]);
const readings = corpusFiles("sigma", (path) => /^(?:rules|deprecated).*\.yml$/.test(path)).map(read);
const { rules } = analyse(
  {
    revision: "corpus",
    files: readings.length,
    rules: readings
      .flatMap((reading) => reading.rules)
      .map((native) => {
        const rule = { ...native, condition: canonicalise(native.condition, native.logSource, fields) };
        return { rule, events: events.eventsOf(rule) };
      }),
    filters: [],
    diagnostics: [],
  },
  {
    catalogue: createCatalogue(readData("attack/enterprise-19.json")),
    counted: new Set(lifecycles),
    isOwn: () => true,
  },
);

describe("the neighbours of SigmaHQ's rules", () => {
  const neighbourhood = createNeighbourhood(rules);
  const neighbours = new Map(rules.map((rule) => [rule.rule.key, neighbourhood.of(rule)]));

  test("are mutual", () => {
    const oneSided = Array.from(neighbours).flatMap(([key, { duplicates, subsumedBy, subsumes }]) => [
      ...duplicates.filter((other) => !neighbours.get(other)?.duplicates.includes(key)),
      ...subsumedBy.filter((other) => !neighbours.get(other)?.subsumes.includes(key)),
      ...subsumes.filter((other) => !neighbours.get(other)?.subsumedBy.includes(key)),
    ]);

    expect(rules.length).toBeGreaterThan(3_000);
    expect(oneSided).toEqual([]);
  });

  test("are few, and none is a rule itself", () => {
    const within = Array.from(neighbours, ([key, { subsumedBy }]) => ({ key, subsumedBy }));

    expect(within.filter(({ subsumedBy }) => subsumedBy.length > 0).length).toBeGreaterThan(150);
    expect(within.filter(({ subsumedBy }) => subsumedBy.length > 0).length).toBeLessThan(rules.length / 5);
    expect(within.filter(({ key, subsumedBy }) => subsumedBy.includes(key))).toEqual([]);
  });

  test("pass on: what is around a rule is around what is within it", () => {
    const broken = Array.from(neighbours).flatMap(([key, { subsumedBy }]) =>
      subsumedBy
        .flatMap((outer) =>
          (neighbours.get(outer)?.subsumedBy ?? []).filter((outermost) => !subsumedBy.includes(outermost)),
        )
        .map((outermost) => `${key} ${outermost}`),
    );

    expect(broken).toEqual([]);
  });
});

function readData(path: string) {
  return JSON.parse(readFileSync(new URL(`../../data/${path}`, import.meta.url), "utf8"));
}
