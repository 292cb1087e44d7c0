import type { LinkedCorpus } from "../analysis/analyse.ts";
import { EventSpellings } from "../canon/known-events.ts";
import { readLocalFile } from "../io/local-file.ts";
import type { Condition } from "../model/condition.ts";
import { ConfigError } from "../model/config-error.ts";
import { sortedOnce } from "../model/order.ts";
import type { Rule } from "../model/rule.ts";
import type { SnapshotDocument, SnapshotRule } from "../report/json/snapshot-json.ts";
import { type ConditionInJson, isSnapshot, type SnapshotInJson } from "./snapshot-shape.ts";

/** Reads a file that `detcov snapshot` or `merge` wrote; a ConfigError for any other. `name` is the user's for it. */
export async function readSnapshotDocument(path: string, name: string): Promise<SnapshotDocument> {
  return parseSnapshotDocument(await readLocalFile(path), name);
}

/** As {@link readSnapshotDocument}, of the text of such a file. */
export function parseSnapshotDocument(text: string, name: string): SnapshotDocument {
  const document = parseDocument(text, name);
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
