import { beforeAll, describe, expect, test } from "vitest";
import { indicatorKeys } from "../../src/analysis/indicators.ts";
import { canonicalise } from "../../src/canon/canonicalise.ts";
import { formats } from "../../src/formats/index.ts";
import type { Predicate } from "../../src/model/condition.ts";
import { indicatorText } from "../../src/model/indicator-text.ts";
import type { LogSource, Rule } from "../../src/model/rule.ts";
import { visitLeaves } from "../../src/model/visit-leaves.ts";
import { corpusFiles } from "../support/corpus.ts";
import { shippedFields } from "../support/fields.ts";

const { entries, dictionary } = shippedFields();
const known = new Set(entries.map(({ field }) => field.toLowerCase()));

/** Where each format keeps its rules. */
const ruleFiles: Readonly<Record<string, RegExp>> = {
  sigma: /^rules[^/]*\/.*\.yml$/,
  elastic: /^rules(?:_building_block)?\/.*\.toml$/,
  splunk: /^detections\/.*\.yml$/,
};

/** One positive test of a field, as its author wrote it and in canonical words. */
interface Use {
  readonly rule: Rule;
  readonly predicate: Predicate;
}

describe("the dictionary of fields on the public rules of three formats", () => {
  let uses: readonly Use[] = [];

  beforeAll(() => {
    uses = Object.keys(ruleFiles).flatMap((format) => readRules(format).flatMap(usesIn));
  });

  test("knows nine in ten uses of a field on Windows endpoints, and seven in ten of all", () => {
    const unknown = uses.filter(({ predicate }) => !isKnown(predicate));
    const onWindows = uses.filter(({ rule }) => isWindowsEndpoint(rule.logSource));
    const unknownOnWindows = onWindows.filter(({ predicate }) => !isKnown(predicate));
    console.log(`Not in the dictionary:\n${mostUsed(unknown).join("\n")}`);

    expect(uses.length).toBeGreaterThan(30_000);
    expect(1 - unknown.length / uses.length).toBeGreaterThanOrEqual(0.95);
    expect(onWindows.length).toBeGreaterThan(15_000);
    expect(1 - unknownOnWindows.length / onWindows.length).toBeGreaterThanOrEqual(0.98);
  });

  test("makes one indicator of what several vendors test", () => {
    const formatsOf = new Map<string, Set<string>>();
    for (const { rule, predicate } of uses) {
      for (const key of indicatorKeys(predicate))
        formatsOf.set(key, (formatsOf.get(key) ?? new Set()).add(rule.format));
    }
    const sharedBy = (count: number) => [...formatsOf.values()].filter(({ size }) => size >= count).length;

    expect(sharedBy(2)).toBeGreaterThanOrEqual(2_500);
    expect(sharedBy(3)).toBeGreaterThanOrEqual(400);
  });

  test("names no indicator by a data model or by a vendor's way to write Windows' fields", () => {
    const prefixed = uses.filter(({ predicate }) =>
      /^(?:winlog\.event_data|Processes|Registry|Filesystem|Web|DNS|All_\w+)\./.test(predicate.field ?? ""),
    );

    expect(prefixed.map(({ rule, predicate: { field } }) => `${rule.path}: ${field}`)).toEqual([]);
  });

  test("spells values once", () => {
    const stray = uses.flatMap(({ rule, predicate: { field, operator, values } }) =>
      values
        .filter((value) => isStray(field ?? "", operator, value))
        .map((value) => {
          return `${rule.path}: ${indicatorText({ field, operator, value })}`;
        }),
    );

    expect(stray).toEqual([]);
  });

  /** Another spelling of a value than the canonical one. */
  function isStray(field: string, operator: string, value: string): boolean {
    if (operator === "regex") return false;
    if (field === "TargetObject") return /^(?:HKEY_|\\REGISTRY\\(?:MACHINE|USER)\\)/i.test(value);
    if (field === "Image" || field === "ParentImage") return operator === "ends_with" && /^[\\/][^\\/]+$/.test(value);
    return field === "Details" && operator === "equals" && /^(?:0x[\da-f]{1,8}|0|1)$/i.test(value);
  }

  function isKnown({ field }: Predicate): boolean {
    return known.has((field ?? "").toLowerCase());
  }

  /** A hundred lines, the most used first. */
  function mostUsed(some: readonly Use[]): readonly string[] {
    const counts = new Map<string, number>();
    for (const { rule, predicate } of some) {
      const name = `${rule.format} ${predicate.nativeField}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([, a], [, b]) => b - a).slice(0, 100);
    return sorted.map(([name, count]) => `${count} ${name}`);
  }
});

function readRules(id: string): readonly Rule[] {
  const format = formats.find((each) => each.id === id);
  const files = corpusFiles(id, () => true);
  const reader = format?.reader(files.filter(({ path }) => format.companions?.(path) ?? false));
  return files.filter(({ path }) => ruleFiles[id]?.test(path)).flatMap((file) => reader?.read(file).rules ?? []);
}

function usesIn(rule: Rule): readonly Use[] {
  const uses: Use[] = [];
  visitLeaves(canonicalise(rule.condition, rule.logSource, dictionary), (leaf, polarity) => {
    const isUse = leaf.kind === "predicate" && leaf.field !== undefined && polarity === "positive";
    if (isUse) uses.push({ rule, predicate: leaf });
  });
  return uses;
}

function isWindowsEndpoint({ product, tables }: LogSource): boolean {
  const ofWindows = /^Endpoint\.|sysmon(?! for linux)|wineventlog|^windows |powershell|defender/i;
  return product === "windows" || (product === undefined && tables.some((table) => ofWindows.test(table)));
}
