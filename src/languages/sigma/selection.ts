import type { Condition } from "../../model/condition.ts";
import type { DiagnosticCode } from "../../model/source.ts";
import { allOf, anyOf, oneLine } from "../../syntax/conditions.ts";
import { isMapping, type YamlLines, type YamlMapping } from "../../syntax/yaml.ts";
import type { ValueBudget } from "./value-budget.ts";
import { readFieldTest, type Scalar } from "./values.ts";

/** Something the author's engine would refuse. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly line: number;
}

export interface ReadingContext {
  readonly lines: YamlLines;
  /** Shared by all that is read of one file. */
  readonly budget: ValueBudget;
  /** Told of every problem, in the order they are met. */
  readonly report: (problem: Problem) => void;
}

/** Maps are all of their fields, lists any of their items, and a scalar is a keyword (rules specification, "Detection"). */
export function readSelection(value: unknown, line: number, context: ReadingContext): Condition {
  return new SelectionReader(context).read(value, line, 0);
}

/** Engines take a list of maps; deeper lists mean nothing, and aliases can make them endless. */
const maximalDepth = 20;

class SelectionReader {
  readonly #context: ReadingContext;

  constructor(context: ReadingContext) {
    this.#context = context;
  }

  read(value: unknown, line: number, depth: number): Condition {
    if (depth > maximalDepth) return this.#tooDeep(line);
    if (Array.isArray(value)) return this.#list(value, line, depth);
    if (isMapping(value)) return this.#fields(value, line);
    const scalar = toScalar(value, line);
    if (scalar === undefined || scalar.value === null) {
      return this.#fault("A selection is empty; give it fields or keywords, or remove it.", "an empty selection", line);
    }
    return this.#spend(1, line) ? this.#test("", [scalar], line) : overLimit(line);
  }

  #list(items: readonly unknown[], line: number, depth: number): Condition {
    if (items.length === 0) return this.#fault("A selection is an empty list; fill it or remove it.", "[]", line);
    // Paid for before it is read: aliases can make a list of lists as large as one likes.
    if (!this.#spend(items.length, line)) return overLimit(line);
    const keywords: Scalar[] = [];
    const parts: Condition[] = [];
    for (const [index, item] of items.entries()) {
      const itemLine = this.#context.lines.of(items, index, line);
      const scalar = toScalar(item, itemLine);
      if (scalar === undefined) parts.push(this.read(item, itemLine, depth + 1));
      else keywords.push(scalar);
    }
    if (keywords.length > 0) parts.unshift(this.#test("", keywords, line));
    return anyOf(parts);
  }

  #fields(fields: YamlMapping, line: number): Condition {
    const entries = Object.entries(fields);
    if (entries.length === 0) return this.#fault("A selection has no fields; give it some or remove it.", "{}", line);
    if (!this.#spend(entries.length, line)) return overLimit(line);
    return allOf(
      entries.map(([key, value]) => this.#field(fields, key, value, this.#context.lines.of(fields, key, line))),
    );
  }

  #field(fields: YamlMapping, key: string, value: unknown, line: number): Condition {
    if (!Array.isArray(value)) {
      const scalar = toScalar(value, this.#context.lines.ofValue(fields, key, line));
      return scalar === undefined ? this.#noScalar(key, line) : this.#test(key, [scalar], line);
    }
    if (!this.#spend(value.length, line)) return overLimit(line);
    const scalars = value.map((item: unknown, index) => toScalar(item, this.#context.lines.of(value, index, line)));
    const known = scalars.filter((scalar) => scalar !== undefined);
    if (known.length < scalars.length) return this.#noScalar(key, line);
    if (known.length > 0) return this.#test(key, known, line);
    return this.#fault(`"${oneLine(key)}" has an empty list of values; fill it or remove the field.`, key, line);
  }

  #test(key: string, scalars: readonly Scalar[], line: number): Condition {
    return readFieldTest(key, scalars, { line, budget: this.#context.budget });
  }

  #noScalar(key: string, line: number): Condition {
    const message = `"${oneLine(key)}" has a value that is neither text nor number; write a value or a list of values.`;
    this.#context.report({ code: "invalid-value", message, line });
    return { kind: "opaque", reason: "syntax-error", text: oneLine(key), line };
  }

  #tooDeep(line: number): Condition {
    const message = `A selection nests deeper than ${maximalDepth} levels; write one list of maps.`;
    this.#context.report({ code: "limit-exceeded", message, line });
    return { kind: "opaque", reason: "limit-exceeded", text: "nested lists", line };
  }

  #spend(count: number, line: number): boolean {
    return this.#context.budget.spend(count, line);
  }

  #fault(message: string, text: string, line: number): Condition {
    this.#context.report({ code: "missing-part", message, line });
    return { kind: "opaque", reason: "syntax-error", text: oneLine(text), line };
  }
}

function overLimit(line: number): Condition {
  return { kind: "opaque", reason: "limit-exceeded", text: "too many values", line };
}

/** Undefined for a list or a mapping. */
function toScalar(value: unknown, line: number): Scalar | undefined {
  if (value === null || value === undefined) return { value: null, line };
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return { value, line };
  return undefined;
}
