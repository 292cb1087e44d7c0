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

export function diagnosticAt(document: SigmaDocument, code: DiagnosticCode, message: string, line: number): Diagnostic {
  return { code, message, location: { path: document.path, line, column: 1 } };
}
