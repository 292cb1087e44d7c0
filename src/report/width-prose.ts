import { indicatorText } from "../model/indicator-text.ts";
import { type Prose, quote, say } from "../model/prose.ts";
import { listProse } from "../model/prose-list.ts";
import type { Indicator } from "../model/snapshot.ts";
import type { RuleView } from "./rule-view.ts";
import { plural } from "./words.ts";

/** How specific a rule is, by its weakest path, and what would make it more so (DESIGN 4.5). */
export function widthProse(view: RuleView): Prose {
  const { reach, path, isConstrained } = view.width;
  if (reach === undefined) {
    return ["How specific the rule is can't be said: a part of its weakest path was not understood."];
  }
  const weakest =
    path.length === 0
      ? ["One way to match tests no value at all, so the rule matches whatever its log source sends."]
      : say`The weakest way to match needs${[view.width.isNoisy ? " only" : ""]} ${listProse(path, named, 4)}, which ${[othersWords(reach - 1, path)]}.`;
  const constrained = isConstrained
    ? [" A threshold, count or comparison narrows it further, which reach can't see."]
    : [];
  return [...weakest, ...constrained, ...(view.width.isNoisy ? advice(view) : [])];
}

function named(indicator: Indicator): Prose {
  return [quote(indicatorText(indicator))];
}

function othersWords(others: number, path: readonly Indicator[]): string {
  const together = path.length === 1 ? "" : " together";
  if (others <= 0) return `no other rule tests${together}`;
  return `${plural(others, "other rule")} test${others === 1 ? "s" : ""}${together}`;
}

function advice({ width: { companions, path } }: RuleView): Prose {
  if (companions.length === 0) return [" Add a condition that few rules share."];
  const besides = listProse(companions, ({ indicator, rules }) => say`${named(indicator)} (${rules})`, 5);
  const what = path.length === 1 ? "it" : "them";
  return say` Rules that test ${[what]} also test ${besides}: add a condition, or split the branch.`;
}
