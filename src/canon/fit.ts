import type { All, Any, Condition, Opaque, Operator, Predicate } from "../model/condition.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { matchesTable } from "./log-source-match.ts";

/** What is known of an event before a rule is asked; names and values are lower case. */
export interface EventTraits {
  /** By field, the values one of which it has. */
  readonly fixed: ReadonlyMap<string, readonly string[]>;
  /** Fields that it does not have. */
  readonly absent: ReadonlySet<string>;
  /** Fields that tell this event from others of its log: of those in `fixed` by their values, of others by being there. */
  readonly naming: ReadonlySet<string>;
}

/**
 * Whether an event can be part of a match: `no`, `possible`, or `named` where a way to match tests one of its naming
 * fields for a value that it has.
 */
export type Fit = "no" | "possible" | "named";

/** How an event fits a condition. What is not known of the event takes nothing away. */
export function fitOf(condition: Condition, event: EventTraits): Fit {
  return judge(condition, true, event);
}

/** The branches and steps of a condition that an event can be part of; undefined where there is none. */
export function partFor(condition: Condition, event: EventTraits): Condition | undefined {
  if (fitOf(condition, event) === "no") return undefined;
  const partsOf = (parts: readonly Condition[]) => parts.flatMap((part) => partFor(part, event) ?? []);
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind, of: partsOf(condition.of) };
    case "sequence":
      return { ...condition, steps: partsOf(condition.steps) };
    case "not":
    case "predicate":
    case "constraint":
    case "opaque":
      return condition;
  }
}

/** Whether a field, however it is written, is one of a set. */
export type FieldTest = (name: string | undefined) => boolean;

/** `fields` are lower case. Names that were asked for are remembered: rules repeat a few hundred. */
export function fieldTest(fields: ReadonlySet<string>): FieldTest {
  const known = new Map<string, boolean>();
  return (name) => {
    if (name === undefined) return false;
    const isField = known.get(name) ?? fields.has(name.toLowerCase());
    known.set(name, isField);
    return isField;
  };
}

/** The same condition as far as it tests the fields, so that many events can be asked of it quickly. */
export function tellingPart(condition: Condition, isTelling: FieldTest): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return tellingParts(condition, isTelling);
    case "sequence": {
      const steps = condition.steps.map((step) => tellingPart(step, isTelling));
      return steps.every((step) => step === untold) ? untold : { ...condition, steps };
    }
    case "not": {
      const inner = tellingPart(condition.condition, isTelling);
      return inner === untold ? untold : { kind: "not", condition: inner };
    }
    case "predicate":
      return isTelling(condition.nativeField) || isTelling(condition.field) ? condition : untold;
    case "constraint":
    case "opaque":
      return untold;
  }
}

/** What is not told is one part, however much it was. */
function tellingParts({ kind, of: parts }: All | Any, isTelling: FieldTest): Condition {
  const told: Condition[] = [];
  for (const part of parts) {
    const telling = tellingPart(part, isTelling);
    if (telling !== untold) told.push(telling);
  }
  if (told.length === 0 && parts.length > 0) return untold;
  if (told.length < parts.length) told.push(untold);
  return { kind, of: told };
}

/** The same for conditions that ask the same, wherever they stand in their files. */
export function signatureOf(condition: Condition): string {
  switch (condition.kind) {
    case "all":
    case "any":
      return `${condition.kind}(${condition.of.map(signatureOf).join()})`;
    case "sequence":
      return `sequence(${condition.steps.map(signatureOf).join()})`;
    case "not":
      return `not(${signatureOf(condition.condition)})`;
    case "predicate":
      return JSON.stringify([condition.field, condition.nativeField, condition.operator, condition.values]);
    case "constraint":
    case "opaque":
      return "";
  }
}

/** The fields that a condition tests, lower case. */
export function testedFields(condition: Condition): ReadonlySet<string> {
  const fields = new Set<string>();
  visitLeaves(condition, (leaf) => {
    if (leaf.kind === "predicate") for (const name of readyTest(leaf).names) fields.add(name);
  });
  return fields;
}

/** Stands for all that the fields do not tell. */
const untold: Opaque = { kind: "opaque", reason: "not-in-rule", text: "", line: 1 };

function judge(condition: Condition, isPositive: boolean, event: EventTraits): Fit {
  switch (condition.kind) {
    case "predicate":
      return isPositive ? fitOfTest(condition, event) : fitOfRefusal(condition, event);
    case "not":
      return judge(condition.condition, !isPositive, event);
    case "sequence":
      // Each event is one of the steps.
      return isPositive ? fitOfAny(condition.steps, true, event) : "possible";
    case "all":
    case "any":
      return (condition.kind === "all") === isPositive
        ? fitOfAll(condition.of, isPositive, event)
        : fitOfAny(condition.of, isPositive, event);
    case "constraint":
    case "opaque":
      return "possible";
  }
}

/** `named` where some part is. */
function fitOfAny(parts: readonly Condition[], isPositive: boolean, event: EventTraits): Fit {
  let result: Fit = "no";
  for (const part of parts) {
    const fit = judge(part, isPositive, event);
    if (fit === "named") return "named";
    if (fit === "possible") result = "possible";
  }
  return result;
}

/** `no` where some part does not fit. */
function fitOfAll(parts: readonly Condition[], isPositive: boolean, event: EventTraits): Fit {
  let result: Fit = "possible";
  for (const part of parts) {
    const fit = judge(part, isPositive, event);
    if (fit === "no") return "no";
    if (fit === "named") result = "named";
  }
  return result;
}

function fitOfTest(predicate: Predicate, event: EventTraits): Fit {
  let result: Fit = "possible";
  const test = readyTest(predicate);
  for (const name of test.names) {
    if (event.absent.has(name)) return "no";
    const values = event.fixed.get(name);
    const count = values === undefined ? 1 : passing(test, values);
    if (count === 0) return "no";
    if (count !== undefined && event.naming.has(name)) result = "named";
  }
  return result;
}

/** The predicate under a negation. */
function fitOfRefusal(predicate: Predicate, { fixed, absent }: EventTraits): Fit {
  const test = readyTest(predicate);
  const { names } = test;
  if (names.some((name) => absent.has(name))) return "possible";
  const isCertain = names.some((name) => {
    const values = fixed.get(name);
    return values !== undefined && passing(test, values) === values.length;
  });
  return isCertain ? "no" : "possible";
}

/** What a predicate asks, lower case. */
interface ReadyTest {
  /** The canonical name and the author's. */
  readonly names: readonly string[];
  readonly values: readonly string[];
  readonly operator: Operator;
}

const readyTests = new WeakMap<Predicate, ReadyTest>();

/** Made once for a predicate, of which many events are asked. */
export function readyTest(predicate: Predicate): ReadyTest {
  const known = readyTests.get(predicate);
  if (known !== undefined) return known;
  const { field, nativeField, operator, values } = predicate;
  const [first, second] = [field?.toLowerCase(), nativeField?.toLowerCase()];
  const test: ReadyTest = {
    names: [first, first === second ? undefined : second].filter((name) => name !== undefined),
    values: values.map((value) => value.toLowerCase()),
    operator,
  };
  readyTests.set(predicate, test);
  return test;
}

/** How many of the values pass the test; undefined where that can't be told. */
function passing({ operator, values: wanted }: ReadyTest, values: readonly string[]): number | undefined {
  const isPassing = tests[operator];
  if (isPassing === undefined) return undefined;
  let count = 0;
  for (const value of values) if (wanted.some((text) => isPassing(value, text))) count++;
  return count;
}

const tests: Readonly<Partial<Record<Operator, (value: string, wanted: string) => boolean>>> = {
  equals: (value, wanted) => value === wanted,
  contains: (value, wanted) => value.includes(wanted),
  starts_with: (value, wanted) => value.startsWith(wanted),
  ends_with: (value, wanted) => value.endsWith(wanted),
  exists: () => true,
  // A question mark stands for one character, which is not looked at here.
  wildcard: (value, wanted) => matchesTable(wanted.replaceAll("?", "*"), value),
};
