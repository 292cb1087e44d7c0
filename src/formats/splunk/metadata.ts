import type { Lifecycle, Severity } from "../../model/rule.ts";
import type { Diagnostic, RepositoryPath } from "../../model/source.ts";
import { oneLine } from "../../syntax/conditions.ts";
import { isMapping, type YamlMapping } from "../../syntax/yaml.ts";
import { type LocatedText, textOf, textsOf, wordOf } from "../../syntax/yaml-texts.ts";
import { type ContentDocument, diagnosticAt, lineOfKey } from "./document.ts";

/** What the searches of a content repository are for; the others are no detections. */
const detectionTypes: ReadonlySet<string> = new Set(["ttp", "anomaly", "hunting", "correlation"]);
const otherTypes: ReadonlySet<string> = new Set(["baseline", "investigation", "investigative", "support"]);

/** `unknown`: the type is missing, or of a generation that had others. */
export function kindOfType(type: unknown): "detection" | "other" | "unknown" {
  const word = wordOf(type)?.toLowerCase() ?? "";
  if (detectionTypes.has(word)) return "detection";
  return otherTypes.has(word) ? "other" : "unknown";
}

const lifecycleOfStatus: ReadonlyMap<string, Lifecycle> = new Map([
  ["production", "stable"],
  ["validation", "test"],
  ["experimental", "experimental"],
  ["deprecated", "deprecated"],
  ["removed", "disabled"],
]);

/** Where a generation had no `status`, or the file was moved since, its folder says it. */
export function readLifecycle(document: ContentDocument, diagnostics: Diagnostic[]): Lifecycle {
  const { value, path } = document;
  const status = wordOf(value.status)?.toLowerCase();
  const lifecycle = status === undefined ? undefined : lifecycleOfStatus.get(status);
  if (status !== undefined && lifecycle === undefined) {
    const message = `"${oneLine(status)}" is not a status; use one of ${[...lifecycleOfStatus.keys()].join(", ")}. Until then the rule is read as experimental.`;
    diagnostics.push(diagnosticAt(document, "invalid-value", message, lineOfKey(document, "status")));
  }
  if (isBelow("removed", path)) return "disabled";
  if (isBelow("deprecated", path) || value.deprecated === true) return "deprecated";
  if (status === undefined) return isBelow("experimental", path) ? "experimental" : "stable";
  const isHunt = wordOf(value.type)?.toLowerCase() === "hunting";
  return lifecycle === "stable" && isHunt ? "test" : (lifecycle ?? "experimental");
}

function isBelow(folder: string, path: RepositoryPath): boolean {
  return path.split("/").slice(0, -1).includes(folder);
}

/**
 * Ids of ATT&CK where each generation has them: in `tags` up to contentctl 5, of the document itself in ESCU 6.
 */
export function readIds({ value, lines, line }: ContentDocument): readonly LocatedText[] {
  return [value, sectionOf(value, "tags")].flatMap((section) =>
    textsOf(section.mitre_attack_id ?? [], lines, lines.of(section, "mitre_attack_id", line)),
  );
}

/** Names of the data sources that a rule says it reads. */
export function readDataSources({ value, lines, line }: ContentDocument): readonly string[] {
  return textsOf(value.data_source ?? [], lines, line).flatMap(({ text }) => wordOf(text) ?? []);
}

/** The greatest risk score of a rule in the words that contentctl has for it (`RiskSeverity`). */
export function readSeverity({ value }: ContentDocument): Severity | undefined {
  const scores = [...scoresIn(value)].filter((score) => Number.isFinite(score));
  return scores.length === 0 ? undefined : severityOfScore(Math.max(...scores));
}

/** contentctl 4: `tags`; 5: `rba`; ESCU 6: `finding` and `intermediate_findings`. */
function* scoresIn(value: YamlMapping): Generator<number> {
  const tags = sectionOf(value, "tags");
  if (tags.risk_score !== undefined) yield numberOf(tags.risk_score);
  else if (tags.confidence !== undefined && tags.impact !== undefined) {
    yield (numberOf(tags.confidence) * numberOf(tags.impact)) / 100;
  }
  const scored = [
    ...sectionsOf(sectionOf(value, "rba").risk_objects),
    ...sectionsOf(sectionOf(value, "finding").entity),
    ...sectionsOf(sectionOf(value, "intermediate_findings").entities),
  ];
  for (const { score } of scored) if (score !== undefined) yield numberOf(score);
}

function severityOfScore(score: number): Severity {
  if (score <= 20) return "informational";
  if (score <= 40) return "low";
  if (score <= 60) return "medium";
  return score <= 80 ? "high" : "critical";
}

function numberOf(value: unknown): number {
  return Number.parseFloat(textOf(value) ?? "");
}

function sectionOf(value: YamlMapping, key: string): YamlMapping {
  const section = value[key];
  return isMapping(section) ? section : {};
}

function sectionsOf(value: unknown): readonly YamlMapping[] {
  return (Array.isArray(value) ? value : [value]).filter(isMapping);
}
