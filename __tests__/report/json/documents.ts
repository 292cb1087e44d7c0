import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** Documents that have a published schema, by the name of its file. */
export const documentNames = [
  "report",
  "diff",
  "technique",
  "rule",
  "indicators",
  "trend",
  "snapshot",
  "attack-migrate",
] as const;
export type DocumentName = (typeof documentNames)[number];

export type JsonSchema = Readonly<Record<string, unknown>>;

export function publishedSchema(name: DocumentName): JsonSchema {
  return JSON.parse(readFileSync(new URL(`../../../schema/${name}.schema.json`, import.meta.url), "utf8"));
}

/** Compiled in strict mode, so that a keyword that is no keyword is found. */
export function validatorOf(name: DocumentName): ValidateFunction {
  return new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(publishedSchema(name));
}
