import { compareDiagnostics } from "../analysis/analyse.ts";
import { ConfigError } from "../model/config-error.ts";
import { compareText } from "../model/order.ts";
import type { Diagnostic } from "../model/source.ts";
import type { Tool } from "../report/diff-view.ts";
import type { SnapshotDocument, SnapshotRule } from "../report/json/snapshot-json.ts";

/**
 * One snapshot of several, whatever their order.
 *
 * Each path has the name of its repository before it. So has a key that rules of two repositories share: the rules stay
 * two, and both count.
 */
export function mergeSnapshots(documents: readonly SnapshotDocument[], tool: Tool): SnapshotDocument {
  const repositories = documents
    .flatMap((document) => document.repositories)
    .toSorted((one, other) => compareText(one.name, other.name));
  const twice = repositories.find(({ name }, index) => repositories[index + 1]?.name === name);
  if (twice !== undefined) {
    throw new ConfigError(
      `Two snapshots are of a repository called "${twice.name}". Give each a name of its own with ` +
        "`detcov snapshot --name NAME`.",
    );
  }
  const placed = documents.flatMap((document) => document.rules.map((rule) => placeRule(rule, document)));
  const shared = sharedKeys(placed);
  const named = placed.map((rule) =>
    shared.has(rule.key) ? { ...rule, key: `${rule.repository}/${rule.key}` } : rule,
  );
  return {
    schemaVersion: 1,
    kind: "snapshot",
    tool,
    repositories,
    diagnostics: documents.flatMap(placeDiagnostics).sort(compareDiagnostics),
    rules: named.toSorted(compareRules),
  };
}

/** A snapshot of several has the names in its paths already. */
function prefixOf({ repositories: [first, ...others] }: SnapshotDocument): string {
  return first === undefined || others.length > 0 ? "" : `${first.name}/`;
}

function placeDiagnostics(document: SnapshotDocument): readonly Diagnostic[] {
  const prefix = prefixOf(document);
  return document.diagnostics.map(({ location, ...diagnostic }) => ({
    ...diagnostic,
    location: { ...location, path: prefix + location.path },
  }));
}

function placeRule(rule: SnapshotRule, document: SnapshotDocument): SnapshotRule {
  const prefix = prefixOf(document);
  const isKeyedByPath = rule.key === rule.path || rule.key.startsWith(`${rule.path}#`);
  return { ...rule, path: prefix + rule.path, key: isKeyedByPath ? prefix + rule.key : ownKey(rule) };
}

/** Without the name that an earlier merge has put before it. */
function ownKey({ key, repository }: SnapshotRule): string {
  return key.startsWith(`${repository}/`) ? key.slice(repository.length + 1) : key;
}

function sharedKeys(rules: readonly SnapshotRule[]): ReadonlySet<string> {
  const repositoryOf = new Map<string, string>();
  const shared = new Set<string>();
  for (const { key, repository } of rules) {
    const other = repositoryOf.get(key);
    if (other !== undefined && other !== repository) shared.add(key);
    repositoryOf.set(key, repository);
  }
  return shared;
}

function compareRules(one: SnapshotRule, other: SnapshotRule): number {
  return compareText(one.path, other.path) || one.line - other.line || compareText(one.key, other.key);
}
