import type { Any, Condition, Predicate } from "../model/condition.ts";
import type { LogSource } from "../model/rule.ts";
import type { FieldDictionary, ResolvedField } from "./fields.ts";
import { canonicalTest, keepsValues, type ValueTest, wholeTest } from "./values.ts";

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
      return condition.field === undefined
        ? condition
        : canonicalPredicate(condition, dictionary.resolve(condition.field, logSource));
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

function canonicalPredicate(predicate: Predicate, resolved: ResolvedField): Predicate | Any {
  const { kind, part, partField = predicate.field, values } = resolved;
  const { operator } = predicate;
  // A name that nobody knows stays as its language left it: without its data model, say.
  const field = resolved.field === predicate.nativeField ? predicate.field : resolved.field;
  if (part !== "whole") {
    return withTests(
      predicate,
      (value) => wholeTest(part, kind, { field, operator, value }) ?? { field: partField, operator, value },
    );
  }
  if (values === undefined && keepsValues(kind)) return field === predicate.field ? predicate : { ...predicate, field };
  return withTests(predicate, (value) => {
    const spelling = operator === "equals" ? values?.get(value.toLowerCase()) : undefined;
    return canonicalTest(kind, { field, operator, value: spelling ?? value });
  });
}

/** The predicate with its values tested in another way; where those ways differ, any of them. */
function withTests(predicate: Predicate, testOf: (value: string) => ValueTest): Predicate | Any {
  const { field, operator, values } = predicate;
  const tests = values.map(testOf);
  const isKept = tests.every(
    (test, index) => test.value === values[index] && test.operator === operator && test.field === field,
  );
  if (isKept) return predicate;
  const [only, ...others] = groupTests(predicate, tests);
  if (only === undefined) return predicate;
  return others.length === 0 ? only : { kind: "any", of: [only, ...others] };
}

/** A predicate for each field and operator, with each value once, still on its line. */
function groupTests(predicate: Predicate, tests: readonly ValueTest[]): readonly Predicate[] {
  const groups = new Map<string, { readonly test: ValueTest; readonly lines: Map<string, number> }>();
  tests.forEach((test, index) => {
    const key = `${test.operator}\u0000${test.field}`;
    const group = groups.get(key) ?? { test, lines: new Map<string, number>() };
    groups.set(key, group);
    if (!group.lines.has(test.value)) group.lines.set(test.value, predicate.lines?.[index] ?? predicate.line);
  });
  return Array.from(groups.values(), ({ test: { field, operator }, lines: lineOf }) => {
    const lines = [...lineOf.values()];
    const [line = predicate.line] = lines;
    const isOnOneLine = lines.every((other) => other === line);
    return { ...predicate, field, operator, values: [...lineOf.keys()], line, lines: isOnOneLine ? undefined : lines };
  });
}
