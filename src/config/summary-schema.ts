const name = { type: "string", minLength: 1 } as const;

/** The part of the configuration's schema about what is told on a schedule. */
export const summarySchema = {
  description:
    "What the summary of the Action looks back at (mode `summary`), and whether an issue tells it. Spans of time are a number with `d`, `w`, `m` or `y`, counted back from the newest commit.",
  type: "object",
  additionalProperties: false,
  default: {},
  examples: [
    { since: "1w", issue: true },
    { stale: "6m", issue: { title: "Our detections", labels: ["detections"] } },
  ],
  properties: {
    since: {
      description: "What changed is told since so long before. `detcov report --stale` looks back as far.",
      type: "string",
      default: "30d",
    },
    stale: {
      description: "A rule that nobody has changed for so long is stale. For `detcov report --since`, too.",
      type: "string",
      default: "1y",
    },
    issue: {
      description:
        "`true`, or an issue's title and labels: one issue of the repository tells the summary, and each run brings it up to date. Needs `issues: write`.",
      type: ["boolean", "object"],
      default: false,
      additionalProperties: false,
      properties: {
        title: {
          ...name,
          maxLength: 200,
          description: "What it is called when it is made.",
          default: "Detection coverage",
        },
        labels: {
          description: "Labels that it is given when it is made.",
          type: "array",
          uniqueItems: true,
          maxItems: 20,
          items: { ...name, maxLength: 50 },
          default: [],
        },
      },
    },
  },
} as const;
