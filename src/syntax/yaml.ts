import yaml from "js-yaml";
import { oneLine } from "./conditions.ts";
import { LineRecorder, type YamlLines } from "./yaml-lines.ts";

export type { YamlLines };

/** One document of a YAML stream, with the line of everything in it. */
export interface YamlDocument {
  readonly value: unknown;
  /** Line of the document's first node, from 1. */
  readonly line: number;
  /** The same for all documents of a stream. */
  readonly lines: YamlLines;
}

export interface YamlFault {
  /** What is wrong, in the parser's words, on one line. */
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

export interface YamlStream {
  readonly documents: readonly YamlDocument[];
  readonly faults: readonly YamlFault[];
}

/**
 * Reads every document of a stream. A broken document is a fault; the others are read all the same.
 *
 * Scalars are YAML 1.2's, with the numbers that YAML 1.1 (PyYAML, which many rule authors' engines use) reads alike:
 * dates, numbers with leading zeros and the words `yes`, `no`, `on` and `off` stay text. `<<` merges mappings.
 */
export function readYaml(text: string): YamlStream {
  const whole = readParts([{ text, linesBefore: 0 }]);
  if (whole.faults.length === 0) return whole;
  const parts = splitDocuments(text);
  return parts.length === 1 ? whole : readParts(parts);
}

/** A mapping whose values are still to be looked at. */
export type YamlMapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is YamlMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface StreamPart {
  readonly text: string;
  readonly linesBefore: number;
}

function readParts(parts: readonly StreamPart[]): YamlStream {
  const recorder = new LineRecorder();
  const faults = parts.flatMap((part) => readPart(part, recorder));
  const documents = recorder.documents.map(({ value, line }) => ({ value, line, lines: recorder }));
  return { documents, faults };
}

function readPart({ text, linesBefore }: StreamPart, recorder: LineRecorder): readonly YamlFault[] {
  recorder.begin(linesBefore);
  try {
    yaml.loadAll(text, undefined, {
      schema: ruleSchema(),
      listener: (event, state) => recorder.take(event, state),
    });
    return [];
  } catch (error) {
    if (!(error instanceof yaml.YAMLException)) throw error;
    // The mark's own line is wrong for a NUL, which the parser looks for before it counts lines.
    const lines = text.slice(0, error.mark?.position ?? 0).split(/\r\n?|\n/);
    return [
      { reason: oneLine(error.reason), line: lines.length + linesBefore, column: (lines.at(-1)?.length ?? 0) + 1 },
    ];
  }
}

/**
 * Cuts a stream at its `---` lines, so that a fault in one document leaves the others.
 *
 * No scalar can hold such a line (YAML 1.2.2, 9.1.2). What stands before the first one may be only directives, which
 * belong to the document after it.
 */
function splitDocuments(text: string): readonly StreamPart[] {
  const parts: StreamPart[] = [];
  let start = 0;
  let linesBefore = 0;
  for (const marker of text.matchAll(/^---(?=[ \t\r\n]|$)/gm)) {
    const part = text.slice(start, marker.index);
    if (/^(?:[ \t]*(?:[#%].*)?(?:\r\n?|\n))*$/.test(part)) continue;
    parts.push({ text: part, linesBefore });
    linesBefore += part.match(/\r\n?|\n/g)?.length ?? 0;
    start = marker.index;
  }
  parts.push({ text: text.slice(start), linesBefore });
  return parts;
}

let schema: yaml.Schema | undefined;

function ruleSchema(): yaml.Schema {
  schema ??= yaml.CORE_SCHEMA.extend({
    implicit: [
      new yaml.Type("tag:yaml.org,2002:int", {
        kind: "scalar",
        resolve: (text: unknown) => beginsLikeNumber(text) && /^[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)$/.test(text),
        construct: exactInteger,
      }),
      new yaml.Type("tag:yaml.org,2002:float", {
        kind: "scalar",
        resolve: (text: unknown) => beginsLikeNumber(text) && /^[-+]?[0-9]+\.[0-9]*(?:[eE][-+][0-9]+)?$/.test(text),
        construct: Number,
      }),
      new yaml.Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (text: unknown) => text === "<<" }),
    ],
  });
  return schema;
}

/** Asked for every unquoted scalar, so it settles most of them by their first character. */
function beginsLikeNumber(text: unknown): text is string {
  if (typeof text !== "string" || text.length > 30) return false;
  const code = text.charCodeAt(0);
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b;
}

/** A number, or all of its decimal digits as text where a number would lose some. */
function exactInteger(text: string): number | string {
  const value = Number(text.replace(/^[-+]/, ""));
  const isNegative = text.startsWith("-");
  if (Number.isSafeInteger(value)) return isNegative ? -value : value;
  const digits = BigInt(text.replace(/^[-+]/, "")).toString();
  return isNegative ? `-${digits}` : digits;
}
