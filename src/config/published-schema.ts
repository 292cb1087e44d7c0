import { levels } from "../model/policy.ts";
import type { KnownNames } from "./known-names.ts";
import { configSchema } from "./schema.ts";

/** A JSON Schema, or any part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema for editors and documentation: with the ids of all checks and formats, each with what there is to say. */
export function publishedSchema({ checks, formats }: KnownNames): JsonSchema {
  const { sources } = configSchema.properties;
  const { items } = sources;
  const format = { ...items.properties.format, enum: formats.map(({ id }) => id) };
  const level = { enum: [...levels, "off"] };
  const byCheck = checks.map(({ id, title, defaultLevel }) => [
    id,
    { description: title, ...level, default: defaultLevel },
  ]);
  return {
    ...configSchema,
    properties: {
      ...configSchema.properties,
      sources: { ...sources, items: { ...items, properties: { ...items.properties, format } } },
      checks: {
        ...configSchema.properties.checks,
        additionalProperties: false,
        properties: Object.fromEntries(byCheck),
      },
    },
  };
}
