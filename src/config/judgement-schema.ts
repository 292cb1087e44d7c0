import { lifecycles, severities } from "../model/rule.ts";
import { name } from "./schema-parts.ts";

const technique = { ...name, description: "A technique id of ATT&CK, such as `T1003.001`." } as const;

const share = { type: "number", minimum: 0, maximum: 100 } as const;

/** The part of the configuration's schema about what has to be covered. */
export const requiredSchema = {
  description:
    "Techniques that have to be covered, your threat profile: those of a list, of a layer and of groups together. One that is not is a finding of `required-technique-uncovered`, one that a change loses of `lost-required`, and reports begin with them.",
  type: "object",
  additionalProperties: false,
  default: {},
  examples: [{ techniques: ["T1003.001", "T1059"] }, { groups: ["APT29", "G0032"], layer: "threats/profile.json" }],
  properties: {
    techniques: {
      description: "Technique ids. A parent is covered by a rule for any of its sub-techniques.",
      type: "array",
      default: [],
      items: technique,
    },
    layer: {
      description:
        "Path in the repository of a layer of the ATT&CK Navigator. Its techniques are those that are enabled and have a score above 0, a colour or a comment; if none has, all that are enabled.",
      type: "string",
      minLength: 1,
      maxLength: 500,
    },
    groups: {
      description:
        "Groups of ATT&CK by id, name or alias, of which all techniques are meant that ATT&CK says they use. Campaigns too, where `attack.bundle` has them.",
      type: "array",
      default: [],
      items: name,
    },
  },
} as const;

/** The part about least shares. */
export const minimumSchema = {
  description:
    "The least share of techniques that has to be covered, in percent. A share below it is a finding of `coverage-below-minimum`.",
  type: "object",
  additionalProperties: false,
  default: {},
  examples: [{ techniques: 40, tactics: { execution: 60 }, platforms: { Windows: 50 } }],
  properties: {
    techniques: { ...share, description: "Of all techniques that count." },
    tactics: {
      description: "Of the techniques of a tactic, by its name or id: `execution`, `TA0002`.",
      type: "object",
      default: {},
      additionalProperties: share,
    },
    platforms: {
      description: "Of the techniques of a platform, as ATT&CK calls it: `Windows`, `Linux`, `IaaS`.",
      type: "object",
      default: {},
      additionalProperties: share,
    },
  },
} as const;

/** The part about what a team lets pass. */
export const waiversSchema = {
  description:
    "Findings that you accept, each with the reason. They stay in reports, under *Accepted*, and count in no verdict. What is given of `check`, `technique`, `event`, `path`, `rule` and `fingerprint` has to match all together; at least one beside `check` is needed.",
  type: "array",
  default: [],
  examples: [
    [
      {
        check: "technique-lost",
        technique: "T1546.003",
        reason: "The endpoint product detects it since May.",
        owner: "blue-team@example.com",
        expires: "2027-03-31",
      },
      { path: "detections/drafts/", reason: "Drafts are tuned later.", expires: "2027-01-31" },
    ],
  ],
  items: {
    type: "object",
    additionalProperties: false,
    required: ["reason"],
    properties: {
      check: { ...name, description: "Only findings of this check. Left out: of any." },
      technique: {
        ...technique,
        description: "The technique that it is about. A revoked id stands for its replacement.",
      },
      event: { ...name, description: "The event that it is about, such as `Sysmon 1`." },
      path: {
        ...name,
        maxLength: 500,
        description:
          "A glob pattern of the files that it is about, from the root of the repository. Of a loss: the rules that were deleted or edited, all of them.",
      },
      rule: { ...name, description: "The rule that it is about, by its id (or its path, where it has none)." },
      fingerprint: { ...name, maxLength: 1000, description: "The finding itself, as JSON reports give it." },
      reason: { ...name, maxLength: 1000, description: "Why it is accepted. Reports show it." },
      owner: { ...name, description: "Who answers for it. Reports show it." },
      expires: {
        type: "string",
        description:
          "The last day on which it holds (UTC), as `2027-03-31`. Afterwards the finding counts again, and `waiver-expired` says why. Left out: it does not end.",
      },
    },
  },
} as const;

const weight = { type: "number", exclusiveMinimum: 0, maximum: 1, default: 1 } as const;

/** The part about what a rule that counts is worth. */
const weightsSchema = {
  description:
    "How much a rule that counts is worth, above 0 and up to 1: the product of what is given here for its lifecycle, its severity and its source, and 1 where nothing is given. The weights of the rules for a technique together are its strength, to the thousandth. It is covered from a strength of 1 on, and thin (left to one rule) below 2, so that rules of weight 1 count as they do without weights. Coverage, what is lost, thinned or gained, minimums, targets, pictures and the trend follow; reports show the strength beside the number of rules. What is said of events is by number.",
  type: "object",
  additionalProperties: false,
  properties: {
    lifecycle: {
      description: "By the stage of a rule's life.",
      type: "object",
      additionalProperties: false,
      properties: {
        experimental: { ...weight, description: "Of rules in this stage." },
        test: { ...weight, description: "Of rules in this stage." },
        stable: { ...weight, description: "Of rules in this stage." },
        deprecated: { ...weight, description: "Of rules in this stage, where they count at all." },
        disabled: { ...weight, description: "Of rules in this stage, where they count at all." },
      },
    },
    severity: {
      description: "By severity. A rule without one weighs 1.",
      type: "object",
      additionalProperties: false,
      properties: {
        informational: { ...weight, description: "Of rules with this severity." },
        low: { ...weight, description: "Of rules with this severity." },
        medium: { ...weight, description: "Of rules with this severity." },
        high: { ...weight, description: "Of rules with this severity." },
        critical: { ...weight, description: "Of rules with this severity." },
      },
    },
    sources: {
      description: "Of rules that come from a source, by its name.",
      type: "object",
      additionalProperties: weight,
    },
  },
} as const;

/** The part about which rules and techniques count. */
export const countSchema = {
  description: "Which rules count for coverage. The others are read, and reports say how many were left out.",
  type: "object",
  additionalProperties: false,
  default: {},
  examples: [
    { lifecycle: ["test", "stable"], severity: "medium" },
    { platforms: ["Windows", "Linux"] },
    { weights: { lifecycle: { experimental: 0.5 }, severity: { low: 0.5 } } },
  ],
  properties: {
    lifecycle: {
      description: "Rules count that are in one of these stages.",
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { type: "string", enum: lifecycles },
      default: ["experimental", "test", "stable"],
    },
    severity: {
      description:
        "Rules count that are at least as severe. A rule without a severity counts. Left out: any severity does.",
      type: "string",
      enum: severities,
    },
    sources: {
      description:
        "Rules count that come from one of these sources, by name. Left out: all but references count. Rules of the others are judged all the same.",
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: name,
    },
    platforms: {
      description:
        "The platforms that you defend, as ATT&CK calls them: `Windows`, `Linux`, `IaaS`. Techniques that exist on none of them count neither as covered nor in the total; rules whose log source belongs to another platform don't count. Left out: all platforms.",
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: name,
    },
    weights: weightsSchema,
  },
} as const;
