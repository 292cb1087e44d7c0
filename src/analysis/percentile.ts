/** Nearest rank: the smallest value that at least the given share of the values does not exceed; 0 for no values. */
export function percentile(values: readonly number[], percent: number): number {
  const tally: number[] = [];
  for (const value of values) tally[value] = (tally[value] ?? 0) + 1;
  return percentileOfTally(tally, values.length, percent);
}

/** As {@link percentile}, where it is known how often each value stands: `tally[value]`. */
export function percentileOfTally(tally: readonly number[], total: number, percent: number): number {
  const rank = Math.max(rankOf(percent, total), 1);
  let seen = 0;
  for (const [value, count = 0] of tally.entries()) {
    seen += count;
    if (seen >= rank) return value;
  }
  return 0;
}

/** Divided last: 7 % of 100 is 7, and (7 / 100) * 100 is a little more. */
function rankOf(percent: number, total: number): number {
  return Math.ceil((percent * total) / 100);
}
