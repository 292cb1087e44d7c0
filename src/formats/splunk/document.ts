import type { Diagnostic, DiagnosticCode, RepositoryPath } from "../../model/source.ts";
import type { YamlLines, YamlMapping } from "../../syntax/yaml.ts";

/** One YAML document of a content repository, with what its readers need to say where something stands. */
export interface ContentDocument {
  readonly path: RepositoryPath;
  /** Line of its first node. */
  readonly line: number;
  readonly value: YamlMapping;
  readonly lines: YamlLines;
}

/** Line of one of the document's own keys. */
export function lineOfKey({ lines, value, line }: ContentDocument, key: string): number {
  return lines.of(value, key, line);
}

export function diagnosticAt(
  { path }: ContentDocument,
  code: DiagnosticCode,
  message: string,
  line: number,
): Diagnostic {
  return { code, message, location: { path, line, column: 1 } };
}
