import { standing } from "../../model/policy.ts";
import { checks } from "../../policy/checks/index.ts";
import type { CommentOccasion, DiffView } from "../../report/diff-view.ts";

/**
 * Whether a pull request is to be told: with a comment, only by bringing an earlier comment up to date (else it
 * would say what is no longer so), or not at all.
 */
export function occasionOf(view: DiffView, when: CommentOccasion): "post" | "update" | "none" {
  switch (when) {
    case "always":
      return "post";
    case "on-change":
      return hasNews(view) ? "post" : "update";
    case "on-failure":
      return view.verdict.outcome === "fail" ? "post" : "update";
    case "never":
      return "none";
  }
}

/** A rule whose file was only moved is no news, for it covers and tests what it did before. */
function hasNews({ verdict, delta, configChange }: DiffView): boolean {
  if (verdict.outcome === "fail" || configChange !== undefined) return true;
  if (standing(verdict.findings).some(({ check }) => !lasting.has(check))) return true;
  if (delta === undefined) return false;
  const { added, removed, edited } = delta.rules;
  return [added, removed, edited, delta.techniques, delta.events].some(({ length }) => length > 0);
}

/** A change without rules is not to be told again what is said of every change alike. */
const lasting: ReadonlySet<string> = new Set(checks.flatMap(({ id, isLasting }) => (isLasting === true ? [id] : [])));
