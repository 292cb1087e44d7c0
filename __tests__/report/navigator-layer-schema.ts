/**
 * The ATT&CK Navigator's published description of layer format 4.5 as a JSON Schema, in our words: every property
 * that it names, with its type and whether it is required.
 */
export const navigatorLayerSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  additionalProperties: false,
  required: ["name", "domain"],
  properties: {
    versions: {
      type: "object",
      additionalProperties: false,
      required: ["navigator", "layer"],
      properties: {
        attack: { type: "string", pattern: "\\d" },
        navigator: { type: "string", pattern: "^(?:4\\.9\\.\\d+|4\\.\\d\\d+\\.\\d+|[5-9]\\.\\d+\\.\\d+)$" },
        layer: { const: "4.5" },
      },
    },
    name: { type: "string", minLength: 1 },
    description: { type: "string" },
    domain: { enum: ["enterprise-attack", "mobile-attack", "ics-attack"] },
    customDataURL: { type: "string" },
    filters: {
      type: "object",
      additionalProperties: false,
      properties: { platforms: { type: "array", items: { type: "string" } } },
    },
    sorting: { enum: [0, 1, 2, 3] },
    layout: {
      type: "object",
      additionalProperties: false,
      properties: {
        layout: { enum: ["side", "flat", "mini"] },
        showID: { type: "boolean" },
        showName: { type: "boolean" },
        showAggregateScores: { type: "boolean" },
        countUnscored: { type: "boolean" },
        aggregateFunction: { enum: ["average", "min", "max", "sum"] },
        expandedSubtechniques: { enum: ["none", "all", "annotated"] },
      },
    },
    hideDisabled: { type: "boolean" },
    techniques: { type: "array", items: { $ref: "#/$defs/technique" } },
    gradient: {
      type: "object",
      additionalProperties: false,
      required: ["colors", "minValue", "maxValue"],
      properties: {
        colors: { type: "array", minItems: 2, items: { $ref: "#/$defs/colour" } },
        minValue: { type: "number" },
        maxValue: { type: "number" },
      },
    },
    legendItems: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["label", "color"],
        properties: { label: { type: "string" }, color: { $ref: "#/$defs/colour" } },
      },
    },
    showTacticRowBackground: { type: "boolean" },
    tacticRowBackground: { $ref: "#/$defs/colour" },
    selectTechniquesAcrossTactics: { type: "boolean" },
    selectSubtechniquesWithParent: { type: "boolean" },
    selectVisibleTechniques: { type: "boolean" },
    metadata: { $ref: "#/$defs/metadata" },
    links: { $ref: "#/$defs/links" },
  },
  $defs: {
    colour: { type: "string", pattern: "^#[0-9a-f]{6}(?:[0-9a-f]{2})?$" },
    divider: {
      type: "object",
      additionalProperties: false,
      required: ["divider"],
      properties: { divider: { type: "boolean" } },
    },
    metadata: {
      type: "array",
      items: {
        anyOf: [
          { $ref: "#/$defs/divider" },
          {
            type: "object",
            additionalProperties: false,
            required: ["name", "value"],
            properties: { name: { type: "string", minLength: 1 }, value: { type: "string", minLength: 1 } },
          },
        ],
      },
    },
    links: {
      type: "array",
      items: {
        anyOf: [
          { $ref: "#/$defs/divider" },
          {
            type: "object",
            additionalProperties: false,
            required: ["label", "url"],
            properties: { label: { type: "string" }, url: { type: "string", pattern: "^[a-z]+://" } },
          },
        ],
      },
    },
    technique: {
      type: "object",
      additionalProperties: false,
      required: ["techniqueID"],
      properties: {
        techniqueID: { type: "string", pattern: "^T\\d{4}(?:\\.\\d{3})?$" },
        tactic: { type: "string" },
        comment: { type: "string" },
        enabled: { type: "boolean" },
        score: { type: "number" },
        color: { $ref: "#/$defs/colour" },
        metadata: { $ref: "#/$defs/metadata" },
        links: { $ref: "#/$defs/links" },
        showSubtechniques: { type: "boolean" },
      },
    },
  },
} as const;
