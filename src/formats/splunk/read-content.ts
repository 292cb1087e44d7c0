import type { Reading, Rule } from "../../model/rule.ts";
import type { Diagnostic, SourceFile } from "../../model/source.ts";
import { isMapping, readYaml, type YamlDocument } from "../../syntax/yaml.ts";
import { wordOf } from "../../syntax/yaml-texts.ts";
import { type ContentDocument, diagnosticAt } from "./document.ts";
import type { FileMacros } from "./macros.ts";
import { kindOfType, readDataSources, readIds, readLifecycle, readSeverity } from "./metadata.ts";
import { claimsOf, exhaustion, readSearch, withoutSearch } from "./search.ts";

/** No file of detections has as many; each could cost a rule and a diagnostic. */
const maximalDocuments = 2_000;

/** Reads the detections of a YAML file: contentctl 4 and 5, ESCU 6. Never throws. */
export function readContentFile(file: SourceFile, macros: FileMacros): Reading {
  const { path } = file;
  const { documents, faults } = readYaml(file.text);
  const rules: Rule[] = [];
  const diagnostics = faults.map(({ reason, line, column }): Diagnostic => {
    return { code: "syntax-error", message: `The YAML can't be read: ${reason}.`, location: { path, line, column } };
  });
  for (const document of documents.slice(0, maximalDocuments)) {
    const content = contentOf(document, file, diagnostics);
    // Baselines and investigations are searches too, and detect nothing.
    if (content === undefined || kindOfType(content.value.type) === "other") continue;
    const position = rules.length + 1;
    const read = readDetection(content, { file, macros, position });
    rules.push(read.rule);
    diagnostics.push(...read.diagnostics);
  }
  const unread = documents[maximalDocuments];
  if (unread !== undefined) {
    const message = `The file has more than ${maximalDocuments} documents; the others are not read. Split it.`;
    diagnostics.push({ code: "limit-exceeded", message, location: { path, line: unread.line, column: 1 } });
  }
  return { rules, filters: [], diagnostics: [...diagnostics, ...exhaustion(file, macros)] };
}

function contentOf(
  { value, line, lines }: YamlDocument,
  { path }: SourceFile,
  diagnostics: Diagnostic[],
): ContentDocument | undefined {
  if (isMapping(value)) return { path, line, value, lines };
  const message = "This document is not a mapping, so it is no detection; remove it or write one.";
  diagnostics.push({ code: "missing-part", message, location: { path, line, column: 1 } });
  return undefined;
}

interface DetectionReading {
  readonly rule: Rule;
  readonly diagnostics: readonly Diagnostic[];
}

interface DetectionContext {
  readonly file: SourceFile;
  readonly macros: FileMacros;
  /** Position among the rules of the file, from 1. */
  readonly position: number;
}

/** Spelled out: a rule is made for every file of a corpus, and spreading objects is slow. */
function readDetection(document: ContentDocument, { file, macros, position }: DetectionContext): DetectionReading {
  const { path, line, value, lines } = document;
  const diagnostics: Diagnostic[] = [];
  const title = wordOf(value.name);
  if (title === undefined) {
    diagnostics.push(diagnosticAt(document, "missing-part", "The detection has no `name`; add one.", line));
  }
  const lifecycle = readLifecycle(document, diagnostics);
  const search = lines.excerptOf(value, "search");
  const context = { file, macros, dataSources: readDataSources(document) };
  const read = search?.text.trim()
    ? readSearch(search, context)
    : withoutSearch(context, lines.of(value, "search", line));
  const { techniques, tactics } = claimsOf(readIds(document));
  return {
    rule: {
      key: wordOf(value.id) ?? (position === 1 ? path : `${path}#${position}`),
      name: undefined,
      title: title ?? path.slice(path.lastIndexOf("/") + 1),
      format: "splunk",
      language: "spl",
      path,
      line,
      lifecycle,
      severity: readSeverity(document),
      logSource: read.logSource,
      techniques,
      tactics,
      condition: read.condition,
      helpers: [],
      related: [],
      companions: read.companions,
    },
    diagnostics: [...diagnostics, ...read.diagnostics],
  };
}
