import type { RuleSource } from "../config/config.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { createSourceFinder } from "./read-corpora.ts";

/** The name of the source that a rule's file belongs to. */
export function createSourceNames(sources: readonly RuleSource[]): (rule: AnalysedRule) => string {
  const find = createSourceFinder(sources);
  const names = new Map<string, string>();
  return ({ rule: { path } }) => {
    const known = names.get(path) ?? find(path)?.name ?? "";
    names.set(path, known);
    return known;
  };
}
