/**
 * What stops a parser: the text is not of its language.
 *
 * Thrown and caught between a parser and its own recovery; no reader lets one out.
 */
export class SyntaxFault extends Error {
  override readonly name = "SyntaxFault";
  /** What would have been right: `a value`. */
  readonly expected: string;
  /** What stands there instead; undefined: nothing, the query ends. */
  readonly found: string | undefined;
  readonly offset: number;

  constructor(expected: string, found: string | undefined, offset: number) {
    super(`${expected} expected`);
    this.expected = expected;
    this.found = found;
    this.offset = offset;
  }
}

/** What stops a parser for good: the query is beyond a limit. `limit` completes "The query has …". */
export class LimitFault extends Error {
  override readonly name = "LimitFault";
  readonly limit: string;

  constructor(limit: string) {
    super(limit);
    this.limit = limit;
  }
}
