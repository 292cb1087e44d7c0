import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";

/**
 * GitHub's own description of its REST interface (OpenAPI, in the package `@octokit/openapi`), as far as it says what
 * a request and an answer look like.
 */
export interface Operation {
  /** GitHub's name of it: `issues/create-comment`. */
  readonly id: string;
  readonly parameters: readonly Parameter[];
  readonly body: ValidateFunction | undefined;
  /** By status. */
  readonly answers: ReadonlyMap<number, ValidateFunction | undefined>;
}

interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly required: boolean;
  readonly isValid: ValidateFunction;
}

export interface Call {
  readonly operation: Operation;
  readonly path: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
}

type Json = Readonly<Record<string, unknown>>;

/** What an address below the interface's own means; undefined where GitHub has no such operation. */
export function findCall(method: string, address: string): Call | undefined {
  const [path = "", query = ""] = address.split("?");
  const parts = path.split("/").slice(1).map(decodeURIComponent);
  for (const [template, item] of entriesOf(description().paths)) {
    const values = match(template.split("/").slice(1), parts);
    const operation = asObject(asObject(item)[method.toLowerCase()]);
    if (values === undefined || operation.operationId === undefined) continue;
    return { operation: compile(operation), path: values, query: new URLSearchParams(query) };
  }
  return undefined;
}

/** What is wrong with a request, in sentences. Also what GitHub would let pass in silence: a key that it does not know. */
export function faultsOf(call: Call, body: unknown): readonly string[] {
  const { id, parameters, body: isValid } = call.operation;
  const known = new Set(parameters.filter(({ place }) => place === "query").map(({ name }) => name));
  const unknown = [...call.query.keys()].filter((key) => !known.has(key));
  const faults = [
    ...unknown.map((key) => `there is no parameter "${key}"`),
    ...parameters.flatMap((parameter) => faultOf(parameter, call) ?? []),
    ...(isValid === undefined && body !== undefined ? ["it takes no body"] : []),
    ...(isValid === undefined || isValid(body) ? [] : [errorsOf(isValid)]),
  ];
  return faults.map((fault) => `${id}: ${fault}`);
}

function faultOf({ name, place, required, isValid }: Parameter, { path, query }: Call): string | undefined {
  const value = place === "path" ? path.get(name) : (query.get(name) ?? undefined);
  if (value === undefined) return required ? `it needs "${name}"` : undefined;
  return isValid({ value }) ? undefined : `"${name}" cannot be "${value}"`;
}

/** What is wrong with an answer of a stand-in. It may leave out what nobody asks it for, and invent nothing. */
export function faultsOfAnswer({ id, answers }: Operation, status: number, content: unknown): readonly string[] {
  const isValid = answers.get(status);
  if (isValid === undefined || isValid(content)) return [];
  return [`${id} does not answer ${status} like this: ${errorsOf(isValid)}`];
}

function errorsOf({ errors }: ValidateFunction): string {
  return (errors ?? [])
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join("; ");
}

let read: Json | undefined;

/** Thirteen megabytes, so read when a test first needs them. */
function description(): Json {
  read ??= asObject(
    JSON.parse(readFileSync(new URL(import.meta.resolve("@octokit/openapi/generated/api.github.com.json")), "utf8")),
  );
  return read;
}

function match(template: readonly string[], parts: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (template.length !== parts.length) return undefined;
  const values = new Map<string, string>();
  for (const [index, name] of template.entries()) {
    const part = parts[index] ?? "";
    const isParameter = name.startsWith("{");
    if (!isParameter && name !== part) return undefined;
    // The description has no operation in which both a number and a word could stand at one place.
    if (isParameter && name.endsWith("_id}") && !/^\d+$/.test(part)) return undefined;
    if (isParameter) values.set(name.slice(1, -1), part);
  }
  return values;
}

const compiled = new Map<unknown, Operation>();

function compile(operation: Json): Operation {
  const known = compiled.get(operation.operationId);
  if (known !== undefined) return known;
  const { requestBody, responses, operationId } = operation;
  const schema = schemaOf(asObject(requestBody));
  const made: Operation = {
    id: String(operationId),
    parameters: listOf(operation.parameters).map(parameterOf),
    body: schema === undefined ? undefined : validator("strict", closed(schema)),
    answers: new Map(
      entriesOf(responses).map(([status, answer]) => {
        const content = schemaOf(resolved(answer));
        return [Number(status), content === undefined ? undefined : validator("partial", content)];
      }),
    ),
  };
  compiled.set(operationId, made);
  return made;
}

function parameterOf(entry: unknown): Parameter {
  const { name, in: place, required, schema } = resolved(entry);
  const isValid = validator("strict", { type: "object", properties: { value: schema } });
  return { name: String(name), place: String(place), required: required === true, isValid };
}

function schemaOf({ content }: Json): Json | undefined {
  const { schema } = asObject(asObject(content)["application/json"]);
  return schema === undefined ? undefined : asObject(schema);
}

/** Without keys that the schema does not name. */
function closed(schema: Json): Json {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : {
          additionalProperties: false,
          properties: Object.fromEntries(entriesOf(properties).map(([key, value]) => [key, closed(asObject(value))])),
        }),
    ...(items === undefined ? {} : { items: closed(asObject(items)) }),
  };
}

/** Only with those definitions that the schema needs: to compile all of them takes minutes. */
function validator(manner: "strict" | "partial", schema: Json): ValidateFunction {
  const ajv = new Ajv({ strict: false, validateFormats: false, coerceTypes: manner === "strict", allErrors: true });
  if (manner === "partial") ajv.removeKeyword("required");
  const needed = new Map<string, Json>();
  collect(schema, needed);
  ajv.addSchema({ components: { schemas: Object.fromEntries(needed) } }, "github");
  return ajv.compile(redirected(asObject(spelledOut(schema))));
}

/** `nullable` beside no type, which the description has and the validator refuses, as a choice. */
function spelledOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelledOut);
  if (!isObject(value)) return value;
  const parts = Object.fromEntries(entriesOf(value).map(([key, part]) => [key, spelledOut(part)]));
  if (parts.nullable !== true || parts.type !== undefined) return parts;
  const { nullable: _, ...rest } = parts;
  return { anyOf: [rest, { type: "null" }] };
}

const definition = /^#\/components\/schemas\/(.+)$/;

function collect(value: unknown, needed: Map<string, Json>): void {
  for (const reference of referencesIn(value)) {
    const name = definition.exec(reference)?.[1] ?? "";
    if (needed.has(name)) continue;
    const schema = asObject(asObject(asObject(description().components).schemas)[name]);
    needed.set(name, asObject(spelledOut(schema)));
    collect(schema, needed);
  }
}

function* referencesIn(value: unknown): Generator<string> {
  for (const [key, part] of entriesOf(value)) {
    if (key === "$ref" && typeof part === "string") yield part;
    else yield* referencesIn(part);
  }
}

/** References lead into the collected definitions. */
function redirected(schema: Json): Json {
  const text = JSON.stringify(schema).replaceAll('"#/components/schemas/', '"github#/components/schemas/');
  return asObject(JSON.parse(text));
}

/** A parameter or an answer may be a reference to one that is written elsewhere. */
function resolved(value: unknown): Json {
  const { $ref, ...rest } = asObject(value);
  if (typeof $ref !== "string") return rest;
  return asObject(
    $ref
      .split("/")
      .slice(1)
      .reduce<unknown>((part, key) => asObject(part)[key], description()),
  );
}

function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(asObject(value));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
