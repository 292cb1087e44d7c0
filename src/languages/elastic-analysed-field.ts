import type { Operator } from "../model/condition.ts";
import { anyRun, type OperatorAndValue, type Pattern, reducePattern } from "../syntax/pattern.ts";

/**
 * Whether a field of the Elastic Common Schema or of an Elastic integration is indexed word by word (`text`,
 * `match_only_text`), so that a search finds words and phrases within its value, in any case.
 * All other fields are compared as a whole and with regard to case (KQL reference, "Filter for documents that match a value").
 */
export function isAnalysed(field: string): boolean {
  return field.endsWith(".text") || analysedFields.has(field);
}

/** What a search for a pattern among the words of a text amounts to: it is found anywhere in the text. */
export function withinText(pattern: Pattern): OperatorAndValue {
  const reduced = reducePattern(pattern);
  if (reduced.operator === "wildcard") return reducePattern([anyRun, ...pattern, anyRun]);
  return within.has(reduced.operator) ? { operator: "contains", value: reduced.value } : reduced;
}

const analysedFields: ReadonlySet<string> = new Set([
  "message",
  "error.message",
  "powershell.command.invocation_details.value",
  "powershell.command.value",
  "powershell.file.script_block_text",
]);

const within: ReadonlySet<Operator> = new Set(["equals", "starts_with", "ends_with"]);
