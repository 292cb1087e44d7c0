import type { Config } from "../config/config.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { createCounting } from "./counting.ts";

/** `own`: it counts; `reference`: it would, if its source were not a reference; undefined: neither. */
export type RuleRole = "own" | "reference" | undefined;

/** What the rules of a corpus are to one who looks for examples. */
export function createRoles({ sources, count }: Pick<Config, "sources" | "count">): (rule: AnalysedRule) => RuleRole {
  const whyLeftOut = createCounting({ sources, count });
  return ({ rule, counted, isHelper }) => {
    if (counted) return "own";
    return !isHelper && whyLeftOut(rule) === "reference" ? "reference" : undefined;
  };
}
