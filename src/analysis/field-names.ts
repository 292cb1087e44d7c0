import type { Condition } from "../model/condition.ts";
import type { FieldName } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";

/** A name, and the line where it first stands. */
export interface PlacedName extends FieldName {
  readonly line: number;
}

/** The fields that a condition tests, by the names that its author gives them; each once, in order of appearance. */
export function placedNamesOf(condition: Condition): ReadonlyMap<string, PlacedName> {
  const names = new Map<string, PlacedName>();
  visitLeaves(condition, (leaf) => {
    if (leaf.kind !== "predicate") return;
    const { nativeField: name, field = name, line } = leaf;
    if (name !== undefined && field !== undefined && !names.has(name)) names.set(name, { name, field, line });
  });
  return names;
}

/** The same without their lines. */
export function fieldNamesOf(condition: Condition): readonly FieldName[] {
  return Array.from(placedNamesOf(condition).values(), ({ name, field }) => ({ name, field }));
}
