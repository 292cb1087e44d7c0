/**
 * Nearest rank: the smallest value that at least the given share of the values does not exceed; 0 for no values.
 *
 * @param tally how often each value stands: `tally[value]`
 */
export function percentileOfTally(tally: readonly number[], percent: number): number {
  const total = tally.reduce((sum, count) => sum + count, 0);
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
