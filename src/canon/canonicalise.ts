import type { Any, Condition, Predicate } from "../model/condition.ts";
import type { LogSource } from "../model/rule.ts";
import type { FieldDictionary, ResolvedField } from "./fields.ts";
import { type Respelling, respellingOf, wholePathOf } from "./values.ts";

/**
 * The same condition in canonical fields, operators and values (DESIGN 4.1 to 4.3).
 *
 * Parts that are canonical already are the same objects as before.
 */
export function canonicalise(condition: Condition, logSource: LogSource, dictionary: FieldDictionary): Condition {
  switch (condition.kind) {
    case "all":
    case "any": {
      const of = mapChanged(condition.of, (part) => canonicalise(part, logSource, dictionary));
      return of === condition.of ? condition : { kind: condition.kind, of };
    }
    case "not": {
      const inner = canonicalise(condition.condition, logSource, dictionary);
      return inner === condition.condition ? condition : { kind: "not", condition: inner };
    }
    case "sequence": {
      const steps = mapChanged(condition.steps, (step) => canonicalise(step, logSource, dictionary));
      return steps === condition.steps ? condition : { ...condition, steps };
    }
    case "predicate":
      return canonicalPredicate(condition, logSource, dictionary);
    case "constraint":
    case "opaque":
      return condition;
  }
}

/** Like `map`, and the very same array where no item changes. */
function mapChanged<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  let changed: Item[] | undefined;
  items.forEach((item, index) => {
    const after = change(item);
    if (after !== item) changed ??= items.slice(0, index);
    changed?.push(after);
  });
  return changed ?? items;
}

function canonicalPredicate(predicate: Predicate, logSource: LogSource, dictionary: FieldDictionary): Predicate | Any {
  const resolved = resolveField(predicate, logSource, dictionary);
  if (resolved === undefined) return predicate;
  const { field, kind, part, partField, values } = resolved;
  const { operator } = predicate;
  if (part !== "whole") {
    const whole = wholePathOf(part, kind, operator);
    return withTests(predicate, { field, otherwise: partField ?? predicate.field, respell: whole });
  }
  const respelling = respellingOf(kind, operator);
  if (values === undefined || operator !== "equals") {
    return withTests(predicate, { field, otherwise: field, respell: respelling });
  }
  const respell = (value: string) => {
    const other = values.get(value.toLowerCase());
    return other === undefined ? respelling?.(value) : { value: other };
  };
  return withTests(predicate, { field, otherwise: field, respell });
}

/** By the author's name, or by what the language makes of it: a data set before it may be no part of the name. */
function resolveField(
  { field, nativeField }: Predicate,
  logSource: LogSource,
  dictionary: FieldDictionary,
): ResolvedField | undefined {
  if (field === undefined || nativeField === undefined) return undefined;
  const resolved = dictionary.resolve(nativeField, logSource);
  const isUnknown = resolved.field === nativeField && field !== nativeField;
  return isUnknown ? dictionary.resolve(field, logSource) : resolved;
}

interface Tests {
  /** The field of the values that are spelled anew. */
  readonly field: string | undefined;
  /** The field of those that are not. */
  readonly otherwise: string | undefined;
  readonly respell: Respelling | undefined;
}

/** The predicate with its values tested in another way; where those ways differ, any of them. */
function withTests(predicate: Predicate, { field, otherwise, respell }: Tests): Predicate | Any {
  const respelled = respell === undefined ? undefined : predicate.values.map(respell);
  if (respelled === undefined || respelled.every((test) => test === undefined)) {
    return otherwise === predicate.field ? predicate : { ...predicate, field: otherwise };
  }
  const tests = predicate.values.map((value, index): ValueTest => {
    const test = respelled[index];
    if (test === undefined) return { field: otherwise, operator: predicate.operator, value };
    return { field: test.field ?? field, operator: test.operator ?? predicate.operator, value: test.value };
  });
  return uniformTest(predicate, tests) ?? groupedTests(predicate, tests);
}

type ValueTest = Pick<Predicate, "field" | "operator"> & { readonly value: string };

/** One predicate, where all values are tested alike and no two are one; the very same where nothing is new. */
function uniformTest(predicate: Predicate, tests: readonly ValueTest[]): Predicate | undefined {
  const [first] = tests;
  if (first === undefined) return predicate;
  const { field, operator } = first;
  if (tests.some((test) => test.operator !== operator || test.field !== field)) return undefined;
  const values = tests.map(({ value }) => value);
  const isSame = field === predicate.field && operator === predicate.operator;
  if (isSame && values.every((value, index) => value === predicate.values[index])) return predicate;
  const isEachOnce = values.length === 1 || new Set(values).size === values.length;
  return isEachOnce ? { ...predicate, field, operator, values } : undefined;
}

/** A predicate for each field and operator, with each value once, still on its line. */
function groupedTests(predicate: Predicate, tests: readonly ValueTest[]): Predicate | Any {
  const groups = new Map<string, Group>();
  tests.forEach(({ field, operator, value }, index) => {
    const key = `${operator}\u0000${field}`;
    const group = groups.get(key) ?? { field, operator, lineOf: new Map() };
    groups.set(key, group);
    if (!group.lineOf.has(value)) group.lineOf.set(value, predicate.lines?.[index] ?? predicate.line);
  });
  const [only, ...others] = Array.from(groups.values(), (group) => predicateOf(group, predicate));
  if (only === undefined) return predicate;
  return others.length === 0 ? only : { kind: "any", of: [only, ...others] };
}

/** Values that are tested alike, each once, with its line. */
interface Group extends Pick<Predicate, "field" | "operator"> {
  readonly lineOf: Map<string, number>;
}

function predicateOf({ field, operator, lineOf }: Group, predicate: Predicate): Predicate {
  const lines = [...lineOf.values()];
  const [line = predicate.line] = lines;
  const isOnOneLine = lines.every((each) => each === line);
  return { ...predicate, field, operator, values: [...lineOf.keys()], line, lines: isOnOneLine ? undefined : lines };
}
