import type { Condition, Predicate, Sequence } from "../model/condition.ts";
import { indicatorKeys, keyOfTest } from "./indicators.ts";

/**
 * A text that two conditions share exactly when they are the same logic, but for the order in which their parts and
 * values stand, the lines they stand on, and how the author spelled fields and case.
 */
export function signature(condition: Condition): string {
  switch (condition.kind) {
    case "all":
    case "any":
      return `${condition.kind}(${condition.of.map(signature).sort().join()})`;
    case "not":
      return `not(${signature(condition.condition)})`;
    case "sequence":
      return signatureOfSequence(condition);
    case "predicate":
      return JSON.stringify([condition.caseSensitive, ...testKeys(condition)].sort());
    case "constraint":
    case "opaque":
      return JSON.stringify([condition.kind, condition.text]);
  }
}

/** What says of two sequences with the same steps that they are the same. */
export function frameOf({ ordered, by, within }: Sequence): string {
  return JSON.stringify([ordered, [...by].sort(), within]);
}

/** Keys of a predicate's values; where case matters they are as the author wrote them. */
export function testKeys(predicate: Predicate): readonly string[] {
  const { field, operator, values, caseSensitive } = predicate;
  if (!caseSensitive) return indicatorKeys(predicate);
  const test = keyOfTest(field, operator);
  return values.map((value) => test + value);
}

function signatureOfSequence(sequence: Sequence): string {
  const steps = sequence.steps.map(signature);
  return `sequence${frameOf(sequence)}(${(sequence.ordered ? steps : steps.sort()).join()})`;
}
