import type { Condition, Opaque, Predicate } from "../model/condition.ts";
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

/** The same condition as far as it tests the fields (lower case), so that many events can be asked of it quickly. */
export function tellingPart(condition: Condition, fields: ReadonlySet<string>): Condition {
  switch (condition.kind) {
    case "all":
    case "any": {
      const of = condition.of.map((part) => tellingPart(part, fields));
      const told = of.filter((part) => part !== untold);
      if (told.length === 0 && of.length > 0) return untold;
      return { kind: condition.kind, of: told.length === of.length ? of : [...told, untold] };
    }
    case "sequence": {
      const steps = condition.steps.map((step) => tellingPart(step, fields));
      return steps.every((step) => step === untold) ? untold : { ...condition, steps };
    }
    case "not": {
      const inner = tellingPart(condition.condition, fields);
      return inner === untold ? untold : { kind: "not", condition: inner };
    }
    case "predicate":
      return namesOf(condition).some((name) => fields.has(name)) ? condition : untold;
    case "constraint":
    case "opaque":
      return untold;
  }
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
      return isPositive ? closest(condition.steps.map((step) => judge(step, true, event))) : "possible";
    case "all":
    case "any": {
      const fits = condition.of.map((part) => judge(part, isPositive, event));
      if ((condition.kind === "all") !== isPositive) return closest(fits);
      return fits.includes("no") ? "no" : closest(["possible", ...fits]);
    }
    case "constraint":
    case "opaque":
      return "possible";
  }
}

function closest(fits: readonly Fit[]): Fit {
  if (fits.includes("named")) return "named";
  return fits.includes("possible") ? "possible" : "no";
}

function fitOfTest(predicate: Predicate, event: EventTraits): Fit {
  let result: Fit = "possible";
  for (const name of namesOf(predicate)) {
    if (event.absent.has(name)) return "no";
    const values = event.fixed.get(name);
    const { passing, isKnown } = values === undefined ? { passing: 1, isKnown: false } : passed(predicate, values);
    if (isKnown && passing === 0) return "no";
    if (passing > 0 && event.naming.has(name)) result = "named";
  }
  return result;
}

/** The predicate under a negation. */
function fitOfRefusal(predicate: Predicate, { fixed, absent }: EventTraits): Fit {
  const names = namesOf(predicate);
  if (names.some((name) => absent.has(name))) return "possible";
  const isCertain = names.some((name) => {
    const values = fixed.get(name);
    return values !== undefined && passed(predicate, values).passing === values.length;
  });
  return isCertain ? "no" : "possible";
}

/** The canonical name and the author's, lower case. */
export function namesOf({ field, nativeField }: Predicate): readonly string[] {
  const names = [field, nativeField].flatMap((name) => name?.toLowerCase() ?? []);
  return names[0] === names[1] ? names.slice(1) : names;
}

/** How many of the values pass the test, and whether that can be told. */
function passed(
  { operator, values: wanted }: Predicate,
  values: readonly string[],
): { readonly passing: number; readonly isKnown: boolean } {
  const isPassing = tests[operator];
  if (isPassing === undefined) return { passing: 0, isKnown: false };
  const texts = wanted.map((text) => text.toLowerCase());
  return { passing: values.filter((value) => texts.some((text) => isPassing(value, text))).length, isKnown: true };
}

const tests: Readonly<Partial<Record<Predicate["operator"], (value: string, wanted: string) => boolean>>> = {
  equals: (value, wanted) => value === wanted,
  contains: (value, wanted) => value.includes(wanted),
  starts_with: (value, wanted) => value.startsWith(wanted),
  ends_with: (value, wanted) => value.endsWith(wanted),
  exists: () => true,
  // A question mark stands for one character, which is not looked at here.
  wildcard: (value, wanted) => matchesTable(wanted.replaceAll("?", "*"), value),
};
