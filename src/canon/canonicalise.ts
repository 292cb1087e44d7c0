import type { Condition, Operator, Predicate } from "../model/condition.ts";
import type { LogSource } from "../model/rule.ts";
import type { FieldDictionary, ResolvedField } from "./fields.ts";
import { canonicalRegistryPath, isName, nameAtEnd } from "./values.ts";

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

function canonicalPredicate(predicate: Predicate, { field, kind, part }: ResolvedField): Condition {
  if (part === "basename") return testOfName(predicate, field);
  const renamed = withField(predicate, field);
  if (kind === "path") return predicate.operator === "ends_with" ? testOfPathEnd(renamed) : renamed;
  if (kind === "registry" && predicate.operator !== "regex") return withValues(renamed, canonicalRegistryPath);
  return renamed;
}

function withField(predicate: Predicate, field: string): Predicate {
  return field === predicate.field ? predicate : { ...predicate, field };
}

function withValues(predicate: Predicate, change: (value: string) => string): Predicate {
  const values = mapChanged(predicate.values, change);
  return values === predicate.values ? predicate : { ...predicate, values };
}

/**
 * A test of a field that holds only the last component of a path, as a test of the whole path.
 *
 * What does not carry over (a name that *begins* with a text tells nothing of how the path begins) keeps the
 * author's field.
 */
function testOfName(predicate: Predicate, field: string): Predicate {
  const operator = predicate.values.every(isName) ? operatorsOfName[predicate.operator] : undefined;
  const isCanonical = operator === undefined || (field === predicate.field && operator === predicate.operator);
  return isCanonical ? predicate : { ...predicate, field, operator };
}

const operatorsOfName: Readonly<Partial<Record<Operator, Operator>>> = {
  equals: "basename",
  basename: "basename",
  ends_with: "ends_with",
  exists: "exists",
};

/** Values of *ends with* that are a separator and a last component say what the file is named; the others stay. */
function testOfPathEnd(predicate: Predicate): Condition {
  const names = predicate.values.map(nameAtEnd);
  if (names.every((name) => name === undefined)) return predicate;
  const ofNames = selectValues(predicate, "basename", names);
  const others = predicate.values.map((value, index) => (names[index] === undefined ? value : undefined));
  if (others.every((value) => value === undefined)) return ofNames;
  return { kind: "any", of: [ofNames, selectValues(predicate, "ends_with", others)] };
}

/** The predicate with another operator and those of the values that are defined, each still on its line. */
function selectValues(predicate: Predicate, operator: Operator, values: readonly (string | undefined)[]): Predicate {
  const lines = values.flatMap((value, index) =>
    value === undefined ? [] : (predicate.lines?.[index] ?? predicate.line),
  );
  const line = lines[0] ?? predicate.line;
  return {
    ...predicate,
    operator,
    values: values.filter((value) => value !== undefined),
    line,
    lines: lines.every((other) => other === line) ? undefined : lines,
  };
}
