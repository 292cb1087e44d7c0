import type { LinkedCorpus } from "../analysis/analyse.ts";
import { EventSpellings } from "../canon/known-events.ts";
import { readLocalFile } from "../io/local-file.ts";
import type { Condition, Constraint, Opaque, Predicate, Sequence } from "../model/condition.ts";
import { ConfigError } from "../model/config-error.ts";
import { sortedOnce } from "../model/order.ts";
import type { Rule, Severity } from "../model/rule.ts";
import type { Diagnostic } from "../model/source.ts";
import type { SnapshotDocument, SnapshotRule } from "../report/json/snapshot-json.ts";

/** Reads a file that `detcov snapshot` or `merge` wrote; a ConfigError for any other. `name` is the user's for it. */
export async function readSnapshotDocument(path: string, name: string): Promise<SnapshotDocument> {
  const document = parseDocument(await readLocalFile(path), name);
  if (isSnapshot(document)) return documentOf(document);
  throw new ConfigError(
    `"${name}" is no snapshot of this version of detcov. Write it anew with \`detcov snapshot --out FILE\`.`,
  );
}

function parseDocument(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`"${name}" is no JSON, or not all of it. Write it anew with \`detcov snapshot --out FILE\`.`);
  }
}

export interface SnapshotCorpus {
  readonly corpus: LinkedCorpus;
  readonly isOwn: (rule: Rule) => boolean;
  readonly repositoryOf: (rule: Rule) => string;
}

/** The corpus that a document is of. */
export function corpusOf({ repositories, diagnostics, rules }: SnapshotDocument): SnapshotCorpus {
  // All rules of a file are from one repository and in one role.
  const byPath = new Map(rules.map((rule) => [rule.path, rule]));
  const [only, ...others] = repositories;
  // Repositories may spell an operation in several ways, as rules of one may.
  const spellings = new EventSpellings();
  return {
    corpus: {
      revision: others.length === 0 ? (only?.revision ?? "nothing") : "several repositories",
      files: repositories.reduce((sum, { files }) => sum + files, 0),
      diagnostics,
      rules: rules.map((rule) => ({
        entry: { rule: ruleOf(rule), events: sortedOnce(rule.events.map((event) => spellings.of(event))) },
        isHelper: rule.helper,
      })),
    },
    isOwn: (rule) => byPath.get(rule.path)?.role !== "reference",
    repositoryOf: (rule) => byPath.get(rule.path)?.repository ?? "",
  };
}

function ruleOf(rule: SnapshotRule): Rule {
  const { key, title, format, language, path, line, lifecycle, severity } = rule;
  const { logSource, techniques, tactics, related, condition } = rule;
  return {
    ...{ key, name: undefined, title, format, language, path, line, lifecycle, severity },
    ...{ logSource, techniques, tactics, related, condition, helpers: [] },
  };
}

/** A document as JSON has it: null stands for what is not there. */
interface SnapshotInJson extends Omit<SnapshotDocument, "rules" | "diagnostics"> {
  readonly diagnostics: readonly (Omit<Diagnostic, "location"> & Diagnostic["location"])[];
  readonly rules: readonly RuleInJson[];
}

interface RuleInJson extends Omit<SnapshotRule, "severity" | "logSource" | "condition"> {
  readonly severity: Severity | null;
  readonly logSource: { readonly vocabulary: string; readonly tables: readonly string[] } & Readonly<
    Record<"product" | "category" | "service", string | null>
  >;
  readonly condition: ConditionInJson;
}

type ConditionInJson =
  | { readonly kind: "all" | "any"; readonly of: readonly ConditionInJson[] }
  | { readonly kind: "not"; readonly condition: ConditionInJson }
  | (Omit<Sequence, "steps" | "within"> & {
      readonly steps: readonly ConditionInJson[];
      readonly within: string | null;
    })
  | (Omit<Predicate, "field" | "nativeField" | "lines"> & {
      readonly field: string | null;
      readonly nativeField: string | null;
      readonly lines: readonly number[];
    })
  | Constraint
  | Opaque;

function documentOf({ diagnostics, rules, ...head }: SnapshotInJson): SnapshotDocument {
  return {
    ...head,
    diagnostics: diagnostics.map(({ code, message, ...location }) => ({ code, message, location })),
    rules: rules.map(({ severity, logSource: { vocabulary, product, category, service, tables }, ...rule }) => ({
      ...rule,
      severity: severity ?? undefined,
      logSource: {
        vocabulary,
        product: product ?? undefined,
        category: category ?? undefined,
        service: service ?? undefined,
        tables,
      },
      condition: conditionOf(rule.condition),
    })),
  };
}

function conditionOf(condition: ConditionInJson): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map(conditionOf) };
    case "not":
      return { kind: "not", condition: conditionOf(condition.condition) };
    case "sequence":
      return { ...condition, steps: condition.steps.map(conditionOf), within: condition.within ?? undefined };
    case "predicate": {
      const { field, nativeField, line, lines } = condition;
      const isOnOneLine = lines.every((each) => each === line);
      return {
        ...condition,
        field: field ?? undefined,
        nativeField: nativeField ?? undefined,
        lines: isOnOneLine ? undefined : lines,
      };
    }
    case "constraint":
    case "opaque":
      return condition;
  }
}

function isSnapshot(document: unknown): document is SnapshotInJson {
  return (
    isRecord(document) &&
    document.schemaVersion === 1 &&
    document.kind === "snapshot" &&
    isListOf(document.repositories, isRecord) &&
    isListOf(document.diagnostics, isRecord) &&
    isListOf(document.rules, isSnapshotRule)
  );
}

const texts = ["repository", "key", "title", "format", "language", "path", "lifecycle", "role"] as const;
const lists = ["techniques", "tactics", "related", "events"] as const;

function isSnapshotRule(rule: unknown): boolean {
  return (
    isRecord(rule) &&
    texts.every((name) => typeof rule[name] === "string") &&
    lists.every((name) => isListOf(rule[name], isRecord)) &&
    typeof rule.line === "number" &&
    isRecord(rule.logSource) &&
    isListOf(rule.logSource.tables, isText) &&
    isCondition(rule.condition)
  );
}

function isCondition(condition: unknown): boolean {
  if (!isRecord(condition)) return false;
  switch (condition.kind) {
    case "all":
    case "any":
      return isListOf(condition.of, isCondition);
    case "not":
      return isCondition(condition.condition);
    case "sequence":
      return isListOf(condition.steps, isCondition) && isListOf(condition.by, isText);
    case "predicate":
      return (
        typeof condition.operator === "string" &&
        isListOf(condition.values, isText) &&
        isListOf(condition.lines, isNumber)
      );
    case "constraint":
    case "opaque":
      return typeof condition.text === "string";
    default:
      return false;
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}
