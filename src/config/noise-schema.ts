/** From which width on a rule is noisy, of the repository or of a suite. */
export const noise = {
  description:
    "A rule is noisy if one of its ways to match tests only what many rules of the corpus test. This is how many are too many.",
  type: "object",
  additionalProperties: false,
  default: {},
  examples: [{ percentile: 99 }, { reach: 50 }],
  properties: {
    reach: {
      description: "A fixed number of rules. Left out, the number follows from `percentile`.",
      type: "integer",
      minimum: 1,
    },
    percentile: {
      description:
        "The number is this percentile of reach over all indicators of the corpus, and at least 10. Not to be set together with `reach`.",
      type: "number",
      exclusiveMinimum: 0,
      exclusiveMaximum: 100,
      default: 99.5,
    },
  },
} as const;
