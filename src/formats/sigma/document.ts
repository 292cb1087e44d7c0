import type { Diagnostic, DiagnosticCode, RepositoryPath } from "../../model/source.ts";
import type { YamlLines, YamlMapping } from "../../syntax/yaml.ts";

/** One YAML document of a Sigma file, with what its readers need to say where something stands. */
export interface SigmaDocument {
  readonly path: RepositoryPath;
  /** Position among the rule documents of the file, from 1. */
  readonly position: number;
  readonly line: number;
  readonly value: YamlMapping;
  readonly lines: YamlLines;
}

/** Line of one of the document's own keys. */
export function lineOfKey(document: SigmaDocument, key: string): number {
  return document.lines.of(document.value, key, document.line);
}

/** A text of the document; numbers and booleans are taken as written, anything else is undefined. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The texts of a list, or of a single text, each with its line; other items are left out. */
export function textsOf(
  document: SigmaDocument,
  value: unknown,
  line: number,
): readonly { text: string; line: number }[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item, index) => {
    const text = textOf(item);
    if (text === undefined) return [];
    return [{ text, line: Array.isArray(value) ? document.lines.of(value, index, line) : line }];
  });
}

export function diagnosticAt(document: SigmaDocument, code: DiagnosticCode, message: string, line: number): Diagnostic {
  return { code, message, location: { path: document.path, line, column: 1 } };
}
