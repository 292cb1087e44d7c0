import type { Condition } from "../model/condition.ts";
import type { Arm, Choice, Operand } from "./operand.ts";

/**
 * The arms of a choice, where those of a choice within one that ask the same again are decided by it: a column that is made
 * from itself under one condition several times, as by `x=if(c, f(x), x)`, would say its conditions over and over.
 */
export function decidedArms(arms: readonly Arm[]): readonly Arm[] {
  const failed: Condition[] = [];
  return arms.map(({ when, result }) => {
    const decided = result.kind === "choice" ? decide(result, when, failed) : result;
    if (when !== undefined) failed.push(when);
    return { when, result: decided };
  });
}

/** What a choice comes to where one condition is known to hold, and others not to. */
function decide(choice: Choice, holds: Condition | undefined, failed: readonly Condition[]): Operand {
  const open = choice.arms.filter(({ when }) => when === undefined || !failed.some((known) => isSame(known, when)));
  const last = open.findIndex(({ when }) => when === undefined || (holds !== undefined && isSame(holds, when)));
  const end = open[last];
  if (end === undefined) return choice;
  if (last === 0) return end.result;
  return { ...choice, arms: [...open.slice(0, last), { when: undefined, result: end.result }] };
}

/** Whether two conditions say the same in the same order, wherever they stand. */
function isSame(one: Condition, other: Condition): boolean {
  return JSON.stringify(one, withoutLines) === JSON.stringify(other, withoutLines);
}

function withoutLines(key: string, value: unknown): unknown {
  return key === "line" || key === "lines" ? undefined : value;
}
