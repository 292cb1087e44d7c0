import type { Condition, Predicate } from "../model/condition.ts";

/**
 * What an event that is part of a match has to have of a field: the values one of which it must equal, or `any` where
 * the field is tested in another way. Fields are lower case; a field that some path does not test is not in the map.
 */
export type Requirements = ReadonlyMap<string, ReadonlySet<string> | "any">;

const nothing: Requirements = new Map();

/** Looks only at the given fields (lower case), by their canonical and their native name. */
export function requirementsOf(condition: Condition, fields: ReadonlySet<string>): Requirements {
  return require(condition, true, fields);
}

function require(condition: Condition, isPositive: boolean, fields: ReadonlySet<string>): Requirements {
  switch (condition.kind) {
    case "predicate":
      return isPositive ? requiredBy(condition, fields) : nothing;
    case "not":
      return require(condition.condition, !isPositive, fields);
    case "sequence":
      // Each event is one of the steps.
      return isPositive ? either(condition.steps.map((step) => require(step, true, fields))) : nothing;
    case "all":
    case "any": {
      const parts = condition.of.map((part) => require(part, isPositive, fields));
      return (condition.kind === "all") === isPositive ? together(parts) : either(parts);
    }
    case "constraint":
    case "opaque":
      return nothing;
  }
}

function requiredBy(predicate: Predicate, fields: ReadonlySet<string>): Requirements {
  const field = predicate.field?.toLowerCase() ?? "";
  const nativeField = predicate.nativeField?.toLowerCase() ?? "";
  if (!fields.has(field) && !fields.has(nativeField)) return nothing;
  const values =
    predicate.operator === "equals" ? new Set(predicate.values.map((value) => value.toLowerCase())) : "any";
  return new Map([field, nativeField].filter((name) => fields.has(name)).map((name) => [name, values]));
}

/** All of the parts hold: a field is required as soon as one of them requires it. */
function together(parts: readonly Requirements[]): Requirements {
  const filled = parts.filter(({ size }) => size > 0);
  if (filled.length <= 1) return filled[0] ?? nothing;
  const required = new Map<string, ReadonlySet<string> | "any">();
  for (const part of filled) {
    for (const [field, values] of part) {
      const known = required.get(field);
      if (known === undefined || known === "any") required.set(field, values);
      else if (values !== "any") required.set(field, new Set([...known].filter((value) => values.has(value))));
    }
  }
  return required;
}

/** One of the parts holds: a field is required only where each of them requires it. */
function either(parts: readonly Requirements[]): Requirements {
  const [first, ...rest] = parts;
  if (first === undefined || parts.some(({ size }) => size === 0)) return nothing;
  const required = new Map<string, ReadonlySet<string> | "any">();
  for (const [field, values] of first) {
    const others = rest.map((part) => part.get(field));
    if (others.some((other) => other === undefined)) continue;
    const sets = [values, ...others].flatMap((set) => (set === undefined || set === "any" ? [] : [set]));
    required.set(field, sets.length === parts.length ? new Set(sets.flatMap((set) => [...set])) : "any");
  }
  return required;
}
