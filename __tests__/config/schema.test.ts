import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/load.ts";
import { type JsonSchema, publishedSchema } from "../../src/config/published-schema.ts";
import { configSchema } from "../../src/config/schema.ts";
import { known } from "./known.ts";

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every key below a schema with what is said about it. */
function* keysBelow(schema: JsonSchema, path = ""): Generator<readonly [string, JsonSchema]> {
  const { properties, items, additionalProperties } = schema;
  for (const [key, property] of Object.entries(isSchema(properties) ? properties : {})) {
    if (!isSchema(property)) continue;
    yield [`${path}${key}`, property];
    yield* keysBelow(property, `${path}${key}.`);
  }
  for (const below of [items, additionalProperties]) if (isSchema(below)) yield* keysBelow(below, path);
}

const keys = [...keysBelow(configSchema)];

describe("the schema of the configuration", () => {
  test.each(keys)("describes %s in sentences", (_, { description }) => {
    expect(description).toMatch(/\.$/);
  });

  test("has only defaults and examples that it allows itself", () => {
    const ajv = new Ajv({ allowUnionTypes: true });

    for (const [path, schema] of keys) {
      const validate = ajv.compile(schema);
      const examples: readonly unknown[] = Array.isArray(schema.examples) ? schema.examples : [];
      for (const value of "default" in schema ? [schema.default, ...examples] : examples) {
        expect([path, validate(value)]).toEqual([path, true]);
      }
    }
  });

  test.each(Object.entries(configSchema.properties))(
    "has examples of %s that are configurations",
    (key, { examples }) => {
      for (const example of examples) {
        const text = dump({ [key]: example });
        expect(parseConfig(text, "detcov.yml", known)).not.toEqual(parseConfig("", "detcov.yml", known));
      }
    },
  );

  test("allows no key that it does not name", () => {
    const objects: JsonSchema[] = [configSchema, ...keys.map(([, schema]) => schema)].filter(
      ({ type }) => type === "object",
    );

    for (const schema of objects) expect(schema.additionalProperties).not.toBeUndefined();
  });
});

describe("the published schema", () => {
  const published = publishedSchema(known);

  test("is a JSON Schema that compiles in strict mode", () => {
    expect(() => new Ajv({ allowUnionTypes: true }).compile(published)).not.toThrow();
  });

  test("names the checks and formats of the registries, and allows no others", () => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(published);

    expect(validate({ checks: { "rule-noisy": "off" }, sources: [{ name: "a", format: "splunk" }] })).toBe(true);
    expect(validate({ checks: { "rule-nosy": "off" } })).toBe(false);
    expect(validate({ sources: [{ name: "a", format: "acme" }] })).toBe(false);
  });
});

describe("the page about the configuration", () => {
  const page = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text ?? "");

  test("shows only configurations that are valid", () => {
    expect(blocks.length).toBeGreaterThan(10);
    for (const text of blocks) expect(() => parseConfig(text, "docs/configuration.md", known)).not.toThrow();
  });
});
