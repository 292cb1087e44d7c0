import type { Condition, OpaqueReason } from "../model/condition.ts";
import { allOf, not } from "./conditions.ts";
import type { Words } from "./tokens.ts";

/** What a comparison or a function is about. */
export type Operand = Field | Literal | Choice | Truth | Computed;

/** A field of the event. */
export interface Field {
  readonly kind: "field";
  readonly words: Words;
  readonly name: string;
  /** Whether its value is brought to one case before it is compared. */
  readonly foldsCase: boolean;
}

/** A value that the query names. */
export interface Literal {
  readonly kind: "literal";
  readonly words: Words;
  readonly type: "text" | "number" | "boolean" | "null";
  /** Without quotes and escapes. */
  readonly value: string;
}

/** The result of the first arm whose condition holds. */
export interface Choice {
  readonly kind: "choice";
  readonly words: Words;
  readonly arms: readonly Arm[];
}

/** A result, and when it is the one. */
export interface Arm {
  /** Undefined: otherwise. */
  readonly when: Condition | undefined;
  readonly result: Operand;
}

/** Something that is true or false. */
export interface Truth {
  readonly kind: "truth";
  readonly words: Words;
  readonly condition: Condition;
}

/** A value that is worked out from others and that no predicate can be about. */
export interface Computed {
  readonly kind: "computed";
  readonly words: Words;
  /** Whether every function in it is known. */
  readonly isUnderstood: boolean;
  /** Why it is not, if not for a function. */
  readonly gap?: OpaqueReason | undefined;
}

/** Holds for every event. */
export const always: Condition = { kind: "all", of: [] };

/** Holds for no event. */
export const never: Condition = not(always);

/** Whether a condition is {@link always}. */
export function isAlways(condition: Condition): boolean {
  return condition.kind === "all" && condition.of.length === 0;
}

/** Whether a condition is {@link never}. */
export function isNever(condition: Condition): boolean {
  return condition.kind === "not" && isAlways(condition.condition);
}

/** All of the parts, without those that always hold. */
export function allThatNarrow(parts: readonly Condition[]): Condition {
  return allOf(parts.filter((part) => !isAlways(part)));
}
