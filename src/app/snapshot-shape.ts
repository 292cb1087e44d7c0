import type { Constraint, Opaque, Operator, Predicate, Sequence } from "../model/condition.ts";
import { lifecycles, type Severity, severities } from "../model/rule.ts";
import type { Diagnostic } from "../model/source.ts";
import type { SnapshotDocument, SnapshotRule } from "../report/json/snapshot-json.ts";
import { reasonWords } from "../report/reason-words.ts";

/** A document as JSON has it: null stands for what is not there. */
export interface SnapshotInJson extends Omit<SnapshotDocument, "rules" | "diagnostics"> {
  readonly diagnostics: readonly (Omit<Diagnostic, "location"> & Diagnostic["location"])[];
  readonly rules: readonly RuleInJson[];
}

interface RuleInJson extends Omit<SnapshotRule, "severity" | "logSource" | "condition"> {
  readonly severity: Severity | null;
  readonly logSource: { readonly vocabulary: string; readonly tables: readonly string[] } & Readonly<
    Record<"product" | "category" | "service", string | null>
  >;
  readonly condition: ConditionInJson;
}

export type ConditionInJson =
  | { readonly kind: "all" | "any"; readonly of: readonly ConditionInJson[] }
  | { readonly kind: "not"; readonly condition: ConditionInJson }
  | (Omit<Sequence, "steps" | "within"> & {
      readonly steps: readonly ConditionInJson[];
      readonly within: string | null;
    })
  | (Omit<Predicate, "field" | "nativeField" | "lines"> & {
      readonly field: string | null;
      readonly nativeField: string | null;
      readonly lines: readonly number[];
    })
  | Constraint
  | Opaque;

/** More levels than the conditions of any rule have: a deeper one was made to break its reader. */
export const maximalConditionDepth = 1_000;

/**
 * Whether a document is what `schema/snapshot.schema.json` describes, but for keys that a later version may have added.
 *
 * It may come from another repository, so nothing of it is taken for granted.
 */
export function isSnapshot(document: unknown): document is SnapshotInJson {
  return isDocument(document);
}

type Test = (value: unknown) => boolean;

function shape(tests: Readonly<Record<string, Test>>): Test {
  const entries = Object.entries(tests);
  return (value) =>
    isRecord(value) && entries.every(([key, test]) => test(Object.hasOwn(value, key) ? value[key] : undefined));
}

function listOf(isItem: Test): Test {
  return (value) => Array.isArray(value) && value.every((item) => isItem(item));
}

function oneOf(values: readonly unknown[]): Test {
  return (value) => values.includes(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isText: Test = (value) => typeof value === "string";
const isTextOrNull: Test = (value) => value === null || typeof value === "string";
const isBoolean: Test = (value) => typeof value === "boolean";
const isCount: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isPlace: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 1;

const operators: Readonly<Record<Operator, true>> = {
  equals: true,
  contains: true,
  starts_with: true,
  ends_with: true,
  basename: true,
  wildcard: true,
  regex: true,
  cidr: true,
  lt: true,
  lte: true,
  gt: true,
  gte: true,
  exists: true,
  keyword: true,
};

const isPredicate = shape({
  field: isTextOrNull,
  nativeField: isTextOrNull,
  operator: oneOf(Object.keys(operators)),
  values: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  caseSensitive: isBoolean,
  line: isPlace,
  lines: listOf(isPlace),
});
const isSequence = shape({ ordered: isBoolean, by: listOf(isText), within: isTextOrNull });
const isConstraint = shape({ text: isText, line: isPlace });
const isOpaque = shape({ reason: oneOf(Object.keys(reasonWords)), text: isText, line: isPlace });

function isCondition(condition: unknown, depth = 0): boolean {
  if (!isRecord(condition) || depth > maximalConditionDepth) return false;
  const areParts = listOf((part) => isCondition(part, depth + 1));
  switch (condition.kind) {
    case "all":
      return areParts(condition.of);
    case "any":
      return areParts(condition.of) && Array.isArray(condition.of) && condition.of.length > 0;
    case "not":
      return isCondition(condition.condition, depth + 1);
    case "sequence":
      return isSequence(condition) && areParts(condition.steps);
    case "predicate":
      return isPredicate(condition);
    case "constraint":
      return isConstraint(condition);
    case "opaque":
      return isOpaque(condition);
    default:
      return false;
  }
}

const isClaim = shape({ id: isText, declared: isText, line: isPlace });

const isRule = shape({
  ...{ repository: isText, key: isText, title: isText, format: isText, language: isText, path: isText, line: isPlace },
  lifecycle: oneOf(lifecycles),
  severity: oneOf([...severities, null]),
  role: oneOf(["own", "reference"]),
  helper: isBoolean,
  logSource: shape({
    ...{ vocabulary: isText, product: isTextOrNull, category: isTextOrNull, service: isTextOrNull },
    tables: listOf(isText),
  }),
  techniques: listOf(isClaim),
  tactics: listOf(isClaim),
  related: listOf(shape({ key: isText, relation: isText })),
  events: listOf(shape({ provider: isText, id: isText, title: isText })),
  condition: (value) => isCondition(value),
});

const isDocument = shape({
  schemaVersion: oneOf([1]),
  kind: oneOf(["snapshot"]),
  repositories: listOf(shape({ name: isText, revision: isText, files: isCount })),
  diagnostics: listOf(shape({ code: isText, message: isText, path: isText, line: isPlace, column: isPlace })),
  rules: listOf(isRule),
});
