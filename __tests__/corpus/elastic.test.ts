import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { elastic } from "../../src/formats/elastic/index.ts";
import { parseEql } from "../../src/languages/eql/index.ts";
import { parseEsql } from "../../src/languages/esql/index.ts";
import { parseKuery } from "../../src/languages/kuery/index.ts";
import { parseLucene } from "../../src/languages/lucene/index.ts";
import type { AttackData } from "../../src/model/attack.ts";
import type { Condition, Predicate } from "../../src/model/condition.ts";
import type { Rule } from "../../src/model/rule.ts";
import { fieldPassesAny } from "../../src/syntax/conditions.ts";
import { excerpt } from "../../src/syntax/excerpt.ts";
import { readToml } from "../../src/syntax/toml.ts";
import {
  constraintsOf,
  nodesOf,
  opaquePartsOf,
  predicatesOf,
  withoutLines,
  withWholeConstraints,
} from "../support/conditions.ts";
import { fragmentsOf, literalsOf } from "../support/literals.ts";
import { printEql, printEsql, printKuery, printLucene } from "../support/print-query.ts";

const root = join(import.meta.dirname, "../..");
const shared = process.env.DETCOV_SHARED ?? join(root, "../shared");

interface Read {
  readonly rule: Rule;
  readonly text: string;
  readonly query: string | undefined;
}

describe("the Elastic reader on the public rules", () => {
  let folder = "";
  let read: readonly Read[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "detcov-elastic-"));
    execFileSync("tar", ["-xzf", join(shared, "corpora/elastic.tar.gz"), "-C", folder]);
    const reader = elastic.reader([]);
    read = ruleFiles(folder).flatMap((path) => {
      const text = readFileSync(join(folder, path), "utf8");
      const { rules, diagnostics } = reader.read({ path, text });
      expect(diagnostics).toEqual([]);
      return rules.map((rule) => ({ rule, text, query: queryOf(text) }));
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("every file is one rule that its format recognises", () => {
    const files = ruleFiles(folder);

    expect(
      files.filter((path) => !elastic.recognises({ path, text: readFileSync(join(folder, path), "utf8") })),
    ).toEqual([]);
    expect(read.map(({ rule }) => rule.path)).toEqual(files);
  });

  test.each([
    ["eql", 0.995],
    ["kuery", 0.995],
    ["lucene", 0.995],
    ["esql", 0.97],
  ])("rules in %s are read in full, but for a share under %f", (language, least) => {
    const rules = read.filter(({ rule }) => rule.language === language);
    const partly = rules.filter(({ rule }) => opaquePartsOf(rule.condition).length > 0);
    const opaque = partly.flatMap(({ rule }) =>
      opaquePartsOf(rule.condition).map(({ text }) => `${rule.path}: ${text}`),
    );
    if (opaque.length > 0) console.log(`Not read in ${language}:\n${opaque.join("\n")}`);

    expect(rules.length).toBeGreaterThan(0);
    expect(1 - partly.length / rules.length).toBeGreaterThanOrEqual(least);
  });

  test("only machine learning says nothing of its logic", () => {
    const unread = read.filter(({ rule }) => nodesOf(rule.condition).every(({ kind }) => kind === "opaque"));

    expect(new Set(unread.map(({ rule }) => rule.language))).toEqual(new Set(["machine-learning"]));
  });

  test.each(["18.1", "19"])("techniques of ATT&CK %s have the rules that an independent reading counts", (version) => {
    const data: AttackData = JSON.parse(readFileSync(join(root, `data/attack/enterprise-${version}.json`), "utf8"));
    const expected = JSON.parse(readFileSync(join(shared, `expected/elastic-attack-${version}.json`), "utf8"));

    expect(
      countRules(
        read.map(({ rule }) => rule),
        data,
      ),
    ).toEqual({
      rules: expected.rules,
      techniques: expected.techniques,
    });
  });

  test("no value of a comparison is lost", () => {
    let literals = 0;
    const lost = read.flatMap(({ rule, query }) => {
      if (query === undefined) return [];
      const texts = textsOf(rule.condition);
      const found = literalsOf(rule.language, query);
      literals += found.length;
      return found
        .filter((literal) => !texts.some((text) => holds(text, fragmentsOf(literal.text))))
        .map(({ text, line }) => `${rule.path} (${line}): ${text}`);
    });
    if (lost.length > 0) console.log(`Lost:\n${lost.join("\n")}`);

    expect(literals).toBeGreaterThan(25_000);
    expect(lost).toEqual([]);
  });

  test("every value stands on the line that its predicate names", () => {
    const elsewhere = read.flatMap(({ rule, text }) => {
      const lines = text.split("\n");
      return predicatesOf(rule.condition).flatMap((predicate) =>
        placesOf(predicate)
          .filter(({ value, line }) => !isOnLine(value, lines[line - 1] ?? ""))
          .map(({ value, line }) => `${rule.path}:${line}: ${value}`),
      );
    });

    expect(elsewhere).toEqual([]);
  });

  test("claims stand on the lines that they name", () => {
    const elsewhere = read.flatMap(({ rule, text }) => {
      const lines = text.split("\n");
      return [...rule.techniques, ...rule.tactics].filter(
        ({ declared, line }) => lines[line - 1]?.trim() !== `id = "${declared}"`,
      );
    });

    expect(elsewhere).toEqual([]);
  });

  test.each([
    ["eql", (query: string) => withWholeConstraints(parseEql(excerpt(query, 1)).condition), printEql],
    ["kuery", (query: string) => withoutConstraints(parseKuery(excerpt(query, 1)).condition), printKuery],
    ["lucene", (query: string) => parseLucene(excerpt(query, 1)).condition, printLucene],
    [
      "esql",
      (query: string) => withoutConstraints(withWholeConstraints(parseEsql(excerpt(query, 1), embedded).condition)),
      printEsql,
    ],
  ])("a query in %s that is printed and read again says the same", (language, parse, print) => {
    const changed = read.flatMap(({ rule, query }) => {
      if (rule.language !== language || query === undefined) return [];
      const condition = parse(query);
      const printed = print(condition);
      return comparable(parse(printed)) === comparable(condition) ? [] : [`${rule.path}\n${printed}`];
    });
    if (changed.length > 0) console.log(`Not the same again:\n${changed.slice(0, 5).join("\n\n")}`);

    expect(changed.length).toBe(0);
  });

  test("hunting queries are read where they are asked for", () => {
    const reader = elastic.reader([]);
    const hunts = tomlFiles(folder, "hunting").map((path) => {
      const file = { path, text: readFileSync(join(folder, path), "utf8") };
      expect(elastic.recognises(file)).toBe(false);
      return reader.read(file);
    });

    const clean = hunts.filter(({ diagnostics }) => diagnostics.length === 0);

    expect(hunts.flatMap(({ rules }) => rules)).toHaveLength(hunts.length);
    expect(clean.length / hunts.length).toBeGreaterThan(0.9);
  });
});

const embedded = { kql: parseKuery, lucene: parseLucene };

function ruleFiles(folder: string): readonly string[] {
  return [...tomlFiles(folder, "rules"), ...tomlFiles(folder, "rules_building_block")];
}

function tomlFiles(folder: string, below: string): readonly string[] {
  const entries = readdirSync(join(folder, below), { recursive: true, encoding: "utf8" });
  return entries
    .filter((path) => path.endsWith(".toml"))
    .map((path) => join(below, path))
    .sort();
}

function queryOf(text: string): string | undefined {
  const reading = readToml(text);
  const rule = reading.kind === "document" ? reading.document.values.rule : undefined;
  const query = typeof rule === "object" && rule !== null && "query" in rule ? rule.query : undefined;
  return typeof query === "string" ? query : undefined;
}

/** Rules that claim each active technique, revoked ids moved; a technique and its sub-technique are two claims. */
function countRules(rules: readonly Rule[], data: AttackData): { rules: number; techniques: Record<string, number> } {
  const catalogue = createCatalogue(data);
  const techniques: Record<string, number> = {};
  for (const rule of rules) {
    const ids = rule.techniques.flatMap(({ id }) => {
      const resolution = catalogue.resolve(id);
      if (resolution.kind === "active") return resolution.technique.id;
      return resolution.kind === "revoked" ? (resolution.replacement?.id ?? []) : [];
    });
    for (const id of new Set(ids)) techniques[id] = (techniques[id] ?? 0) + 1;
  }
  return { rules: rules.length, techniques };
}

function textsOf(condition: Condition): readonly string[] {
  return [
    ...predicatesOf(condition).flatMap(({ values }) => values),
    ...constraintsOf(withWholeConstraints(condition)).map(({ text }) => text),
    ...opaquePartsOf(condition).map(({ text }) => text),
  ];
}

function holds(text: string, fragments: readonly string[]): boolean {
  let from = 0;
  for (const fragment of fragments) {
    const at = text.replace(/\s+/g, " ").indexOf(fragment.replace(/\s+/g, " "), from);
    if (at < 0) return false;
    from = at + fragment.length;
  }
  return true;
}

function placesOf({ operator, values, line, lines }: Predicate): readonly { value: string; line: number }[] {
  if (operator === "exists") return [];
  return values.map((value, index) => ({ value, line: lines?.[index] ?? line }));
}

/** The longest run of letters and digits is enough: quotes, escapes and wildcards are written in many ways. */
function isOnLine(value: string, line: string): boolean {
  const [beginning = ""] = value.replace(/^\(\?s\)/, "").split("\n");
  const runs = beginning.match(/[a-z0-9]+/gi) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  return line.toLowerCase().includes(longest.toLowerCase()) || ["true", "false"].includes(value);
}

/** Whether case counts says nothing of a field that only has to be there. */
function comparable(condition: Condition): string {
  return JSON.stringify(withoutLines(condition)).replace(
    /("exists","values":\["\*"\],"caseSensitive"):false/g,
    "$1:true",
  );
}

/** What a pipeline computes can't be said without the pipeline; a field stands in for it. */
function withoutConstraints(condition: Condition): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map(withoutConstraints) };
    case "not":
      return { kind: "not", condition: withoutConstraints(condition.condition) };
    case "constraint":
      return testOf("constraint", condition.text);
    default:
      return condition;
  }
}

function testOf(field: string, value: string): Condition {
  return fieldPassesAny({ field, caseSensitive: true, values: [{ operator: "equals", value, line: 1 }] });
}
