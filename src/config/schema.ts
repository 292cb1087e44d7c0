import type { FromSchema } from "json-schema-to-ts";
import { fieldKinds } from "../canon/fields.ts";
import { levels } from "../model/policy.ts";
import { countSchema, minimumSchema, requiredSchema, waiversSchema } from "./judgement-schema.ts";
import { noise } from "./noise-schema.ts";
import { globs, name } from "./schema-parts.ts";
import { suitesSchema } from "./suites-schema.ts";
import { summarySchema } from "./summary-schema.ts";

/** A configuration file as its author writes it: valid, and with everything optional left out. */
export type ConfigFile = FromSchema<typeof configSchema, { keepDefaultedPropertiesOptional: true }>;

const logSource = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  properties: {
    product: { ...name, description: "The product, such as `windows`." },
    category: { ...name, description: "The category, such as `process_creation`." },
    service: { ...name, description: "The service, such as `sysmon`." },
    table: { ...name, description: "An index, table, data model or sourcetype that the rule reads." },
  },
} as const;

/**
 * The one source of truth about the configuration file: its keys, their types, defaults and meaning.
 *
 * The validator, the published JSON Schema and the page in `docs/` are generated from it. What depends on a
 * registry (ids of checks and formats) is plain text here; `publishedSchema` and `parseConfig` are told the ids.
 */
export const configSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "https://unpkg.com/detcov/schema/config.schema.json",
  title: "detcov configuration",
  description:
    "What detcov reads, what it counts, and how it judges (`.github/detcov.yml`). Every key may be left out.",
  type: "object",
  additionalProperties: false,
  properties: {
    sources: {
      description:
        "Where the rules are. A file belongs to the first source that takes it; a file that no source takes is not read.",
      type: "array",
      minItems: 1,
      default: [{ name: "rules", include: ["**"] }],
      examples: [
        [
          { name: "detections", include: ["detections/"], exclude: ["detections/drafts/"] },
          { name: "splunk", format: "splunk", include: ["splunk/detections/**/*.yml"], macros: ["splunk/macros/"] },
          { name: "sigmahq", include: ["vendor/sigma/rules/"], role: "reference" },
        ],
      ],
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name"],
        properties: {
          name: { ...name, description: "What reports call it. No two sources have the same name." },
          format: {
            ...name,
            description:
              "The format of its rules. Left out, it is found file by file from path and content; set it where that finds the wrong one.",
          },
          include: {
            ...globs,
            description:
              "Glob patterns of the files to read, from the root of the repository. A folder stands for everything below it.",
            minItems: 1,
            default: ["**"],
          },
          exclude: { ...globs, description: "Glob patterns of files to leave out again.", default: [] },
          macros: {
            ...globs,
            description:
              "Splunk only: glob patterns of the files that define the macros that its rules use, `*.yml` as in contentctl or `*.conf` as in an app.",
            default: ["**/macros/**", "**/macros.conf"],
          },
          role: {
            description:
              "`own`: your rules, which count for coverage. `reference`: somebody else's, which count for the reach of indicators, never for coverage.",
            enum: ["own", "reference"],
            default: "own",
          },
        },
      },
    },
    count: countSchema,
    attack: {
      description: "The ATT&CK data that techniques and tactics are looked up in.",
      type: "object",
      additionalProperties: false,
      default: {},
      examples: [{ version: "18.1" }, { domain: "ics-attack", bundle: "attack/ics-attack-19.0.json" }],
      properties: {
        domain: {
          description: "The domain of ATT&CK. Only `enterprise-attack` is built in; the others need a `bundle`.",
          enum: ["enterprise-attack", "mobile-attack", "ics-attack"],
          default: "enterprise-attack",
        },
        version: {
          description: "The built-in version to use.",
          enum: ["19", "18.1", 19, 18.1],
          default: "19",
        },
        bundle: {
          description:
            "Path in the repository of an official STIX file of ATT&CK, to be used instead of the built-in data. It has a version of its own, so `version` is left out.",
          type: "string",
          minLength: 1,
          maxLength: 500,
        },
      },
    },
    checks: {
      description:
        "How severe the findings of a check are, by its id. A check that is not named keeps its default level. `off`: the check does not run.",
      type: "object",
      additionalProperties: { enum: [...levels, "off"] },
      default: {},
      examples: [{ "rule-noisy": "error", "technique-missing": "off" }],
    },
    "fail-on": {
      description:
        "The run fails on a finding of this level or above. `never` is the informational mode: findings are reported, and the run passes.",
      enum: ["error", "warning", "never"],
      default: "error",
      examples: ["warning"],
    },
    required: requiredSchema,
    minimum: minimumSchema,
    waivers: waiversSchema,
    ratchet: {
      description:
        "Path in the repository of the file that `detcov ratchet --write` keeps: findings that were there when you began, which are accepted so that only new ones count. No such file: nothing is accepted by it.",
      type: "string",
      minLength: 1,
      maxLength: 500,
      default: ".github/detcov-ratchet.json",
      examples: ["detections/ratchet.json"],
    },
    "accept-label": {
      description:
        "A pull request with this label may lose coverage: it accepts the findings of `technique-lost`, `technique-thinned` and `event-lost`, and reports say who set it.",
      ...name,
      default: "detcov:accept-loss",
      examples: ["coverage-loss-accepted"],
    },
    noise,
    suites: suitesSchema,
    comment: {
      description: "The comment on a pull request.",
      type: "object",
      additionalProperties: false,
      default: {},
      examples: [{ when: "on-failure", sections: ["lost", "thinned", "noisy", "findings"] }],
      properties: {
        when: {
          description:
            "`always`: on every pull request. `on-change`: when there is a finding, or rules or coverage change. `on-failure`: when the run fails. `never`: not at all. A comment from an earlier run is brought up to date all the same, except with `never`.",
          enum: ["always", "on-change", "on-failure", "never"],
          default: "on-change",
        },
        sections: {
          description:
            "What it may hold, besides the verdict and what was compared, which are always there. The order is its own. `numbers`: before and after. `lost`, `thinned`, `gained`: techniques and events. `noisy`: noisy rules, and what to do. `findings`: all other findings. `changes`: what became of each changed rule. `guide`: what other rules for the same techniques test, and how to validate.",
          type: "array",
          uniqueItems: true,
          items: {
            type: "string",
            enum: ["numbers", "lost", "thinned", "noisy", "findings", "gained", "changes", "guide"],
          },
          default: ["numbers", "lost", "thinned", "noisy", "findings", "gained", "changes", "guide"],
        },
      },
    },
    summary: summarySchema,
    fields: {
      description:
        "Names that your log sources give to fields, added to the built-in dictionary. The keys are canonical names, which are those of the Sigma taxonomy, or new ones of your own.",
      type: "object",
      default: {},
      examples: [
        {
          CommandLine: { aliases: ["proc_cmd"] },
          TargetFilename: {
            aliases: [{ name: "file", when: { product: "acme", table: "file_events" } }],
            kind: "path",
          },
        },
      ],
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        minProperties: 1,
        properties: {
          aliases: {
            description:
              "Other names of the field: a name that holds everywhere, or `name` with the log source `when` it holds.",
            type: "array",
            default: [],
            items: {
              ...name,
              type: ["string", "object"],
              additionalProperties: false,
              required: ["name"],
              properties: {
                name: { ...name, description: "The name in the log source." },
                part: {
                  description:
                    "The name holds only a part of the path: `basename`, its last component; `extension`, what follows its last dot.",
                  enum: ["basename", "extension"],
                },
                when: {
                  ...logSource,
                  description: "The log source in which the name means this field. All that is given has to match.",
                },
              },
            },
          },
          kind: {
            description:
              "What the field holds. `path`: a file path, whose last component is an indicator of its own. `registry`: a registry key, whose hive has one spelling. `registry-data`, `hashes`, `hex`, `boolean`, `guid`, `sid`, `ip`: values that have one spelling each. `text`: anything else. Left out: as the built-in dictionary has it, or else `text`.",
            enum: fieldKinds,
          },
        },
      },
    },
    events: {
      description: "Events that rules look at, by log source, added to the built-in map.",
      type: "array",
      default: [],
      examples: [
        [
          {
            when: { product: "acme", service: "vpn" },
            events: [{ provider: "Acme VPN", id: "LOGIN_FAILED", title: "A login failed" }],
          },
        ],
      ],
      items: {
        type: "object",
        additionalProperties: false,
        required: ["when", "events"],
        properties: {
          when: {
            ...logSource,
            description: "The log source of the rules. All that is given has to match.",
          },
          events: {
            description: "What rules of that log source look at.",
            type: "array",
            minItems: 1,
            items: {
              type: "object",
              additionalProperties: false,
              required: ["provider", "id"],
              properties: {
                provider: { ...name, description: "Who writes the event, such as `Sysmon`." },
                id: {
                  ...name,
                  type: ["string", "integer"],
                  description: "The event's id or operation, such as `1` or `CreateAccessKey`.",
                },
                title: { ...name, description: "What reports call it." },
              },
            },
          },
        },
      },
    },
  },
} as const;
