import type { DefinedError } from "ajv";
import { validateConfigFile } from "./config-validator.generated.js";
import { didYouMean } from "./nearest.ts";
import { type DocumentPath, keyName, listed, type Problem, quoted } from "./problem.ts";
import { type ConfigFile, configSchema } from "./schema.ts";

export type Validation =
  | { readonly kind: "valid"; readonly file: ConfigFile }
  /** At least one. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** Holds values against the schema, and says in words where they differ. */
export function validateFile(value: unknown): Validation {
  if (validateConfigFile(value)) return { kind: "valid", file: value };
  const errors = validateConfigFile.errors ?? [];
  const choices = new Set(errors.filter(({ keyword }) => keyword === "enum").map(({ instancePath }) => instancePath));
  // A list of what is allowed says more than its type.
  const telling = errors.filter(({ keyword, instancePath }) => keyword !== "type" || !choices.has(instancePath));
  return { kind: "invalid", problems: telling.map((error) => problemOf(error, value)) };
}

function problemOf(error: DefinedError, file: unknown): Problem {
  const { path, value } = follow(error.instancePath, file);
  const at = value === null ? "key" : "value";
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(error.params.additionalProperty, path, error.schemaPath);
    case "required":
      return { path, at: "value", message: `${subject(path)} needs the key "${error.params.missingProperty}".` };
    case "uniqueItems":
      return repeatedItem(path, value, error.params);
    case "type":
      return { path, at, message: wrongType(path, value, error.params.type) };
    default:
      return { path, at, message: `${subject(path)} ${requirement(error, value)}` };
  }
}

/** What has to be so, for the keywords that are about a single value. */
function requirement(error: DefinedError, value: unknown): string {
  switch (error.keyword) {
    case "enum":
      return wrongChoice(value, error.params.allowedValues);
    case "minimum":
    case "exclusiveMinimum":
      return `is ${display(value)}, and must be ${error.keyword === "minimum" ? "at least" : "above"} ${error.params.limit}.`;
    case "maximum":
      return `is ${display(value)}, and must be at most ${error.params.limit}.`;
    case "exclusiveMaximum":
      return `is ${display(value)}, and must be below ${error.params.limit}.`;
    case "minLength":
      return "is empty. Give it a value or remove it.";
    case "maxLength":
      return `is longer than ${error.params.limit} characters. Shorten it.`;
    case "minItems":
    case "minProperties":
      return "is empty. Give it an entry or remove it.";
    default:
      return `is not valid (${error.keyword}).`;
  }
}

function unknownKey(key: string, parent: DocumentPath, schemaPath: string): Problem {
  const known = keysAt(schemaPath);
  const where = parent.length === 0 ? "the configuration" : keyName(parent);
  const suggestion = didYouMean(key, known);
  const advice = suggestion === "" ? ` Its keys are ${listed(known)}.` : suggestion;
  return { path: [...parent, key], at: "key", message: `${quoted(key)} is not a key of ${where}.${advice}` };
}

function repeatedItem(
  path: DocumentPath,
  value: unknown,
  { i, j }: { readonly i: number; readonly j: number },
): Problem {
  const item = Array.isArray(value) ? display(value[i]) : "an item";
  return { path: [...path, Math.max(i, j)], at: "value", message: `${keyName(path)} has ${item} twice. Remove one.` };
}

function wrongType(path: DocumentPath, value: unknown, type: string | readonly string[]): string {
  if (value === null) return `${subject(path)} has no value. Give it one or remove it.`;
  const types = typeof type === "string" ? type.split(",") : type;
  const wanted = types.map((name) => typeNames.get(name) ?? name).join(" or ");
  const advice = types[0] === "array" && typeof value === "string" ? ` Write it as a list: [${quoted(value)}].` : "";
  return `${subject(path)} must be ${wanted}, and is ${display(value)}.${advice}`;
}

function wrongChoice(value: unknown, allowed: readonly unknown[]): string {
  if (value === null) return `has no value. Use one of ${listed(allowed)}, or remove it.`;
  const words = [...new Set(allowed.map(String))];
  const suggestion = typeof value === "string" ? didYouMean(value, words) : "";
  return `is ${display(value)}, and must be one of ${listed(words)}.${suggestion}`;
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ["array", "a list"],
  ["object", "a mapping of keys to values"],
  ["string", "text"],
  ["number", "a number"],
  ["integer", "a whole number"],
  ["boolean", "true, false"],
]);

function display(value: unknown): string {
  if (typeof value === "string") return value === "" ? "empty text" : quoted(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  return String(value);
}

function subject(path: DocumentPath): string {
  return path.length === 0 ? "The configuration" : keyName(path);
}

interface Place {
  readonly path: DocumentPath;
  readonly value: unknown;
}

/** A JSON pointer of ajv's; steps into lists become numbers. */
function follow(pointer: string, root: unknown): Place {
  const path: (string | number)[] = [];
  let value = root;
  for (const token of pointer.split("/").slice(1)) {
    const step = token.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(step) : step);
    value = entry(value, step);
  }
  return { path, value };
}

/** The keys of the object schema to which an error's `schemaPath` (`#/properties/noise/additionalProperties`) belongs. */
function keysAt(schemaPath: string): readonly string[] {
  let schema: unknown = configSchema;
  for (const step of schemaPath.split("/").slice(1, -1)) schema = entry(schema, decodeURIComponent(step));
  const properties = entry(schema, "properties");
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

function entry(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
