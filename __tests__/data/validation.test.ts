import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { createValidationFacts } from "../../src/attack/validation.ts";

const files = ["countermeasures", "tests", "analytics"] as const;
const parts = Object.assign({}, ...files.map((name) => JSON.parse(readData(`validation/${name}.json`))));
const catalogue = createCatalogue(JSON.parse(readData("attack/enterprise-19.json")));
const facts = createValidationFacts(parts, catalogue, () => "");

describe("the facts on validation that ship", () => {
  test.each(files)("%s name their source, version and licence", (name) => {
    expect(readData(`validation/${name}.json`)).toMatch(/^\{\n"source": ".+",\n"version": ".+",\n"licence": ".+",\n/);
  });

  test("every test has a GUID of its own", () => {
    const tests = catalogue.activeTechniques.flatMap(({ id }) => facts.tests(id));

    expect(tests).toHaveLength(1819);
    expect(new Set(tests.map(({ guid }) => guid)).size).toBe(1819);
    expect(tests.filter(({ guid }) => !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(guid))).toEqual([]);
  });

  test("T1546.003 has three tests and nine countermeasures, and three data components to look at", () => {
    expect(facts.tests("T1546.003").map(({ guid }) => guid)).toEqual([
      "3c64f177-28e2-49eb-a799-d767b24dd1e0",
      "fecd0dfd-fb55-45fa-a10b-6250272d0832",
      "29786d7e-8916-4de6-9c55-be7b093b2706",
    ]);
    expect(facts.countermeasures("T1546.003")).toHaveLength(9);
    expect(facts.analytics("T1546.003").map(({ component }) => component)).toEqual([
      "Module Load",
      "Process Creation",
      "WMI Creation",
    ]);
  });

  test("what was listed for Impair Defenses belongs to Disable or Modify Tools in 19", () => {
    expect(facts.analytics("T1562")).toEqual([]);
    expect(new Set(facts.analytics("T1685").map(({ strategy }) => strategy)).size).toBeGreaterThan(1);
  });

  test("analytics name the providers of Windows and the cloud as the map of log sources does", () => {
    const map = readData("events/log-sources.json");
    const { titles } = JSON.parse(readData("events/titles.json"));
    const events = catalogue.activeTechniques.flatMap(({ id }) =>
      facts.analytics(id).flatMap(({ events: own }) => own),
    );
    const providers = [...new Set(events.map(({ provider }) => provider))];

    expect(events.length).toBeGreaterThan(1500);
    expect(providers.filter((name) => titles[name] === undefined && !map.includes(`"${name}"`))).toEqual([]);
  });

  test("no text of a description came along", () => {
    expect(JSON.stringify(parts.analytics)).not.toMatch(/\b(?:suspicious|unusual|adversar)/i);
  });
});

function readData(path: string): string {
  return readFileSync(new URL(`../../data/${path}`, import.meta.url), "utf8");
}
