import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { formats } from "../../src/formats/index.ts";
import { splunk } from "../../src/formats/splunk/index.ts";
import type { AttackData } from "../../src/model/attack.ts";
import type { Predicate } from "../../src/model/condition.ts";
import type { Reading, Rule } from "../../src/model/rule.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { isMapping, readYaml } from "../../src/syntax/yaml.ts";
import { opaquePartsOf, predicatesOf } from "../support/conditions.ts";
import { corpusFiles, sharedPath } from "../support/corpus.ts";

const files = corpusFiles("splunk", (path) => /\.ya?ml$/.test(path));
const macros = files.filter(({ path }) => path.startsWith("macros/"));
const { read, companionProblems } = splunk.reader(macros);
const detections = files.filter(({ path }) => path.startsWith("detections/"));
const readings = detections.map((file): readonly [SourceFile, Reading] => [file, read(file)]);
const rules = readings.flatMap(([, reading]) => reading.rules);
const predicates = rules.flatMap((rule) => predicatesOf(rule.condition).map((predicate) => ({ rule, predicate })));

describe("the Splunk reader on the public detections", () => {
  test("recognises every detection, and nothing else of the repository", () => {
    expect(detections.length).toBeGreaterThan(1_700);
    expect(files.filter((file) => takerOf(file) === "splunk")).toEqual(detections);
  });

  test("complains of nothing, and makes one rule of each file", () => {
    expect(readings.flatMap(([, { diagnostics }]) => diagnostics)).toEqual([]);
    expect(companionProblems).toEqual([]);
    expect(rules.map(({ path }) => path)).toEqual(detections.map(({ path }) => path));
    expect(new Set(rules.map(({ key }) => key)).size).toBe(rules.length);
  });

  test.each(["18.1", "19"])("techniques of ATT&CK %s have the rules that an independent reading counts", (version) => {
    expect(countRules(rules, version)).toEqual(expected("splunk", version));
  });

  test("knows a lifecycle and a severity of every rule", () => {
    const count = (words: readonly (string | undefined)[]) =>
      Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((other) => other === word).length]));

    expect(count(rules.map(({ lifecycle }) => lifecycle))).toEqual({
      stable: 1_309,
      test: 163,
      experimental: 141,
      deprecated: 98,
    });
    expect(count(rules.map(({ severity }) => severity))).toEqual({
      informational: 211,
      low: 539,
      medium: 458,
      high: 364,
      critical: 139,
    });
  });

  test("reads at least 95 in 100 rules in full", () => {
    const partly = rules.filter(({ condition }) => opaquePartsOf(condition).length > 0);
    const parts = partly.flatMap((rule) =>
      opaquePartsOf(rule.condition).map(({ reason, text, line }) => `${reason}: ${rule.path}:${line}: ${text}`),
    );
    if (parts.length > 0) console.log(`Not read (${partly.length} rules):\n${[...parts].sort().join("\n")}`);

    expect(1 - partly.length / rules.length).toBeGreaterThanOrEqual(0.95);
  });

  test("leaves no quotes, escapes or data models in values and fields", () => {
    const stray = predicates.filter(({ rule, predicate }) => isStray(predicate, sourceOf(rule)));

    expect(predicates.length).toBeGreaterThan(7_000);
    expect(stray.map(({ rule, predicate }) => `${rule.path}:${predicate.line} ${shown(predicate)}`)).toEqual([]);
  });

  test("names the line of every value that does not come from a macro", () => {
    const elsewhere = readings.flatMap(([{ path, text }, reading]) => {
      const lines = text.split("\n");
      const [document] = readYaml(text).documents;
      const search = isMapping(document?.value) ? String(document.value.search) : "";
      return reading.rules
        .flatMap(({ condition }) => predicatesOf(condition))
        .flatMap((predicate) => placesOf(predicate))
        .map(({ value, line }) => ({ value, line, here: lines.slice(line - 1, line + 1).join(" ") }))
        .filter(({ value, here }) => isIn(value, search) && !isIn(value, here) && !here.includes("`"))
        .map(({ value, line }) => `${path}:${line}: ${value}`);
    });

    expect(elsewhere).toEqual([]);
  });

  test("claims stand on the lines that they name", () => {
    const elsewhere = readings.flatMap(([{ text }, reading]) => {
      const lines = text.split("\n");
      return reading.rules
        .flatMap(({ techniques, tactics }) => [...techniques, ...tactics])
        .filter(({ declared, line }) => lines[line - 1]?.trim() !== `- ${declared}`);
    });

    expect(elsewhere).toEqual([]);
  });

  test("every rule names what it reads", () => {
    expect(rules.filter(({ logSource }) => logSource.tables.length === 0).map(({ path }) => path)).toEqual([]);
  });
});

describe("all readers on the three public repositories in one", () => {
  test.each(["18.1", "19"])(
    "give the counts of ATT&CK %s that an independent reading gives",
    (version) => {
      const all = [
        ...rules,
        ...rulesOf("sigma", (path) => /^rules.*\.ya?ml$/.test(path)),
        ...rulesOf("elastic", (path) => /^rules.*\.toml$/.test(path)),
      ];

      expect(countRules(all, version)).toEqual(expected("all", version));
    },
    60_000,
  );
});

function rulesOf(corpus: string, isWanted: (path: string) => boolean): readonly Rule[] {
  const readers = new Map(formats.map((format) => [format.id, format.reader([])]));
  return corpusFiles(corpus, isWanted).flatMap((file) => readers.get(takerOf(file) ?? "")?.read(file).rules ?? []);
}

function takerOf(file: SourceFile): string | undefined {
  return formats.find((format) => format.claims(file.path) && format.recognises(file))?.id;
}

interface Counts {
  readonly rules: number;
  readonly techniques: Readonly<Record<string, number>>;
}

function expected(name: string, version: string): Counts {
  const { rules, techniques }: Counts = JSON.parse(
    readFileSync(sharedPath(`expected/${name}-attack-${version}.json`), "utf8"),
  );
  return { rules, techniques };
}

/** Rules that claim each active technique, revoked ids moved; a technique and its sub-technique are two claims. */
function countRules(counted: readonly Rule[], version: string): Counts {
  const file = join(import.meta.dirname, `../../data/attack/enterprise-${version}.json`);
  const data: AttackData = JSON.parse(readFileSync(file, "utf8"));
  const catalogue = createCatalogue(data);
  const techniques: Record<string, number> = {};
  for (const rule of counted) {
    const ids = rule.techniques.flatMap(({ id }) => {
      const resolution = catalogue.resolve(id);
      if (resolution.kind === "active") return resolution.technique.id;
      return resolution.kind === "revoked" ? (resolution.replacement?.id ?? []) : [];
    });
    for (const id of new Set(ids)) techniques[id] = (techniques[id] ?? 0) + 1;
  }
  return { rules: counted.length, techniques };
}

/** A rule's file and the macros that it uses. */
function sourceOf({ path, companions = [] }: Rule): string {
  return [detections.find((file) => file.path === path)?.text, ...companions.map(({ text }) => text)].join("\n");
}

/**
 * Quotes around a value, doubled backslashes, or a data set before a field, unless the author wrote them: quotes that
 * are escaped, and four backslashes for two.
 */
function isStray({ field, operator, values }: Predicate, source: string): boolean {
  if (
    field !== undefined &&
    /^(?:[A-Z]\w+\.)?(?:Processes|Filesystem|Registry|Services|All_\w+|DNS|Web)\./.test(field)
  ) {
    return true;
  }
  if (operator === "regex") return false;
  return values.some(
    (value) =>
      (/^"|"$|^'.*'$/.test(value) && !source.includes('\\"')) ||
      (operator !== "wildcard" && value.includes("\\\\") && !source.includes("\\\\\\\\")),
  );
}

function shown({ field, operator, values }: Predicate): string {
  return `${field ?? "anywhere"} ${operator} ${values.join(" | ")}`;
}

function placesOf({ operator, values, line, lines }: Predicate): readonly { value: string; line: number }[] {
  if (operator === "exists") return [];
  return values.map((value, index) => ({ value, line: lines?.[index] ?? line }));
}

/** The longest run of letters and digits is enough: quotes, escapes and wildcards are written in many ways. */
function isIn(value: string, text: string): boolean {
  const runs = value.match(/[a-z0-9]+/gi) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  return text.toLowerCase().includes(longest.toLowerCase());
}
