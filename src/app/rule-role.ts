import type { Config } from "../config/config.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { createOwnership } from "./read-corpora.ts";

/** `own`: it counts; `reference`: it would, if its source were not a reference; undefined: neither. */
export type RuleRole = "own" | "reference" | undefined;

/** What the rules of a corpus are to one who looks for examples. */
export function createRoles({ sources, count }: Pick<Config, "sources" | "count">): (rule: AnalysedRule) => RuleRole {
  const isOwn = createOwnership(sources);
  return ({ rule, counted, isHelper }) => {
    if (counted) return "own";
    return !isHelper && !isOwn(rule.path) && count.lifecycle.includes(rule.lifecycle) ? "reference" : undefined;
  };
}
