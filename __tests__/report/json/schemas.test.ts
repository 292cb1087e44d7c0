import { describe, expect, test } from "vitest";
import type { Condition, OpaqueReason, Operator } from "../../../src/model/condition.ts";
import type { Aspect, CoverageChange } from "../../../src/model/delta.ts";
import { levels } from "../../../src/model/policy.ts";
import { lifecycles, severities } from "../../../src/model/rule.ts";
import type { DiagnosticCode } from "../../../src/model/source.ts";
import { documentNames, type JsonSchema, publishedSchema } from "./documents.ts";

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A schema and all schemas in it, each with where it is. */
function* schemasIn(schema: JsonSchema, path: string): Generator<readonly [string, JsonSchema]> {
  yield [path, schema];
  for (const [name, part] of partsOf(schema)) if (isSchema(part)) yield* schemasIn(part, `${path}/${name}`);
}

function partsOf(schema: JsonSchema): readonly (readonly [string, unknown])[] {
  const { items, additionalProperties, oneOf, anyOf } = schema;
  const choices: readonly unknown[] = [oneOf, anyOf].flat();
  return [
    ...membersOf(schema.properties),
    ...membersOf(schema.$defs),
    ["items", items],
    ["additional", additionalProperties],
    ...choices.map((choice, index) => [String(index), choice] as const),
  ];
}

function membersOf(schemas: unknown): readonly (readonly [string, unknown])[] {
  return isSchema(schemas) ? Object.entries(schemas) : [];
}

/** What is said of a key where it stands, or else where what it refers to is defined. */
function descriptionOf(key: unknown, root: JsonSchema): unknown {
  if (!isSchema(key)) return undefined;
  const definition = membersOf(root.$defs).find(([name]) => key.$ref === `#/$defs/${name}`)?.[1];
  return key.description ?? descriptionOf(definition, root);
}

describe.each(documentNames)("the schema of %s", (name) => {
  const schema = publishedSchema(name);
  const all = [...schemasIn(schema, name)];

  test("names its dialect, its address and what it describes", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.$id).toBe(`https://unpkg.com/detcov/schema/${name}.schema.json`);
    const command = `detcov ${name.replace("-", " ")}`;
    expect(schema.title).toBe(command);
    expect(schema.description).toContain(`${command} --format json`);
  });

  test("says of every key what it means, in sentences", () => {
    const silent = all.flatMap(([path, part]) =>
      membersOf(part.properties)
        .filter(([, key]) => !/\.$/.test(String(descriptionOf(key, schema))))
        .map(([key]) => `${path}/${key}`),
    );

    expect(silent).toEqual([]);
  });

  test("requires every key that it names but the strength, and allows no other", () => {
    // It is there where a team gave its rules weights.
    const alwaysThere = (part: JsonSchema) =>
      membersOf(part.properties).flatMap(([key]) => (key === "strength" ? [] : [key]));
    const loose = all.filter(([, part]) => part.properties !== undefined && part.additionalProperties !== false);
    const optional = all.filter(
      ([, part]) =>
        part.properties !== undefined && JSON.stringify(part.required) !== JSON.stringify(alwaysThere(part)),
    );

    expect([...loose, ...optional].map(([path]) => path)).toEqual([]);
  });
});

describe("what several schemas define", () => {
  test("is the same in each", () => {
    const definitions = documentNames.flatMap((name) => {
      const { $defs } = publishedSchema(name);
      return membersOf($defs);
    });
    const first = new Map([...definitions].reverse());

    expect(definitions.length).toBeGreaterThan(first.size);
    for (const [name, definition] of definitions) expect([name, definition]).toEqual([name, first.get(name)]);
  });
});

/** A list of words as the model has it: the compiler sees to it that none is missing and none too many. */
function words<Word extends string>(all: Readonly<Record<Word, true>>): readonly string[] {
  return Object.keys(all).sort();
}

const operators = words<Operator>({
  equals: true,
  contains: true,
  starts_with: true,
  ends_with: true,
  basename: true,
  wildcard: true,
  regex: true,
  cidr: true,
  lt: true,
  lte: true,
  gt: true,
  gte: true,
  exists: true,
  keyword: true,
});
const opaqueReasons = words<OpaqueReason>({
  "syntax-error": true,
  unsupported: true,
  "unresolved-macro": true,
  placeholder: true,
  "external-lookup": true,
  "unresolved-reference": true,
  "not-in-rule": true,
  "limit-exceeded": true,
});
const diagnosticCodes = words<DiagnosticCode>({
  "syntax-error": true,
  "missing-part": true,
  "invalid-value": true,
  "unresolved-reference": true,
  "limit-exceeded": true,
  "not-a-regular-file": true,
});
const coverageChanges = words<CoverageChange>({
  gained: true,
  lost: true,
  thinned: true,
  reduced: true,
  strengthened: true,
  moved: true,
});
const aspects = words<Aspect>({
  id: true,
  title: true,
  lifecycle: true,
  severity: true,
  "log-source": true,
  techniques: true,
  logic: true,
});
const conditionKinds = words<Condition["kind"]>({
  all: true,
  any: true,
  not: true,
  sequence: true,
  predicate: true,
  constraint: true,
  opaque: true,
});

describe("the lists of words in the schemas", () => {
  test.each([
    ["rule", "operator", operators],
    ["diff", "operator", operators],
    ["indicators", "operator", operators],
    ["rule", "reason", opaqueReasons],
    ["report", "code", diagnosticCodes],
    ["diff", "code", diagnosticCodes],
    ["diff", "change", coverageChanges],
    ["diff", "aspects", aspects],
    ["rule", "lifecycle", [...lifecycles].sort()],
    ["diff", "lifecycle", [...lifecycles].sort()],
    ["rule", "severity", [...severities].sort()],
    ["diff", "severity", [...severities].sort()],
    ["diff", "level", [...levels].sort()],
  ] as const)("has in %s for `%s` the words of the model", (name, key, expected) => {
    const all = schemasIn(publishedSchema(name), name);
    const lists = [...all].flatMap(([path, { enum: list }]) =>
      Array.isArray(list) && new RegExp(`/${key}(?:/items)?$`).test(path) ? [list] : [],
    );

    expect(lists).not.toEqual([]);
    for (const list of lists) expect(list.filter((word) => word !== null).sort()).toEqual(expected);
  });

  test("has every kind of condition", () => {
    const all = schemasIn(publishedSchema("rule"), "rule");
    const kinds = [...all].flatMap(([path, { const: kind, enum: several }]) =>
      /\/condition\/\d\/kind$/.test(path) ? [kind ?? several] : [],
    );

    expect(kinds.flat().sort()).toEqual(conditionKinds);
  });
});
