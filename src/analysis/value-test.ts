import type { Operator, Predicate } from "../model/condition.ts";

/** One value of a predicate, tested by itself. */
export interface ValueTest {
  readonly predicate: Predicate;
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
  },
  starts_with: { equals: ofText(startsWith), starts_with: startsWith },
  ends_with: { equals: ofText(endsWith), ends_with: endsWith, basename: endsWith },
  basename: { equals: ofText(endsWithName), ends_with: endsWithName, basename: isSame },
  keyword: { keyword: includes },
  wildcard: { wildcard: isSame },
  cidr: { cidr: isSame },
  lt: { lt: isAtMost, lte: isLess, equals: isLess },
  lte: { lt: isAtMost, lte: isAtMost, equals: isAtMost },
  gt: { gt: isAtLeast, gte: isGreater, equals: isGreater },
  gte: { gt: isAtLeast, gte: isAtLeast, equals: isAtLeast },
};

/** A field that equals a number may spell it in another way: of `5.0` nothing is known but its value. */
function ofText(holds: Proof): Proof {
  return (known, asked) => (known.trim() === "" || Number.isNaN(Number(known))) && holds(known, asked);
}

/** Only what every engine reads as the same number. */
function ofNumbers(holds: (known: number, asked: number) => boolean): Proof {
  const isPlain = (text: string) => /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text);
  return (known, asked) => isPlain(known) && isPlain(asked) && holds(Number(known), Number(asked));
}
