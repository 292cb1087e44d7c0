/**
 * How large, how deep and how many: queries come from strangers' pull requests.
 *
 * Far above what any rule needs, and low enough that the worst query is read in a moment.
 */
export const limits = {
  /** Length of one query in UTF-16 units. The longest public Elastic query has 25 thousand. */
  queryLength: 250_000,
  /** Words, symbols and texts of one query. */
  queryTokens: 50_000,
  /** Calls of macros in one query, with those within macros. The most that a public Splunk rule has is 27. */
  macroCalls: 1_000,
  /** Brackets within brackets, which is also how deep a condition can get. */
  nesting: 150,
  /** Parts that a query may grow to where its columns are followed back to what they are computed from. */
  conditionParts: 50_000,
  /** Parts of the conditions that a query chooses one value by. */
  choiceParts: 2_000,
} as const;
