import type { Rule } from "../model/rule.ts";

/** What to call a rule: a title that nobody can see is none. */
export function ruleTitle({ title, path }: Pick<Rule, "title" | "path">): string {
  return title.trim() === "" ? path : title;
}
