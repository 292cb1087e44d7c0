import { ambiguousNames } from "../canon/dictionary-problems.ts";
import type { FieldAlias } from "../canon/fields.ts";
import { type DocumentPath, type Problem, quoted } from "./problem.ts";
import { at, items, keys, textsOf } from "./read-loosely.ts";

/** Names that a team's fields give to two of them under one log source, and names that stand there twice. */
export function* fieldProblems(fields: unknown): Generator<Problem> {
  const paths = new Map<FieldAlias, DocumentPath>();
  const entries = keys(fields).map((field) => ({ field, aliases: placeAliases(fields, field, paths) }));
  const problemAt = (alias: FieldAlias, message: string): Problem => {
    return { path: paths.get(alias) ?? ["fields"], at: "value", message };
  };
  for (const { field, aliases } of entries) {
    for (const alias of repeatedAliases(aliases)) {
      yield problemAt(alias, `${quoted(alias.name)} is an alias of ${quoted(field)} twice. Remove one.`);
    }
  }
  const reported = new Set<FieldAlias>();
  for (const { one, other } of ambiguousNames(entries)) {
    const alias = other.alias ?? one.alias;
    if (alias === undefined || reported.has(alias)) continue;
    reported.add(alias);
    yield problemAt(alias, claimedTwice(alias.name, one.resolved.field, other.resolved.field));
  }
}

/** The aliases of a field, each put down with its place. */
function placeAliases(fields: unknown, field: string, paths: Map<FieldAlias, DocumentPath>): readonly FieldAlias[] {
  const aliases: FieldAlias[] = [];
  for (const [index, item] of items(at(at(fields, field), "aliases"))) {
    const name = typeof item === "string" ? item : at(item, "name");
    if (typeof name !== "string") continue;
    const when = textsOf(at(item, "when"), ["product", "category", "service", "table"]);
    const part = parts.find((known) => known === at(item, "part"));
    const alias = { name, part, when };
    paths.set(alias, ["fields", field, "aliases", index]);
    aliases.push(alias);
  }
  return aliases;
}

const parts = ["basename", "extension"] as const;

/** Aliases that an earlier one says already. */
function repeatedAliases(aliases: readonly FieldAlias[]): readonly FieldAlias[] {
  const known = new Set<string>();
  return aliases.filter((alias) => {
    const identity = JSON.stringify(alias).toLowerCase();
    const isRepeated = known.has(identity);
    known.add(identity);
    return isRepeated;
  });
}

function claimedTwice(name: string, owner: string, field: string): string {
  return `${quoted(name)} means ${quoted(owner)} already, and can't mean ${quoted(field)} too under one log source. Remove one, or say with "when" in which log source each holds.`;
}
