import type { Event } from "./snapshot.ts";

/** By code unit, the same on every machine: never by locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By provider, then id; ids that are numbers by their number. */
export function compareEvents(a: Event, b: Event): number {
  const difference = Number(a.id) - Number(b.id);
  return compareText(a.provider, b.provider) || (Number.isNaN(difference) ? 0 : difference) || compareText(a.id, b.id);
}
