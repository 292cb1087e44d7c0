/** Characters; GitHub takes 65,536, and the stamp needs some. */
export const commentLength = 65_000;

/** For a server that takes less than that, and one that takes hardly anything. */
const shorterLengths = [16_000, 0] as const;

/** A comment in lengths of which a server takes one. */
export function commentBodies(print: (limit: number) => string): readonly [() => string, ...(() => string)[]] {
  return [() => print(commentLength), ...shorterLengths.map((limit) => () => print(limit))];
}
