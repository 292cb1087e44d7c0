import type { Condition, OpaqueReason, Operator } from "../../model/condition.ts";
import { allOf, anyOf, type FieldTest, fieldPassesAny, not, oneLine, type TestValue } from "../../syntax/conditions.ts";
import { anyRun, type Pattern, readPattern, reducePattern } from "../../syntax/pattern.ts";
import { transform } from "./encodings.ts";
import { type FieldKey, parseFieldKey } from "./modifiers.ts";
import type { ValueBudget } from "./value-budget.ts";

/** One scalar of a detection, with its line. */
export interface Scalar {
  readonly value: string | number | boolean | null;
  readonly line: number;
}

interface FieldTestContext {
  /** Line of the key. */
  readonly line: number;
  /** Paid for what modifiers make of the values, not for the values themselves. */
  readonly budget: ValueBudget;
}

/**
 * The test that a key of a selection and its values, of which there is at least one, stand for:
 * `CommandLine|contains|all: [...]`.
 */
export function readFieldTest(keyText: string, scalars: readonly Scalar[], context: FieldTestContext): Condition {
  const key = parseFieldKey(keyText);
  if (key.kind === undefined) {
    return opaque("unsupported", key, {
      value: scalars.map(({ value }) => String(value)).join(", "),
      line: context.line,
    });
  }
  const condition = key.isAll
    ? allOf(scalars.map((scalar) => testAny(key, [scalar], context)))
    : testAny(key, scalars, context);
  return key.isNegated ? not(condition) : condition;
}

function testAny(key: FieldKey, scalars: readonly Scalar[], { budget }: FieldTestContext): Condition {
  const conditions: Condition[] = [];
  const values: TestValue[] = [];
  for (const scalar of scalars) {
    const read = readScalar(key, scalar, budget);
    if ("kind" in read) conditions.push(read);
    else if ("operator" in read) values.push(read);
    else values.push(...read);
  }
  if (values.length === 0) return anyOf(conditions);
  const test: FieldTest = { field: key.field, caseSensitive: key.caseSensitive, values };
  return conditions.length === 0 ? fieldPassesAny(test) : anyOf([fieldPassesAny(test), ...conditions]);
}

/** What one scalar asks of the field: one value of a test, several, or a condition of another kind. */
function readScalar(key: FieldKey, scalar: Scalar, budget: ValueBudget): TestValue | readonly TestValue[] | Condition {
  const { value, line } = scalar;
  if (value === null) return isNull(key, scalar);
  const text = String(value);
  if (key.hasPlaceholders && hasPlaceholder(text)) return opaque("placeholder", key, scalar);
  if (key.timePart !== undefined) return timeConstraint(key, scalar);
  switch (key.kind) {
    case "regex":
      return { operator: "regex", value: key.regexFlags + text, line };
    case "network":
      return network(key, scalar);
    case "existence":
      return existence(key, scalar);
    case "reference":
      return fieldReference(key, scalar);
    case "number":
      return comparison(key, scalar);
    case "plain":
    case "text":
    case "wrapped":
    case "time":
    case undefined:
      return key.transformations.length === 0 ? readText(key, scalar) : readTransformed(key, scalar, budget);
  }
}

function opaque(reason: OpaqueReason, key: FieldKey, { value, line }: Scalar): Condition {
  return { kind: "opaque", reason, text: oneLine(`${key.text}: ${value}`), line };
}

/** Rules specification, "Special Field Values": the field has no value. Nothing can be made of no value. */
function isNull(key: FieldKey, scalar: Scalar): Condition {
  if (key.field === undefined || key.kind !== "plain") return opaque("syntax-error", key, scalar);
  return not(exists(key.field, scalar.line));
}

function exists(field: string, line: number): Condition {
  return fieldPassesAny({ field, caseSensitive: false, values: [{ operator: "exists", value: "*", line }] });
}

function existence(key: FieldKey, scalar: Scalar): Condition {
  const { value, line } = scalar;
  if (key.field === undefined || typeof value !== "boolean") return opaque("syntax-error", key, scalar);
  return value ? exists(key.field, line) : not(exists(key.field, line));
}

/** An address, with or without the length of a prefix; which addresses there are is not looked at. */
function network(key: FieldKey, scalar: Scalar): TestValue | Condition {
  const value = String(scalar.value);
  if (key.field === undefined) return opaque("unsupported", key, scalar);
  if (!/^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(value)) return opaque("syntax-error", key, scalar);
  return { operator: "cidr", value, line: scalar.line };
}

/** Numbers alone are compared, but one in quotes is meant as one. */
function comparison(key: FieldKey, scalar: Scalar): TestValue | Condition {
  const value = String(scalar.value);
  if (key.field === undefined || key.comparison === undefined) return opaque("unsupported", key, scalar);
  if (!/^[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?$/i.test(value)) return opaque("syntax-error", key, scalar);
  return { operator: key.comparison, value, line: scalar.line };
}

function fieldReference(key: FieldKey, { value, line }: Scalar): Condition {
  const text = oneLine(`${key.field ?? "event"} ${key.shape ?? "="} field ${value}`);
  return { kind: "constraint", text, line };
}

function timeConstraint(key: FieldKey, { value, line }: Scalar): Condition {
  const text = oneLine(`${key.timePart} of ${key.field ?? "event"} ${key.comparison ?? "="} ${value}`);
  return { kind: "constraint", text, line };
}

const operatorOfShape = { contains: "contains", startswith: "starts_with", endswith: "ends_with" } as const;

function readText(key: FieldKey, { value, line }: Scalar): TestValue {
  const text = String(value);
  // Most values have nothing to take apart: then the field's shape is the operator.
  if (text !== "" && !key.hasPlaceholders && !/[*?]|\\\\/.test(text)) {
    const operator: Operator = key.shape === undefined ? "equals" : operatorOfShape[key.shape];
    return { operator, value: text, line };
  }
  return { ...reducePattern(shapePattern(patternOf(text, key), key)), line };
}

function readTransformed(key: FieldKey, scalar: Scalar, budget: ValueBudget): readonly TestValue[] | Condition {
  const text = String(scalar.value);
  if (text.length > maximalTransformed || budget.exceededAt !== undefined) return opaque("limit-exceeded", key, scalar);
  const variants = transform(patternOf(text, key), key.transformations);
  if (variants === undefined) return opaque("unsupported", key, scalar);
  // The value itself is paid for already, and long ones weigh more.
  const cost = variants.length * Math.ceil(text.length / 100) - 1;
  if (!budget.spend(cost, scalar.line)) return opaque("limit-exceeded", key, scalar);
  return variants.map((variant) => ({ ...reducePattern(shapePattern(variant, key)), line: scalar.line }));
}

/** No command line that a rule looks for is longer, and a value may have thousands of variants. */
const maximalTransformed = 2_000;

function patternOf(text: string, key: FieldKey): Pattern {
  return key.hasPlaceholders ? readPattern(text).map(unescapePercent) : readPattern(text);
}

/**
 * Rules specification, "Placeholders": `%name%`, where `\%` is a plain percent sign.
 *
 * pySigma knows no `-` or `.` in names and looks for `%DC-NAME%` as it stands, which no author can want.
 */
function hasPlaceholder(text: string): boolean {
  return /(?<!\\)%[\p{L}\p{N}_.-]+%/u.test(text);
}

function unescapePercent(part: Pattern[number]): Pattern[number] {
  return typeof part === "string" ? part.replaceAll("\\%", "%") : part;
}

function shapePattern(pattern: Pattern, { field, shape }: FieldKey): Pattern {
  // A keyword is looked for anywhere in the event.
  if (field === undefined || shape === "contains") return [anyRun, ...pattern, anyRun];
  if (shape === "startswith") return [...pattern, anyRun];
  return shape === "endswith" ? [anyRun, ...pattern] : pattern;
}
