import type { Indicator } from "./snapshot.ts";

/** `Image basename powershell.exe`; blanks at either end are shown by quotation marks, for they matter. */
export function indicatorText({ field, operator, value }: Pick<Indicator, "field" | "operator" | "value">): string {
  if (operator === "exists") return `${field ?? "event"} exists`;
  const shown = /^\s|\s$|^$/.test(value) ? `"${value}"` : value;
  return field === undefined ? `${operator} ${shown}` : `${field} ${operator} ${shown}`;
}
