/**
 * What a rule looks for, as a tree that no query language owns.
 *
 * Evaluating it on an event gives what the author's engine would give, as far as it was understood:
 * what was not is an {@link Opaque} node at its place in the tree, never left out.
 */
export type Condition = All | Any | Not | Sequence | Predicate | Constraint | Opaque;

/** Holds when every part holds. `of` may be empty: then it always holds. */
export interface All {
  readonly kind: "all";
  readonly of: readonly Condition[];
}

/** Holds when at least one part holds. `of` is never empty. */
export interface Any {
  readonly kind: "any";
  readonly of: readonly Condition[];
}

export interface Not {
  readonly kind: "not";
  readonly condition: Condition;
}

/** Several events, one for each step. */
export interface Sequence {
  readonly kind: "sequence";
  /** Whether the events have to come in the order of `steps`. */
  readonly ordered: boolean;
  readonly steps: readonly Condition[];
  /** Fields, as the author names them, that have the same value in every event. */
  readonly by: readonly string[];
  /** The time between the first and the last event as the author wrote it (`5m`), if there is a limit. */
  readonly within: string | undefined;
}

/** One test of one field. Holds when any of `values` does. */
export interface Predicate {
  readonly kind: "predicate";
  /** The canonical field; until canonicalised the author's; undefined: anywhere in the event. */
  readonly field: string | undefined;
  /** The field as the author wrote it; undefined: anywhere in the event. */
  readonly nativeField: string | undefined;
  readonly operator: Operator;
  /**
   * At least one, in the author's order, without the escapes and quotes of their language.
   *
   * - `wildcard`: `*` is any run, `?` any one character, `\` makes one of `*?\` plain (only where needed);
   * - `regex`: the expression, with `(?m)` or `(?s)` before it where the author's flags say so;
   * - `exists`: the one value `*`;
   * - every other operator: plain text.
   */
  readonly values: readonly string[];
  readonly caseSensitive: boolean;
  /** Line of the first value, from 1. */
  readonly line: number;
  /** Line of each value, in step with `values`; undefined where all are on `line`. */
  readonly lines: readonly number[] | undefined;
}

/** DESIGN 4.1. A negated operator is a {@link Not} around the plain one. */
export type Operator =
  | "equals"
  | "contains"
  | "starts_with"
  | "ends_with"
  | "basename"
  | "wildcard"
  | "regex"
  | "cidr"
  | "lt"
  | "lte"
  | "gt"
  | "gte"
  | "exists"
  | "keyword";

/**
 * A threshold, count, time window, computed column or field-to-field comparison.
 *
 * It narrows the rule, is understood, and has no indicator and no reach.
 */
export interface Constraint {
  readonly kind: "constraint";
  /** In the author's terms, on one line. */
  readonly text: string;
  readonly line: number;
}

/** A part that was not understood or cannot be known from the repository. */
export interface Opaque {
  readonly kind: "opaque";
  readonly reason: OpaqueReason;
  /** What stands there, in the author's words, on one line, cut where long. */
  readonly text: string;
  readonly line: number;
}

export type OpaqueReason =
  /** The text does not follow the grammar of its language. */
  | "syntax-error"
  /** A function, command, modifier or operator that this version does not read. */
  | "unsupported"
  /** A macro that is not in the repository. */
  | "unresolved-macro"
  /** A value that each environment fills in, such as Sigma's `%Administrators%`. */
  | "placeholder"
  /** A list, table or model kept outside of the repository. */
  | "external-lookup"
  /** Another rule of the corpus, by id or name; replaced when the corpus is linked, and left where it is not found. */
  | "unresolved-reference"
  /** Logic that is not written down in the rule: machine learning, a vendor's own analytics. */
  | "not-in-rule"
  /** Beyond a limit of size or depth. */
  | "limit-exceeded";
