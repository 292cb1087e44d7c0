import type { Condition, Predicate, Sequence } from "../../src/model/condition.ts";
import { anyOne, anyRun, readPattern } from "../../src/syntax/pattern.ts";

/** A log event: values by field; a list is a field with several values. */
export type LogEvent = Readonly<Record<string, unknown>>;

/**
 * What DESIGN 4.1 says that a condition means, on one event: the yardstick of the readers' tests.
 *
 * Written to be obviously right, not to be fast. Throws where a condition can't be judged on one event.
 */
export function evaluate(condition: Condition, event: LogEvent): boolean {
  switch (condition.kind) {
    case "all":
      return condition.of.every((part) => evaluate(part, event));
    case "any":
      return condition.of.some((part) => evaluate(part, event));
    case "not":
      return !evaluate(condition.condition, event);
    case "predicate":
      return passes(condition, event);
    case "sequence":
    case "constraint":
    case "opaque":
      throw new Error(`A part of kind ${condition.kind} can't be judged on one event: ${JSON.stringify(condition)}`);
  }
}

/** The same on all events of a time window, in their order: each step of a sequence needs an event of its own. */
export function evaluateWindow(condition: Condition, events: readonly LogEvent[]): boolean {
  if (!hasSequence(condition)) return events.some((event) => evaluate(condition, event));
  switch (condition.kind) {
    // What stands beside a sequence is about the window, too.
    case "all":
      return condition.of.every((part) => holdsInWindow(part, events));
    case "any":
      return condition.of.some((part) => evaluateWindow(part, events));
    case "not":
      return !evaluateWindow(condition.condition, events);
    case "sequence":
      return findSteps(condition, { steps: condition.steps, events, chosen: [] });
    case "predicate":
    case "constraint":
    case "opaque":
      throw new Error("No sequence can be in a leaf.");
  }
}

function holdsInWindow(part: Condition, events: readonly LogEvent[]): boolean {
  return part.kind === "not" ? !evaluateWindow(part.condition, events) : evaluateWindow(part, events);
}

function hasSequence(condition: Condition): boolean {
  switch (condition.kind) {
    case "sequence":
      return true;
    case "all":
    case "any":
      return condition.of.some(hasSequence);
    case "not":
      return hasSequence(condition.condition);
    case "predicate":
    case "constraint":
    case "opaque":
      return false;
  }
}

interface Search {
  readonly steps: readonly Condition[];
  readonly events: readonly LogEvent[];
  readonly chosen: readonly LogEvent[];
}

function findSteps(sequence: Sequence, { steps, events, chosen }: Search): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return sequence.by.every((field) => new Set(chosen.map((event) => event[field])).size === 1);
  return events.some((event, index) => {
    if (!evaluateWindow(step, [event])) return false;
    const left = sequence.ordered ? events.slice(index + 1) : events.filter((other) => other !== event);
    return findSteps(sequence, { steps: rest, events: left, chosen: [...chosen, event] });
  });
}

function passes(predicate: Predicate, event: LogEvent): boolean {
  const found = predicate.field === undefined ? Object.values(event) : [event[predicate.field]];
  const present = found.flat(Number.POSITIVE_INFINITY).filter((value) => value !== undefined && value !== null);
  if (predicate.operator === "exists") return present.length > 0;
  return present.some((value) => predicate.values.some((wanted) => passesValue(predicate, String(value), wanted)));
}

function passesValue({ operator, caseSensitive }: Predicate, found: string, wanted: string): boolean {
  const fold = (text: string) => (caseSensitive ? text : text.toLowerCase());
  const [has, asked] = [fold(found), fold(wanted)];
  switch (operator) {
    case "equals":
      return has === asked || isSameNumber(found, wanted);
    case "contains":
    case "keyword":
      return has.includes(asked);
    case "starts_with":
      return has.startsWith(asked);
    case "ends_with":
      return has.endsWith(asked);
    case "basename":
      return has.split(/[\\/]/).at(-1) === asked;
    case "wildcard":
      return patternExpression(wanted, caseSensitive).test(found);
    case "regex":
      return expression(wanted, caseSensitive).test(found);
    case "cidr":
      return isWithinNetwork(found, wanted);
    case "lt":
      return isNumber(found) && Number(found) < Number(wanted);
    case "lte":
      return isNumber(found) && Number(found) <= Number(wanted);
    case "gt":
      return isNumber(found) && Number(found) > Number(wanted);
    case "gte":
      return isNumber(found) && Number(found) >= Number(wanted);
    case "exists":
      return true;
  }
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

/** Whole numbers of any size by their digits, the others by their value. */
function isSameNumber(a: string, b: string): boolean {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return BigInt(a) === BigInt(b);
  return isNumber(a) && isNumber(b) && Number(a) === Number(b);
}

function patternExpression(value: string, caseSensitive: boolean): RegExp {
  const parts = readPattern(value).map((part) => {
    if (part === anyRun) return ".*";
    return part === anyOne ? "." : part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, caseSensitive ? "s" : "si");
}

/** Looked for anywhere in the text, as most engines do; the flags before it are ours (`(?ms)`). */
function expression(value: string, caseSensitive: boolean): RegExp {
  const [, flags = "", source = value] = /^\(\?([ms]+)\)(.*)$/s.exec(value) ?? [];
  return new RegExp(source, caseSensitive ? flags : `${flags}i`);
}

function isWithinNetwork(address: string, network: string): boolean {
  const [base = "", prefix] = network.split("/");
  const [has, asked] = [addressBits(address), addressBits(base)];
  if (has === undefined || asked === undefined || has.length !== asked.length) return false;
  const length = prefix === undefined ? asked.length : Number(prefix);
  return has.slice(0, length) === asked.slice(0, length);
}

/** `10.0.0.1` as 32 digits, `fe80::1` as 128; undefined where it is no address. */
function addressBits(address: string): string | undefined {
  const quad = address.split(".");
  if (quad.length === 4 && quad.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return quad.map((part) => Number(part).toString(2).padStart(8, "0")).join("");
  }
  if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(":")) return undefined;
  const [head = "", tail] = address.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  const all = [...before, ...zeros, ...after];
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}
