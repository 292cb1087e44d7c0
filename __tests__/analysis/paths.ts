import { indicatorKeys } from "../../src/analysis/indicators.ts";
import type { Condition } from "../../src/model/condition.ts";

/** One way to satisfy a condition: what it tests, and whether a part of it was not understood. */
export interface EveryPath {
  readonly keys: ReadonlySet<string>;
  readonly isOpaque: boolean;
}

/** All ways to satisfy a condition (DESIGN 4.5), one after the other: the yardstick of the search for the widest. */
export function pathsOf(condition: Condition, isPositive = true): readonly EveryPath[] {
  switch (condition.kind) {
    case "predicate":
      if (!isPositive) return [nothing];
      return indicatorKeys(condition).map((key) => ({ keys: new Set([key]), isOpaque: false }));
    case "constraint":
      return [nothing];
    case "opaque":
      return [isPositive ? { keys: new Set(), isOpaque: true } : nothing];
    case "not":
      return pathsOf(condition.condition, !isPositive);
    case "sequence":
      return isPositive ? together(condition.steps, true) : either(condition.steps, false);
    case "all":
      return isPositive ? together(condition.of, true) : either(condition.of, false);
    case "any":
      return isPositive ? either(condition.of, true) : together(condition.of, false);
  }
}

const nothing: EveryPath = { keys: new Set(), isOpaque: false };

function either(parts: readonly Condition[], isPositive: boolean): readonly EveryPath[] {
  return parts.length === 0 ? [nothing] : parts.flatMap((part) => pathsOf(part, isPositive));
}

function together(parts: readonly Condition[], isPositive: boolean): readonly EveryPath[] {
  return parts.reduce<readonly EveryPath[]>(
    (paths, part) => paths.flatMap((path) => pathsOf(part, isPositive).map((more) => join(path, more))),
    [nothing],
  );
}

function join(one: EveryPath, other: EveryPath): EveryPath {
  return { keys: new Set([...one.keys, ...other.keys]), isOpaque: one.isOpaque || other.isOpaque };
}
