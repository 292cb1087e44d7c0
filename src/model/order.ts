import type { Event } from "./snapshot.ts";

/** By code unit, the same on every machine: never by locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By provider, then id; ids that are numbers by their number, and before those that are names. */
export function compareEvents(a: Event, b: Event): number {
  return compareText(a.provider, b.provider) || compareIds(a.id, b.id);
}

function compareIds(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return Number(a) - Number(b) || compareText(a, b);
  return isNumber === isOtherNumber ? compareText(a, b) : isNumber ? -1 : 1;
}
