import type { Predicate } from "../model/condition.ts";
import type { Indicator } from "../model/snapshot.ts";

/**
 * Whether exclusions say where the tests of a path are not meant, which reach can't see.
 *
 * `Image basename svchost.exe` but not below `C:\Windows\`, or `OriginalFileName equals curl.exe` but not
 * `Image basename curl.exe`, is a masquerade. That the program is not another one says nothing, and that a field is
 * there neither.
 */
export function isQualified(path: readonly Indicator[], exclusions: readonly Predicate[]): boolean {
  if (path.length === 0 || exclusions.length === 0) return false;
  const operators = operatorsByField(path);
  const names = path.map(({ value }) => nameIn(value)).sort();
  return exclusions.some((exclusion) => {
    if (exclusion.operator === "exists") return false;
    const isOnlyAnotherName = (operator: string) => operator === "basename" && exclusion.operator === "basename";
    const tested = operators.get(fieldName(exclusion.field)) ?? [];
    if (tested.some((operator) => !isOnlyAnotherName(operator))) return true;
    return exclusion.values.some((value) => startsOne(nameIn(value), names));
  });
}

function operatorsByField(path: readonly Indicator[]): ReadonlyMap<string, readonly string[]> {
  const operators = new Map<string, string[]>();
  for (const { field, operator } of path) {
    const known = operators.get(fieldName(field));
    if (known === undefined) operators.set(fieldName(field), [operator]);
    else if (!known.includes(operator)) known.push(operator);
  }
  return operators;
}

function fieldName(field: string | undefined): string {
  return (field ?? "").toLowerCase();
}

/** `\curl` and `curl.exe` begin with the same name. */
function nameIn(value: string): string {
  return value.toLowerCase().replace(/^.*[\\/]/s, "");
}

/** Shorter is no name. */
const leastLength = 3;

/** Whether one of the sorted texts starts with a name. */
function startsOne(name: string, sorted: readonly string[]): boolean {
  if (name.length < leastLength) return false;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") < name) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(name) ?? false;
}
