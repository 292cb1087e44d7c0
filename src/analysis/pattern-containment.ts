/** A pattern as its parts: a character, or what stands for any one or any run of them. */
export type Pattern = readonly PatternPart[];
export type PatternPart = string | typeof anyOne | typeof anyRun;

export const anyOne = Symbol("any one character");
export const anyRun = Symbol("any run of characters");

/** The value of a `wildcard` predicate: a backslash makes one of `*?\` plain, and is plain before anything else. */
export function readWildcard(value: string): Pattern {
  return Array.from(value.matchAll(/\\([*?\\])|([\s\S])/gu), ([, escaped, plain = ""]): PatternPart => {
    if (escaped !== undefined) return escaped;
    return plain === "*" ? anyRun : plain === "?" ? anyOne : plain;
  });
}

export function readPlain(text: string): Pattern {
  return [...text];
}

/** Beyond this many comparisons a proof is not worth its time; real patterns take some thousand. */
const mostWork = 200_000;

/**
 * Whether every text of the pattern `inner` is provably one of `outer`: `outer` is laid over `inner`, whose `*` only a `*`
 * covers, and whose `?` only a `?` or `*`. Sound, and incomplete where several `*` share the work.
 */
export function isWithinPattern(inner: Pattern, outer: Pattern): boolean {
  if (inner.length * outer.length > mostWork) return false;
  let at = 0;
  let wanted = 0;
  let lastRun = -1;
  let resume = 0;
  while (at < inner.length) {
    const part = outer[wanted];
    if (part === anyRun) {
      lastRun = wanted++;
      resume = at;
    } else if (part !== undefined && coversOne(part, inner[at])) {
      at++;
      wanted++;
    } else if (lastRun >= 0) {
      wanted = lastRun + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return outer.slice(wanted).every((part) => part === anyRun);
}

function coversOne(part: PatternPart, covered: PatternPart | undefined): boolean {
  if (covered === anyRun) return false;
  return part === anyOne || part === covered;
}
