import { levels } from "../model/policy.ts";
import { minimumSchema, requiredSchema } from "./judgement-schema.ts";
import { noise } from "./noise-schema.ts";
import { globs, name } from "./schema-parts.ts";

/** The part of the configuration's schema about teams that share a repository. */
export const suitesSchema = {
  description:
    "Teams of one repository, whose rules are judged by themselves: what a team loses is lost even where another team still has it. A file belongs to the first suite that takes it; rules that none takes are judged by the rest of the configuration. Reach is counted over all rules.",
  type: "array",
  default: [],
  examples: [
    [
      { name: "cloud", include: ["detections/cloud/"], "fail-on": "warning" },
      { name: "endpoint", include: ["detections/endpoint/"], checks: { "rule-noisy": "error" }, noise: { reach: 25 } },
    ],
  ],
  items: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        description: "What reports call it: letters, digits, hyphens and blanks. No two suites have the same name.",
        type: "string",
        pattern: "^[A-Za-z0-9](?:[A-Za-z0-9 -]{0,58}[A-Za-z0-9])?$",
      },
      include: {
        ...globs,
        description:
          "Glob patterns of its files, from the root of the repository. A folder stands for everything below it.",
        minItems: 1,
        default: ["**"],
      },
      exclude: { ...globs, description: "Glob patterns of files to leave out again.", default: [] },
      sources: {
        description: "Names of the sources whose rules are in it. Left out: all sources of your own.",
        type: "array",
        minItems: 1,
        items: name,
      },
      checks: {
        description: "Levels of checks. One that is not named has the level that it has for the whole repository.",
        type: "object",
        additionalProperties: { enum: [...levels, "off"] },
      },
      "fail-on": {
        description:
          "The run fails on a finding of this suite of this level or above. Left out: as for the whole repository.",
        enum: ["error", "warning", "never"],
      },
      noise: { ...noise, description: "How many rules are too many. Left out: as for the whole repository." },
      required: {
        ...requiredSchema,
        description: "Techniques that this suite by itself has to cover, beside what the whole repository has to.",
      },
      minimum: {
        ...minimumSchema,
        description: "The least shares that this suite by itself covers, in percent.",
      },
    },
  },
} as const;
