/** A length of calendar time: `30d`, `1w`, `6m`, `1y`. */
export interface TimeSpan {
  readonly count: number;
  readonly unit: TimeUnit;
}

export type TimeUnit = "day" | "week" | "month" | "year";

const units: Readonly<Record<string, TimeUnit>> = { d: "day", w: "week", m: "month", y: "year" };

/** span := number ("d" | "w" | "m" | "y"); undefined for anything else, and for nothing at all. */
export function parseTimeSpan(text: string): TimeSpan | undefined {
  const [, digits = "", letter = ""] = /^([1-9]\d{0,3})([dwmy])$/.exec(text.trim()) ?? [];
  const unit = units[letter];
  return unit === undefined ? undefined : { count: Number(digits), unit };
}

/** As people write it: `1 year`, `30 days`. */
export function timeSpanWords({ count, unit }: TimeSpan): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** How often: `one a week`, `one every 2 weeks`. */
export function everyWords(span: TimeSpan): string {
  return span.count === 1 ? `one a ${span.unit}` : `one every ${timeSpanWords(span)}`;
}

/** So many spans before a moment, in seconds since 1970. Months and years are those of the calendar, in UTC. */
export function before(seconds: number, { count, unit }: TimeSpan, times = 1): number {
  const total = count * times;
  switch (unit) {
    case "day":
      return seconds - total * secondsOfDay;
    case "week":
      return seconds - total * 7 * secondsOfDay;
    case "month":
      return monthsBefore(seconds, total);
    case "year":
      return monthsBefore(seconds, total * 12);
  }
}

const secondsOfDay = 86_400;

/** The last day of a month where it has no such day. */
function monthsBefore(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime() / 1000;
}

/** The day in UTC: `2026-07-18`. */
export function isoDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
