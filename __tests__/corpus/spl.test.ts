import { load } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { type MacroLookup, parseSpl, type SplMacro } from "../../src/languages/spl/index.ts";
import type { Condition, Predicate } from "../../src/model/condition.ts";
import { fieldPassesAny } from "../../src/syntax/conditions.ts";
import { excerpt } from "../../src/syntax/excerpt.ts";
import { readPattern } from "../../src/syntax/pattern.ts";
import {
  constraintsOf,
  nodesOf,
  opaquePartsOf,
  predicatesOf,
  withoutLines,
  withWholeConstraints,
} from "../support/conditions.ts";
import { corpusFiles } from "../support/corpus.ts";
import { literalsOf } from "../support/literals.ts";
import { printSpl } from "../support/print-query.ts";

interface Read {
  readonly path: string;
  readonly search: string;
  readonly condition: Condition;
}

describe("the reader of SPL on the public detections", () => {
  let read: readonly Read[] = [];

  beforeAll(() => {
    const macros = macrosOf("splunk");
    read = corpusFiles("splunk", (path) => path.startsWith("detections/") && path.endsWith(".yml")).map((file) => {
      const search = String(record(load(file.text)).search);
      const { condition, diagnostics } = parseSpl(excerpt(search, 1), { macros });
      expect(diagnostics).toEqual([]);
      return { path: file.path, search, condition };
    });
  });

  test("searches are read in full, but for what only the environment knows and a share under 0.5 %", () => {
    const reasons = read.map(({ condition }) => new Set(opaquePartsOf(condition).map(({ reason }) => reason)));
    const unread = reasons.filter((each) => [...each].some((reason) => reason !== "external-lookup"));

    expect(read.length).toBeGreaterThan(1_700);
    expect(unread.length / read.length).toBeLessThan(0.005);
    expect(reasons.filter((each) => each.size === 0).length / read.length).toBeGreaterThanOrEqual(0.95);
  });

  test("a value has quotes or doubled backslashes only where its author escaped them", () => {
    const stray = read.flatMap(({ path, search, condition }) =>
      predicatesOf(condition)
        .flatMap(partsOf)
        .filter((part) => /\\\\|^"|"$/.test(part) && !isEscapedIn(search, part))
        .map((part) => `${path}: ${part}`),
    );

    expect(stray).toEqual([]);
  });

  test("no field of a data model keeps its prefix", () => {
    const prefixed = predicates(read).filter(([, { field }]) =>
      /^(?:Processes|Registry|Filesystem|Web|All_Traffic|All_Changes|All_Email|DNS|All_Risk|Authentication)\./i.test(
        field ?? "",
      ),
    );

    expect(prefixed.map(([path, { field }]) => `${path}: ${field}`)).toEqual([]);
  });

  test("no value of a filter is lost", () => {
    let literals = 0;
    const lost = read.flatMap(({ path, search, condition }) => {
      const texts = textsOf(condition);
      const found = literalsOf("spl", search);
      literals += found.length;
      return found.filter(({ text }) => !texts.some((each) => holds(each, text))).map(({ text }) => `${path}: ${text}`);
    });
    if (lost.length > 0) console.log(`Lost:\n${lost.join("\n")}`);

    expect(literals).toBeGreaterThan(6_500);
    expect(lost).toEqual([]);
  });

  test("a condition that is printed and read again is the same", () => {
    const plain = read.filter(({ condition }) => isPrintable(condition));
    const changed = plain.flatMap(({ path, condition }) => {
      const before = withNativeFields(condition);
      const printed = printSpl(before);
      const again = parseSpl(excerpt(printed, 1), { macros: () => undefined }).condition;
      return comparable(again) === comparable(before) ? [] : [`${path}\n${printed}`];
    });
    if (changed.length > 0) console.log(`Not the same again:\n${changed.slice(0, 5).join("\n\n")}`);

    expect(plain.length / read.length).toBeGreaterThan(0.85);
    expect(changed.length).toBe(0);
  });
});

function macrosOf(corpus: string): MacroLookup {
  const macros = new Map<string, SplMacro>();
  for (const { text } of corpusFiles(corpus, (path) => path.startsWith("macros/") && path.endsWith(".yml"))) {
    const { name, definition, arguments: parameters } = record(load(text));
    const names = Array.isArray(parameters) ? parameters.map(String) : [];
    const macro = { name: String(name), parameters: names, definition: String(definition), isEval: false };
    macros.set(`${macro.name}(${names.length})`, macro);
  }
  return (name, argumentCount) => macros.get(`${name}(${argumentCount})`);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function predicates(read: readonly Read[]): readonly (readonly [string, Predicate])[] {
  return read.flatMap(({ path, condition }) => predicatesOf(condition).map((each) => [path, each] as const));
}

/** The plain texts in the values of a predicate; expressions keep their backslashes. */
function partsOf({ operator, values }: Predicate): readonly string[] {
  if (operator === "regex") return [];
  return operator === "wildcard" ? values.flatMap((value) => readPattern(value).map(String)) : values;
}

/** A single backslash may stand for itself. */
function isEscapedIn(search: string, text: string): boolean {
  return search.includes(text.replace(/[\\"]/g, "\\$&")) || search.includes(text.replaceAll('"', '\\"'));
}

function textsOf(condition: Condition): readonly string[] {
  return [
    ...predicatesOf(condition).flatMap(({ values }) => values),
    ...constraintsOf(withWholeConstraints(condition)).map(({ text }) => text),
    ...opaquePartsOf(condition).map(({ text }) => text),
  ];
}

/** Whether the fragments of a literal between wildcards, quotes and escapes are in a text, in their order. */
function holds(text: string, literal: string): boolean {
  let from = 0;
  for (const fragment of literal.split(/[*?\\%_"\s]+/)) {
    const at = text.indexOf(fragment, from);
    if (at < 0) return false;
    from = at + fragment.length;
  }
  return true;
}

/** Several events, expressions without a field, and data sets, which change what fields are called, take more than an expression. */
function isPrintable(condition: Condition): boolean {
  return nodesOf(condition).every(
    (node) =>
      node.kind !== "sequence" &&
      node.kind !== "opaque" &&
      !(
        node.kind === "predicate" &&
        (node.field === "nodename" || (node.operator === "regex" && node.field === undefined))
      ),
  );
}

/** With the author's fields, and a field's test in place of what is worked out, which takes a pipeline to say. */
function withNativeFields(condition: Condition): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map(withNativeFields) };
    case "not":
      return { kind: "not", condition: withNativeFields(condition.condition) };
    case "predicate":
      return { ...condition, field: condition.nativeField };
    case "constraint":
      return fieldPassesAny({
        field: "worked out",
        caseSensitive: true,
        values: [{ operator: "equals", value: condition.text, line: 1 }],
      });
    default:
      return condition;
  }
}

/** Whether case counts says nothing of a field that only has to be there, or of an order. */
function comparable(condition: Condition): string {
  return JSON.stringify(withoutLines(condition)).replace(
    /("operator":"(?:exists|cidr|lte?|gte?)","values":\[[^\]]*\],"caseSensitive"):false/g,
    "$1:true",
  );
}
