import type { Operator, Predicate } from "../model/condition.ts";
import { isWithinNetwork } from "./network-containment.ts";
import { anyRun, isWithinPattern, type Pattern, readPlain, readWildcard } from "./pattern-containment.ts";

/** One value of a predicate, tested by itself. */
export interface ValueTest {
  readonly predicate: Pick<Predicate, "field" | "operator" | "caseSensitive">;
  readonly value: string;
}

/** Whether a field that passes the first test provably passes the second: `equals cmd.exe` and `contains cmd`. */
export function isNarrowerTest(inner: ValueTest, outer: ValueTest): boolean {
  if (inner.predicate.field?.toLowerCase() !== outer.predicate.field?.toLowerCase()) return false;
  if (outer.predicate.operator === "exists") return inner.predicate.field !== undefined;
  if (outer.predicate.caseSensitive && !inner.predicate.caseSensitive) return false;
  const fold = (text: string) => (outer.predicate.caseSensitive ? text : text.toLowerCase());
  const proof = proofs[outer.predicate.operator]?.[inner.predicate.operator];
  return proof?.(fold(inner.value), fold(outer.value)) ?? false;
}

/** Whether passing a test with the value `known` means to pass another with the value `asked`. */
type Proof = (known: string, asked: string) => boolean;

const isSame: Proof = (known, asked) => known === asked;
const includes: Proof = (known, asked) => known.includes(asked);
const startsWith: Proof = (known, asked) => known.startsWith(asked);
const endsWith: Proof = (known, asked) => known.endsWith(asked);
const endsWithName: Proof = (known, asked) =>
  !/[\\/]/.test(asked) && (known.endsWith(`\\${asked}`) || known.endsWith(`/${asked}`));
const isLess = ofNumbers((known, asked) => known < asked);
const isAtMost = ofNumbers((known, asked) => known <= asked);
const isGreater = ofNumbers((known, asked) => known > asked);
const isAtLeast = ofNumbers((known, asked) => known >= asked);

/** By the operator that is asked for, then the one that is known. */
const proofs: Readonly<Partial<Record<Operator, Readonly<Partial<Record<Operator, Proof>>>>>> = {
  equals: { equals: isSame },
  contains: {
    equals: ofText(includes),
    contains: includes,
    starts_with: includes,
    ends_with: includes,
    basename: includes,
    wildcard: (known, asked) => isWithinPattern(readWildcard(known), [anyRun, ...readPlain(asked), anyRun]),
  },
  starts_with: {
    equals: ofText(startsWith),
    starts_with: startsWith,
    wildcard: (known, asked) => isWithinPattern(readWildcard(known), [...readPlain(asked), anyRun]),
  },
  ends_with: {
    equals: ofText(endsWith),
    ends_with: endsWith,
    basename: endsWith,
    wildcard: (known, asked) => isWithinPattern(readWildcard(known), [anyRun, ...readPlain(asked)]),
  },
  basename: {
    equals: ofText(endsWithName),
    ends_with: endsWithName,
    basename: isSame,
    wildcard: (known, asked) =>
      !/[\\/]/.test(asked) &&
      ["\\", "/"].some((separator) => isWithinPattern(readWildcard(known), [anyRun, ...readPlain(separator + asked)])),
  },
  keyword: { keyword: includes },
  wildcard: {
    wildcard: (known, asked) => isWithinPattern(readWildcard(known), readWildcard(asked)),
    equals: ofText((known, asked) => isWithinPattern(readPlain(known), readWildcard(asked))),
    contains: (known, asked) => isWithinPattern([anyRun, ...readPlain(known), anyRun], readWildcard(asked)),
    starts_with: (known, asked) => isWithinPattern([...readPlain(known), anyRun], readWildcard(asked)),
    ends_with: (known, asked) => isWithinPattern([anyRun, ...readPlain(known)], readWildcard(asked)),
    basename: isNamedWithin,
  },
  cidr: { cidr: isWithinNetwork, equals: isWithinNetwork },
  lt: { lt: isAtMost, lte: isLess, equals: isLess },
  lte: { lt: isAtMost, lte: isAtMost, equals: isAtMost },
  gt: { gt: isAtLeast, gte: isGreater, equals: isGreater },
  gte: { gt: isAtLeast, gte: isAtLeast, equals: isAtLeast },
};

/** A path whose last component is known begins in any way, or not at all. */
function isNamedWithin(known: string, asked: string): boolean {
  const name = readPlain(known);
  const spellings: readonly Pattern[] = [name, [anyRun, "\\", ...name], [anyRun, "/", ...name]];
  return spellings.every((spelling) => isWithinPattern(spelling, readWildcard(asked)));
}

/** A field that equals a number may spell it in another way: of `5.0` nothing is known but its value. */
function ofText(holds: Proof): Proof {
  return (known, asked) => (known.trim() === "" || Number.isNaN(Number(known))) && holds(known, asked);
}

/** Only what every engine reads as the same number. */
function ofNumbers(holds: (known: number, asked: number) => boolean): Proof {
  const isPlain = (text: string) => /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text);
  return (known, asked) => isPlain(known) && isPlain(asked) && holds(Number(known), Number(asked));
}
