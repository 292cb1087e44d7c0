import type { Reading, Rule } from "../../model/rule.ts";
import type { Diagnostic, SourceFile } from "../../model/source.ts";
import { oneLine } from "../../syntax/conditions.ts";
import { excerptOnLine, lastAtOrBefore, lengthOfLine, lineOffsets } from "../../syntax/excerpt.ts";
import { readRule } from "./rule.ts";
import { type Places, TextFinder } from "./source.ts";
import { asTable, asTables, type Table } from "./table.ts";

/** Reads rules as Kibana exports them: one JSON object a line. Lines that are no rules, such as the summary, are passed over. */
export function readNdjson({ path, text }: SourceFile): Reading {
  const lines = new Lines(text);
  const rules: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const parsed = parseJson(line);
    if (parsed.kind === "broken") {
      const message = `The line is not JSON: ${parsed.reason}. Its rule was not read.`;
      diagnostics.push({ code: "syntax-error", message, location: { path, line: index + 1, column: 1 } });
      continue;
    }
    const rule = ruleIn(asTable(parsed.value) ?? {});
    if (rule === undefined) continue;
    const read = readRule({ path, rule, metadata: {}, places: places(lines, lines.startOf(index)) });
    rules.push(read.rule);
    diagnostics.push(...read.diagnostics);
  }
  return { rules, filters: [], diagnostics };
}

/** Reads rules of one JSON document: a rule, a list of them, or an answer of Kibana's API with a list in `data`. */
export function readJson({ path, text }: SourceFile): Reading {
  const parsed = parseJson(text);
  if (parsed.kind === "broken") {
    const message = `The file is not JSON: ${parsed.reason}. Its rules were not read.`;
    return {
      rules: [],
      filters: [],
      diagnostics: [{ code: "syntax-error", message, location: { path, line: 1, column: 1 } }],
    };
  }
  const lines = new Lines(text);
  const starts = objectStarts(text, parsed.value);
  const read = tablesIn(parsed.value).flatMap((table, index) => {
    const rule = ruleIn(table);
    return rule === undefined
      ? []
      : [readRule({ path, rule, metadata: {}, places: places(lines, starts[index] ?? 0) })];
  });
  return {
    rules: read.map(({ rule }) => rule),
    filters: [],
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

type Json = { readonly kind: "value"; readonly value: unknown } | { readonly kind: "broken"; readonly reason: string };

function parseJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return { kind: "value", value };
  } catch (error) {
    return { kind: "broken", reason: oneLine(error instanceof Error ? error.message : "") };
  }
}

/** A rule alone, a list of rules, or the list in an answer of the API. */
function tablesIn(value: unknown): readonly Table[] {
  return asTables(asTable(value)?.data ?? value);
}

/** A rule has a type and an id; a saved object has it in its attributes. */
function ruleIn(table: Table): Table | undefined {
  const rule = asTable(table.attributes) ?? table;
  return typeof rule.rule_id === "string" && typeof rule.type === "string" ? rule : undefined;
}

/** Where the objects of {@link tablesIn} begin. */
function objectStarts(json: string, value: unknown): readonly number[] {
  if (Array.isArray(value)) return objectsWithin(json, "[");
  return asTable(value)?.data === undefined ? [json.indexOf("{")] : objectsWithin(json, "{[");
}

/** Where objects begin that these brackets are open around, and no others. */
function objectsWithin(json: string, around: string): readonly number[] {
  const starts: number[] = [];
  const open: string[] = [];
  for (const { 0: part, index } of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    if (part === "}" || part === "]") open.pop();
    if (part === "{" && open.length === around.length && open.join("") === around) starts.push(index);
    if (part === "{" || part === "[") open.push(part);
  }
  return starts;
}

/** The lines of a file, for finding what JSON.parse has read. */
class Lines {
  readonly text: string;
  readonly #offsets: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#offsets = lineOffsets(text);
  }

  startOf(index: number): number {
    return this.#offsets[index] ?? 0;
  }

  lineAt(offset: number): number {
    return 1 + lastAtOrBefore(this.#offsets, offset);
  }

  lengthOf(line: number): number {
    return lengthOfLine(this.text, this.#offsets, line);
  }
}

function places(lines: Lines, start: number): Places {
  const finder = new TextFinder(lines.text, (offset) => lines.lineAt(offset));
  const offsetOfKey = (key: string) => {
    const at = lines.text.indexOf(`${JSON.stringify(key)}:`, start);
    return at < 0 ? start : at;
  };
  const lineOfKey = (key: string) => lines.lineAt(offsetOfKey(key));
  return {
    line: lines.lineAt(start),
    excerptOf: (key, value) => excerptOnLine(value, lines.lineAt(offsetOfPair(lines.text, key, value, start) ?? start)),
    lengthOfLine: (line) => lines.lengthOf(line),
    lineOfKey,
    lineOfText: (key, value) => finder.next(value, offsetOfKey(key)) ?? lines.lineAt(start),
  };
}

/** Where a key stands before this text; where it stands first, if the file writes the text in another way. */
function offsetOfPair(json: string, key: string, value: string, start: number): number | undefined {
  const quotedKey = `${JSON.stringify(key)}:`;
  const quotedValue = JSON.stringify(value);
  const first = json.indexOf(quotedKey, start);
  let at = first;
  for (let searches = 0; at >= 0 && searches < maximalPairs; searches++) {
    const end = at + quotedKey.length;
    if (json.startsWith(quotedValue, end) || json.startsWith(` ${quotedValue}`, end)) return at;
    at = json.indexOf(quotedKey, end);
  }
  return first < 0 ? undefined : first;
}

/** Filters have queries too, but a rule has few filters. */
const maximalPairs = 50;
