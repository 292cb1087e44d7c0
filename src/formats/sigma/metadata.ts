import type { Claim, Lifecycle, LogSource, RelatedRule, Severity } from "../../model/rule.ts";
import { severities } from "../../model/rule.ts";
import type { Diagnostic } from "../../model/source.ts";
import { oneLine } from "../../syntax/conditions.ts";
import { isMapping } from "../../syntax/yaml.ts";
import { textOf, textsOf, wordOf } from "../../syntax/yaml-texts.ts";
import { diagnosticAt, lineOfKey, type SigmaDocument } from "./document.ts";

/** What a document says about itself, whatever kind it is. */
export interface Metadata {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly title: string;
  readonly lifecycle: Lifecycle;
  readonly severity: Severity | undefined;
  readonly techniques: readonly Claim[];
  readonly tactics: readonly Claim[];
  readonly related: readonly RelatedRule[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Rules specification, "Components". Never throws; what is misspelt is a diagnostic. */
export function readMetadata(document: SigmaDocument): Metadata {
  const { value } = document;
  const diagnostics: Diagnostic[] = [];
  const title = readTitle(document, diagnostics);
  const tags = textsOf(value.tags, document.lines, lineOfKey(document, "tags"));
  return {
    id: wordOf(value.id),
    name: wordOf(value.name),
    title,
    lifecycle: readLifecycle(document, diagnostics),
    severity: readSeverity(document, diagnostics),
    techniques: tags.flatMap(({ text, line }) => techniqueClaim(text, line)),
    tactics: tags.flatMap(({ text, line }) => tacticClaim(text, line)),
    related: readRelated(document),
    diagnostics,
  };
}

/** Where a document has none, the name of its file has to do. */
export function readTitle(document: SigmaDocument, diagnostics: Diagnostic[]): string {
  const title = wordOf(document.value.title);
  if (title !== undefined) return title;
  diagnostics.push(diagnosticAt(document, "missing-part", "The rule has no `title`; add one.", document.line));
  return document.path.slice(document.path.lastIndexOf("/") + 1);
}

/** Rules specification, "Status"; a rule that says nothing is not known to be more than an experiment. */
const lifecycleOfStatus: Readonly<Record<string, Lifecycle>> = {
  stable: "stable",
  test: "test",
  experimental: "experimental",
  deprecated: "deprecated",
  unsupported: "disabled",
};

function readLifecycle(document: SigmaDocument, diagnostics: Diagnostic[]): Lifecycle {
  const status = document.value.status ?? undefined;
  if (status === undefined) return "experimental";
  const word = wordOf(status)?.toLowerCase() ?? "";
  const lifecycle = Object.hasOwn(lifecycleOfStatus, word) ? lifecycleOfStatus[word] : undefined;
  if (lifecycle !== undefined) return lifecycle;
  const message = `"${shown(status)}" is not a status of Sigma; use one of ${Object.keys(lifecycleOfStatus).join(", ")}. Until then the rule is read as experimental.`;
  diagnostics.push(diagnosticAt(document, "invalid-value", message, lineOfKey(document, "status")));
  return "experimental";
}

function readSeverity(document: SigmaDocument, diagnostics: Diagnostic[]): Severity | undefined {
  const level = document.value.level ?? undefined;
  if (level === undefined) return undefined;
  const severity = severities.find((known) => known === wordOf(level)?.toLowerCase());
  if (severity !== undefined) return severity;
  const message = `"${shown(level)}" is not a level of Sigma; use one of ${severities.join(", ")}.`;
  diagnostics.push(diagnosticAt(document, "invalid-value", message, lineOfKey(document, "level")));
  return undefined;
}

function shown(value: unknown): string {
  return oneLine(textOf(value) ?? (Array.isArray(value) ? "[…]" : "{…}"));
}

/** Tags appendix, namespace `attack`: `attack.t1059.001`. */
function techniqueClaim(tag: string, line: number): readonly Claim[] {
  const id = /^attack\.(t\d+(?:\.\d+)?)$/i.exec(tag.trim())?.[1];
  return id === undefined ? [] : [{ id: id.toUpperCase(), declared: tag, line }];
}

/** Tags appendix, namespace `attack`: `attack.credential-access`, `attack.ta0006`; groups, software and others are no tactics. */
function tacticClaim(tag: string, line: number): readonly Claim[] {
  const name = /^attack\.(.+)$/i.exec(tag.trim())?.[1];
  if (name === undefined || /^(?:t|g|s|m|c|ds|dc|det|an)\d/i.test(name)) return [];
  const id = /^ta\d+$/i.test(name) ? name.toUpperCase() : name.toLowerCase().replaceAll("_", "-");
  return [{ id, declared: tag, line }];
}

function readRelated({ value }: SigmaDocument): readonly RelatedRule[] {
  const items: readonly unknown[] = Array.isArray(value.related) ? value.related : [];
  return items.flatMap((item) => {
    if (!isMapping(item)) return [];
    const key = wordOf(item.id);
    return key === undefined ? [] : [{ key, relation: textOf(item.type) ?? "similar" }];
  });
}

/** Rules specification, "LogSource". */
export function readLogSource(document: SigmaDocument): LogSource {
  const section = isMapping(document.value.logsource) ? document.value.logsource : {};
  const word = (key: string) => wordOf(section[key])?.toLowerCase();
  return {
    vocabulary: "sigma",
    product: word("product"),
    category: word("category"),
    service: word("service"),
    tables: [],
  };
}
