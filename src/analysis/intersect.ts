/** What two ascending lists have in common, ascending; an undefined list is everything. */
export function intersect(a: readonly number[] | undefined, b: readonly number[]): readonly number[] {
  if (a === undefined) return b;
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  return few.length * 16 < many.length ? lookUp(few, many) : merge(few, many);
}

function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  const common: number[] = [];
  let left = 0;
  let right = 0;
  while (left < a.length && right < b.length) {
    const x = a[left] ?? 0;
    const y = b[right] ?? 0;
    if (x === y) common.push(x);
    if (x <= y) left++;
    if (y <= x) right++;
  }
  return common;
}

/** A search for each of the few, from where the last one ended. */
function lookUp(few: readonly number[], many: readonly number[]): readonly number[] {
  const common: number[] = [];
  let from = 0;
  for (const wanted of few) {
    from = firstAtLeast(wanted, many, from);
    if (many[from] === wanted) common.push(wanted);
  }
  return common;
}

function firstAtLeast(wanted: number, ascending: readonly number[], from: number): number {
  let low = from;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
